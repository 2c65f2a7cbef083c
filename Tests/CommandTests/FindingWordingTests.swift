import Activities
import ArchiveFormat
import ArchiveStore
import Archiver
import Testing

@testable import topo_archive

/// The words of findings, so that no change of them goes unnoticed.
@Suite("What a finding says") struct FindingWordingTests {
  private static let path = "activities/created_date=2025-03-14/part-00000.ndjson.gz"
  private static let id = Identifier(high: 1, low: 2)
  private static let idText = "00000000-0000-0001-0000-000000000002"
  private static let hash = MerkleTree.emptyRoot
  private static let window = Window(UTCDay(number: 20_161))

  private static let pinned: [Pinned] = [
    Pinned(
      Finding(.indexMalformed, path: "index.ndjson", line: 3, .entry(.malformed(member: "count"))),
      "index_malformed: index.ndjson:3: the member count is missing or not as the format has it"
    ),
    Pinned(
      Finding(
        .indexMalformed, path: "index.ndjson", line: 3,
        .entry(.syntax(JSONSyntaxError(.duplicateKey, at: 4)))),
      "index_malformed: index.ndjson:3: this is no JSON (a key twice, byte 5)"
    ),
    Pinned(
      Finding(.indexUnsupported, path: "index.ndjson", line: 1, .entry(.unsupportedFormat(2))),
      "index_unsupported: index.ndjson:1: made by a newer topo-archive (format 2): verify with that"
        + " version"
    ),
    Pinned(
      Finding(.checkpointMissing, path: "checkpoint"),
      "checkpoint_missing: checkpoint: there is an index, but no checkpoint"
    ),
    Pinned(
      Finding(.checkpointMismatch, path: "index.ndjson", .indexShort(lines: 1, expected: 1_200)),
      "checkpoint_mismatch: index.ndjson: the index ends after 1 of the 1,200 lines that the checkpoint"
        + " stands for: this looks like a rollback or a partial restore"
    ),
    Pinned(
      Finding(.checkpointMismatch, path: "index.ndjson", .indexMissing(expected: 1_200)),
      "checkpoint_mismatch: index.ndjson: it is missing; the checkpoint stands for 1,200 lines"
    ),
    Pinned(
      Finding(.checkpointMismatch, path: "index.ndjson", .indexMissing(expected: nil)),
      "checkpoint_mismatch: index.ndjson: it is missing"
    ),
    Pinned(
      Finding(
        .checkpointMismatch, path: "snapshot.json", .otherSnapshot(id, size: 1_200, root: hash)),
      "checkpoint_mismatch: snapshot.json: the snapshot was taken at a checkpoint of 1,200 lines of"
        + " archive \(idText), root \(hash.base64), and this is not that checkpoint"
    ),
    Pinned(
      Finding(
        .checkpointRollback, path: "index.ndjson",
        .kept(file: "kept.txt", .indexShort(lines: 1, expected: 1_200))),
      "checkpoint_rollback: index.ndjson: the index has 1 line, kept.txt stands for 1,200: this looks"
        + " like a rollback or a partial restore"
    ),
    Pinned(
      Finding(
        .checkpointMismatch, path: "index.ndjson",
        .kept(file: "kept.txt", .root(lines: 8, expected: hash, found: hash))),
      "checkpoint_mismatch: index.ndjson: its first 8 lines are not as they were when kept.txt was made:"
        + " the root is \(hash.base64), in kept.txt it is \(hash.base64)"
    ),
    Pinned(
      Finding(
        .checkpointMismatch, path: "index.ndjson",
        .kept(file: "kept.txt", .otherArchive(id, this: id))),
      "checkpoint_mismatch: index.ndjson: kept.txt is a checkpoint of archive \(idText), and this is"
        + " archive \(idText)"
    ),
    Pinned(
      Finding(.checkpointMismatch, path: "index.ndjson", .indexLong(bytes: 12)),
      "checkpoint_mismatch: index.ndjson: 12 bytes follow the checkpoint's lines, and no interrupted"
        + " commit explains them"
    ),
    Pinned(
      Finding(.segmentMissing, path: path),
      "segment_missing: \(path): the index names this file, but it is not there"
    ),
    Pinned(
      Finding(.segmentOrphan, path: path), "segment_orphan: \(path): no index entry names this file"
    ),
    Pinned(
      Finding(
        .segmentOrphan, path: path,
        .past(heir: SegmentLocation(path: path.replacing("part-00000", with: "part-00000.r1")))),
      "segment_orphan: \(path): the archive has"
        + " activities/created_date=2025-03-14/part-00000.r1.ndjson.gz in this file's place: remove"
        + " this one, or keep it elsewhere"
    ),
    Pinned(
      Finding(.segmentOrphan, path: path, .past(heir: nil)),
      "segment_orphan: \(path): this file has expired: remove it, or keep it elsewhere"
    ),
    Pinned(
      Finding(.sizeMismatch, path: path, .number(expected: 1_000, found: 999)),
      "size_mismatch: \(path): the file has 999 bytes, the index says 1,000"
    ),
    Pinned(
      Finding(.countMismatch, path: path, .number(expected: 4, found: 3)),
      "count_mismatch: \(path): there are 3 records, the index says 4"
    ),
    Pinned(
      Finding(
        .gzipCorrupt, path: path, .member(offset: 2_048, .checksumDiffers, isDeadEnd: false)),
      "gzip_corrupt: \(path): the block at byte 2,048: the CRC-32 differs; none of its records was read"
    ),
    Pinned(
      Finding(.gzipCorrupt, path: path, .member(offset: 0, .truncated, isDeadEnd: true)),
      "gzip_corrupt: \(path): the block at byte 0: the file ends too early; nothing from there on was"
        + " read"
    ),
    Pinned(
      Finding(.trailingBytes, path: path, .member(offset: 9, .trailingBytes, isDeadEnd: false)),
      "trailing_bytes: \(path): the block at byte 9: bytes follow the last block"
    ),
    Pinned(
      Finding(.blockHeaderMismatch, path: path, line: 1_025, .block(offset: 0, .filter)),
      "block_header_mismatch: \(path):1025: the header of the block at byte 0 has another filter:"
        + " searches would miss records"
    ),
    Pinned(
      Finding(
        .schemaViolation, path: path, line: 2, pointer: "/payload/task_id",
        .violation(.wrongType(expected: [.string, .null]))),
      "schema_violation: \(path):2 /payload/task_id: it must be string or null"
    ),
    Pinned(
      Finding(.schemaViolation, path: path, line: 2, pointer: "/id", .violation(.missing)),
      "schema_violation: \(path):2 /id: it is missing"
    ),
    Pinned(
      Finding(.recordMalformed, path: path, line: 2, .record(.notAnObject)),
      "record_malformed: \(path):2: no JSON object"
    ),
    Pinned(
      Finding(.duplicateID, path: path, line: 9, .duplicate(id, path: path, line: 2)),
      "duplicate_id: \(path):9: the id \(idText) is also in \(path), line 2"
    ),
    Pinned(
      Finding(.amendmentUnfounded, path: path, line: 9, .sameValue(id)),
      "amendment_unfounded: \(path):9: this is the value that \(idText) had before"
    ),
    Pinned(
      Finding(.schemaViolation, .more(total: 1_030)),
      "schema_violation: 1,030 findings of this kind in all, of which no more than the first 100 are"
        + " listed, by verify --json"
    ),
    incomplete(
      received: 585, of: 585,
      "received 585 activities, all that the API counted, but was interrupted before it had shown so,"
        + " or could not explain what became of an archived activity"),
    incomplete(
      received: 1, of: 1_200,
      "received 1 activity of 1,200: it was interrupted, or the API did not give all that it counted"
    ),
    incomplete(received: 12, of: 10, "received 12 activities where the API counted 10"),
  ]

  private static func incomplete(received: Int, of reported: Int, _ reason: String) -> Pinned {
    let walk = WalkEntry(
      window: window, isComplete: false, reported: reported, received: received, added: 0,
      amended: 0, quarantined: 0, startedAt: window.until, endedAt: window.until)
    return Pinned(
      Finding(.walkIncomplete, path: "index.ndjson", line: 7, walk.map { .walk($0) } ?? .none),
      "walk_incomplete: index.ndjson:7: the walk of 2025-03-14T00:00:00Z to 2025-03-15T00:00:00Z"
        + " \(reason): a plain fetch takes it up")
  }

  @Test(arguments: pinned)
  fileprivate func isPinned(pinned: Pinned) {
    #expect(VerifyWording.line(pinned.finding) == pinned.line)
  }

  @Test(arguments: FindingKind.allCases)
  func everyKindHasWords(kind: FindingKind) {
    #expect(!VerifyWording.message(Finding(kind)).isEmpty)
  }
}

private struct Pinned: Sendable {
  let finding: Finding
  let line: String

  init(_ finding: Finding, _ line: String) {
    self.finding = finding
    self.line = line
  }
}

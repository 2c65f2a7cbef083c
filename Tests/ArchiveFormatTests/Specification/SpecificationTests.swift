import Activities
import Foundation
import Testing

@testable import ArchiveFormat

@Suite struct SpecificationTests {
  let page: Specification

  init() throws { page = try Specification() }

  /// The summary of a segment that holds the one record of the page.
  private func summary() throws -> SegmentSummary {
    var summary = SegmentSummary()
    try summary.add(bytes(try page.example("json record")))
    return summary
  }

  @Test func theRecordIsTheOneOfTheAPI() throws {
    #expect(try page.example("json record") == record().text)
  }

  @Test func entriesAreWrittenAsTheyStand() throws {
    let lines = try page.examples("ndjson index") + page.examples("ndjson entries")
    var kinds: Set<IndexEntry.Kind> = []
    for line in lines {
      let entry = try IndexEntryTests.read(line)
      kinds.insert(entry.kind)
      #expect(entry.line.text == line)
    }
    #expect(kinds == Set(IndexEntry.Kind.allCases))
  }

  @Test func theCheckpointReproducesTheRoot() throws {
    let lines = try page.examples("ndjson index")
    let text = try page.examples("text checkpoint").map { $0 + "\n" }.joined()
    let checkpoint = try CheckpointTests.read(text)
    #expect(checkpoint.bytes.text == text)
    #expect(checkpoint.size == lines.count)
    let leaves = lines.map { line in
      let line = bytes(line)
      return MerkleTree.leafHash(line.span.bytes)
    }
    #expect(checkpoint.root == MerkleTree.root(of: leaves))
    guard case .archive(let archive) = try IndexEntryTests.read(lines[0]) else {
      Issue.record("the first entry is no archive entry")
      return
    }
    #expect(checkpoint.archiveID == archive.id)
  }

  /// The proof is that of the page's own record, and nothing else is written for it.
  @Test func theProofIsThatOfTheRecord() throws {
    let text = try page.examples("text proof").map { $0 + "\n" }.joined()
    let proof = try ActivityProof(bytes(text).span.bytes)
    let proven = try proof.check()
    let lines = try page.examples("ndjson index")
    #expect(proof.record.text == (try page.example("json record")))
    #expect(proof.entry.text == lines[proof.entryPath.index])
    let leaves = lines.map { line in
      let line = bytes(line)
      return MerkleTree.leafHash(line.span.bytes)
    }
    #expect(proof.entryPath == InclusionPath(to: proof.entryPath.index, in: leaves))
    #expect(
      proof.checkpoint.bytes.text
        == (try page.examples("text checkpoint").map { $0 + "\n" }.joined()))
    #expect("\(proven.id)" == "01954b2e-fc10-7000-8a3f-d2e591c04a77" && proven.size == lines.count)
  }

  @Test func theSegmentEntryFollowsFromTheFile() throws {
    let file = try page.segment()
    let line = try #require(page.examples("ndjson index").first { $0.contains("content_root") })
    guard case .segment(let entry) = try IndexEntryTests.read(line) else {
      Issue.record("no segment entry")
      return
    }
    let hash = Hash256(sha256Of: file.span.bytes)
    #expect(try summary().entry(at: entry.location, size: file.count, sha256: hash) == entry)
  }

  @Test func theHeaderFollowsFromTheRecord() throws {
    let dump = try page.examples("hex header").map { $0.dropFirst("00000000  ".count) }
    let header = try #require(Hexadecimal.decode(dump.joined().utf8.filter { $0 != 0x20 }))
    let file = try page.segment()
    #expect(file.starts(with: header))
    var summary = try summary()
    let block = try summary.requireBlock()
    let read = try BlockHeaderTests.read(file)
    let expected = BlockHeader(block, deflatedSize: read.memberSize - header.count - 8)
    #expect(read == expected)
    #expect(expected.bytes == header)
  }

  @Test func theFilterFollowsFromTheRecord() throws {
    let dump = try page.examples("hex filter").map { $0.dropFirst("00000000  ".count) }
    let bytes = try #require(Hexadecimal.decode(dump.joined().utf8.filter { $0 != 0x20 }))
    let file = try page.segment()
    let end = try BlockHeaderTests.read(file).memberSize
    var summary = try summary()
    let ended = summary.endGroup()
    let group = try #require(ended)
    let filter = GroupFilter(group.summary, blockCount: 1, blocksEnd: Int64(end), behind: 0)
    #expect(filter.bytes == bytes)
    #expect(Array(file[end...]) == bytes)
  }

  @Test func identifiersHashAsTheyStand() throws {
    for line in try page.examples("text xxh64") {
      let parts = line.split(separator: " ")
      let hash = BloomFilter.hash(of: try uuid(String(parts[0])))
      #expect(UInt64(parts[1], radix: 16) == hash)
    }
  }

  @Test func quarantineIsWrittenAsItStands() throws {
    let line = bytes(try page.example("json quarantine"))
    let record = try QuarantineRecord(line: line.span.bytes)
    #expect(record.line == line)
    var summary = SegmentSummary()
    summary.addQuarantined(line.span.bytes, receivedAt: record.receivedAt)
    #expect(page.text.contains(#""content_root":"\#(summary.contentRoot.hex)""#))
    for reason in QuarantineRecord.Reason.allCases {
      #expect(page.text.contains("`\(reason.rawValue)`"))
    }
  }

  /// What is left of the page's record, and of its item of quarantine, has their hashes.
  @Test func redactedRecordsAreWrittenAsTheyStand() throws {
    let lines = try page.examples("json redacted")
    let redacted = try lines.map { try #require(RedactedRecordTests.read($0)) }
    let leaves = try [page.example("json record"), page.example("json quarantine")].map { line in
      let line = bytes(line)
      return MerkleTree.leafHash(line.span.bytes)
    }
    #expect(redacted.map(\.leaf) == leaves && redacted.map(\.line.text) == lines)
    let at = Set(redacted.map(\.redaction.at.description))
    let entries = try page.examples("ndjson entries").filter { $0.contains(#""redaction""#) }
    #expect(entries.allSatisfy { $0.contains(#""at":"\#(at.first ?? "")""#) } && at.count == 1)
  }

  @Test func theSnapshotIsTakenAtThePagesCheckpoint() throws {
    let line = bytes(try page.example("json snapshot") + "\n")
    let snapshot = try SnapshotDescription(line.span.bytes)
    #expect(snapshot.bytes == line)
    let text = try page.examples("text checkpoint").map { $0 + "\n" }.joined()
    #expect(snapshot.isTaken(at: try CheckpointTests.read(text)))
    let segment = try #require(page.examples("ndjson index").first { $0.contains("content_root") })
    guard case .segment(let entry) = try IndexEntryTests.read(segment) else {
      Issue.record("no segment entry")
      return
    }
    #expect(snapshot.holds(entry.location))
    #expect(page.text.contains("at most 4,096") && SnapshotDescription.maximumLength == 4_096)
  }

  @Test func notesAreWrittenAsTheyStand() throws {
    let line = bytes(try page.example("json note"))
    let note = try SnapshotNote(line: line.span.bytes)
    #expect(note.line == line)
    #expect(note.size == (try page.examples("ndjson index").count))
  }

  /// The table of kinds lists the members that the code writes, in the same order.
  @Test func theTableOfKindsIsTheCodes() throws {
    for line in Lines.all where line != Lines.quarantine {
      let line = bytes(line)
      let kind = try IndexEntry(line: line.span.bytes).kind
      var tape = JSONTape()
      try tape.parse(line.span.bytes)
      var names: [String] = []
      tape.forEachMember(of: 0) { key, _ in
        names.append(tape.string(key, in: line.span.bytes) ?? "")
      }
      let row = try #require(
        page.text.split(separator: "\n").first { $0.hasPrefix("| `\(kind.rawValue)` |") })
      let cells = row.split(separator: "|")
      let listed = cells[1].matches(of: /`([a-z_0-9]+)`/).map { String($0.output.1) }
      #expect(["kind"] + listed == names)
    }
  }

  @Test func limitsAreTheCodes() {
    for number in [
      "1,048,576", "999999999", "256", "1,024", "1 to 64", "128 levels", "4 MiB", "256 MiB",
    ] {
      #expect(page.text.contains(number))
    }
    #expect(SegmentEntry.maximumCount == 1_048_576)
    #expect(SegmentLocation.maximumNumber == 999_999_999)
    #expect(CountedTypes.maximum == 256)
    #expect(CountedTypes.maximumLength == 64)
    #expect(BlockSummary.maximumCount == 1_024)
    #expect(BlockSummary.maximumContentSize == 256 << 20)
    #expect(Checkpoint.maximumLength == 64 << 10)
    #expect(JSONTape.maximumDepth == 128)
    #expect(RecordReader.maximumLength == 4 << 20)
  }

  /// A reader that knows nothing but the page and Python's standard library.
  @Test func anIndependentReaderAcceptsTheArchive() throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "topo-archive-example-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let segment = folder.appending(path: "activities/created_date=2025-03-14/part-00000.ndjson.gz")
    try FileManager.default.createDirectory(
      at: segment.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(try page.segment()).write(to: segment)
    for (name, kind) in [("index.ndjson", "ndjson index"), ("checkpoint", "text checkpoint")] {
      let lines = try page.examples(kind).map { $0 + "\n" }.joined()
      try Data(lines.utf8).write(to: folder.appending(path: name))
    }
    let script = "Tests/Interoperability/read_archive.py"
    let good = try runPython(script, [folder.path])
    #expect(good.code == 0, "\(good.errors)")
    #expect(good.output.contains(#""activities": 1"#))
    var damaged = try page.segment()
    damaged[60] ^= 1
    try Data(damaged).write(to: segment)
    #expect(try runPython(script, [folder.path]).errors.contains("part-00000.ndjson.gz: sha256"))
  }
}

import Activities
import ArchiveFormat
import Foundation
import Testing
import TestSupport

@testable import ArchiveStore

/// What no interrupted commit explains: a writer refuses it and touches nothing.
@Suite struct EvidenceTests {
  private let folder: TemporaryFolder
  private let path: String
  private let segmentPath = "activities/created_date=\(sampleDay)/part-00000.ndjson.gz"

  init() async throws {
    folder = try TemporaryFolder()
    path = folder("a")
    var generator = SeededGenerator(seed: 70)
    let writer = try ArchiveWriter(at: path, creating: archiveEntry())
    let samples = samples(20, using: &generator)
    try await writer.commit(try stage(samples, writer.staging), walks: [try walk(received: 20)])
  }

  private func expectRefusal(
    _ fault: ArchiveFault, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let before = try snapshot(of: path)
    #expect(throws: StoreError.archive(fault), sourceLocation: sourceLocation) {
      _ = try ArchiveWriter(at: path, creating: archiveEntry(9))
    }
    #expect(try snapshot(of: path) == before, sourceLocation: sourceLocation)
  }

  private func change(_ file: String, _ body: (inout [UInt8]) -> Void) throws {
    var content = try bytes(at: path + "/" + file)
    body(&content)
    try write(content, to: path + "/" + file)
  }

  private func lines() throws -> [[UInt8]] {
    try bytes(at: path + "/index.ndjson").split(separator: UInt8(ascii: "\n")).map(Array.init)
  }

  private func scan(_ archive: Archive, _ segment: Segment) throws {
    var scanner = try archive.folder.scanner(of: segment)
    _ = try scanner.finish()
  }

  @Test func anOrphan() throws {
    let orphan = "activities/created_date=\(sampleDay)/part-00001.ndjson.gz"
    try write([1], to: path + "/" + orphan)
    try expectRefusal(.orphan(path: orphan))
  }

  @Test func anOrphanLink() throws {
    let orphan = "quarantine/part-00000.ndjson.gz"
    try FileManager.default.createDirectory(
      atPath: path + "/quarantine", withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(
      atPath: path + "/" + orphan, withDestinationPath: "/etc/passwd")
    try expectRefusal(.orphan(path: orphan))
  }

  @Test func anIndexShorterThanItsCheckpoint() throws {
    let lines = try lines()
    try write(lines[0] + [10] + lines[1] + [10], to: path + "/index.ndjson")
    try expectRefusal(.indexShort(lines: 2, expected: 3))
    #expect(throws: StoreError.archive(.indexShort(lines: 2, expected: 3))) {
      _ = try Archive(at: path)
    }
    try change("index.ndjson") { $0 += lines[2].dropLast() }
    try expectRefusal(.indexShort(lines: 2, expected: 3))
  }

  @Test func anIndexThatIsGone() throws {
    try FileManager.default.removeItem(atPath: path + "/index.ndjson")
    try expectRefusal(.indexShort(lines: 0, expected: 3))
    #expect(throws: StoreError.archive(.indexShort(lines: 0, expected: 3))) {
      _ = try Archive(at: path)
    }
  }

  @Test func aChangedLine() throws {
    let index = try bytes(at: path + "/index.ndjson")
    let digit = try #require(index.lastIndex(of: UInt8(ascii: "2")))
    try change("index.ndjson") { $0[digit] = UInt8(ascii: "1") }
    try expectRefusal(.rootDiffers)
  }

  @Test func linesBehindTheCheckpoint() throws {
    let line = IndexEntry.walk(try walk(received: 1)).line + [UInt8(ascii: "\n")]
    try change("index.ndjson") { $0 += line }
    try expectRefusal(.indexLong)
    // Readers stay with the commit that the checkpoint names.
    #expect(try Archive(at: path).walks.count == 1)
  }

  @Test func aTornLineBehindTheCheckpoint() throws {
    try change("index.ndjson") { $0 += Array(#"{"kind":"#.utf8) }
    try expectRefusal(.indexLong)
  }

  @Test func linesThatTheStagedCommitDoesNotHold() throws {
    let line = IndexEntry.walk(try walk(received: 1)).line + [UInt8(ascii: "\n")]
    let other = IndexEntry.walk(try walk(received: 2)).line + [UInt8(ascii: "\n")]
    try change("index.ndjson") { $0 += line }
    try write(other, to: path + "/staging/commit")
    try expectRefusal(.indexLong)
  }

  @Test func aCheckpointThatIsGone() throws {
    try FileManager.default.removeItem(atPath: path + "/checkpoint")
    try expectRefusal(.checkpointMissing)
    #expect(throws: StoreError.archive(.checkpointMissing)) { _ = try Archive(at: path) }
  }

  @Test func aCheckpointThatCannotBeRead() throws {
    try change("checkpoint") { $0[0] ^= 1 }
    try expectRefusal(.checkpointMalformed(.malformed(line: 1)))
  }

  @Test func anOlderCheckpointWithoutACommit() async throws {
    let older = try bytes(at: path + "/checkpoint")
    do {
      let writer = try ArchiveWriter(at: path)
      try await writer.commit([], walks: [try walk(received: 2)])
    }
    try write(older, to: path + "/checkpoint")
    try expectRefusal(.indexLong)
  }

  @Test func aCheckpointOfAnotherArchive() throws {
    let content = try bytes(at: path + "/checkpoint")
    let checkpoint = try Checkpoint(content.span.bytes)
    let other = try #require(
      Checkpoint(
        archiveID: Identifier(high: 5, low: 5), size: checkpoint.size, root: checkpoint.root))
    try write(other.bytes, to: path + "/checkpoint")
    try expectRefusal(.checkpointOfAnotherArchive)
  }

  @Test(arguments: [
    (#"{"kind":"seal"}"#, IndexEntryError.unsupportedKind("seal")),
    (#"{"kind":"archive","format":2}"#, .unsupportedFormat(2)),
    ("[]", .notAnObject),
  ])
  func aLineThatIsNotKnown(_ line: String, _ error: IndexEntryError) throws {
    let lines = [try lines()[0], Array(line.utf8)]
    let tree = MerkleTree.root(of: lines.map { MerkleTree.leafHash($0.span.bytes) })
    let checkpoint = try #require(
      Checkpoint(archiveID: archiveEntry().id, size: 2, root: tree))
    try write(lines[0] + [10] + lines[1] + [10], to: path + "/index.ndjson")
    try write(checkpoint.bytes, to: path + "/checkpoint")
    try expectRefusal(.index(line: 2, .entry(error)))
    #expect(throws: StoreError.archive(.index(line: 2, .entry(error)))) {
      _ = try Archive(at: path)
    }
  }

  @Test func aSegmentBehindALinkIsNotRead() throws {
    let archive = try Archive(at: path)
    try FileManager.default.moveItem(atPath: path + "/" + segmentPath, toPath: folder("moved"))
    try FileManager.default.createSymbolicLink(
      atPath: path + "/" + segmentPath, withDestinationPath: folder("moved"))
    #expect(throws: StoreError.pathUnsafe(path + "/" + segmentPath)) {
      _ = try records(of: archive)
    }
    #expect(throws: StoreError.pathUnsafe(path + "/" + segmentPath)) {
      try scan(archive, archive.segments(of: .activities)[0])
    }
  }
}

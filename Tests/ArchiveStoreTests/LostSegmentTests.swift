import Activities
import ArchiveFormat
import Foundation
import Testing
import TestSupport

@testable import ArchiveStore

/// Segments that the index holds and the disk does not: a writer refuses and touches nothing.
@Suite struct LostSegmentTests {
  private let folder: TemporaryFolder
  private let path: String
  private let location = SegmentLocation(.activities(sampleDay), part: 0)

  init() async throws {
    folder = try TemporaryFolder()
    path = folder("a")
    var generator = SeededGenerator(seed: 71)
    let writer = try ArchiveWriter(at: path, creating: archiveEntry())
    let samples = samples(20, using: &generator)
    try await writer.commit(try stage(samples, writer.staging), walks: [try walk(received: 20)])
  }

  private func expectRefusal(
    _ error: StoreError, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let before = try snapshot(of: path)
    #expect(throws: error, sourceLocation: sourceLocation) { _ = try ArchiveWriter(at: path) }
    #expect(try snapshot(of: path) == before, sourceLocation: sourceLocation)
  }

  private func remove(_ relative: String) throws {
    try FileManager.default.removeItem(atPath: path + "/" + relative)
  }

  @Test func aSegmentThatIsGone() throws {
    try remove(location.path)
    let missing = StoreError.archive(.segmentMissing(path: location.path))
    try expectRefusal(missing)
    #expect(throws: missing) { _ = try records(of: Archive(at: path)) }
    try remove("activities")
    try expectRefusal(missing)
  }

  @Test(arguments: [-1, 1])
  func aSegmentOfAnotherSize(by difference: Int) throws {
    var content = try bytes(at: path + "/" + location.path)
    let size = content.count
    content.resize(to: size + difference)
    try write(content, to: path + "/" + location.path)
    try expectRefusal(
      .archive(
        .segmentSizeDiffers(
          path: location.path, found: Int64(size + difference), expected: size)))
  }

  @Test func aSegmentBehindALink() throws {
    let file = path + "/" + location.path
    try FileManager.default.moveItem(atPath: file, toPath: folder("moved"))
    try FileManager.default.createSymbolicLink(
      atPath: file, withDestinationPath: folder("moved"))
    try expectRefusal(.pathUnsafe(file))
  }

  /// In each stream, and of several the first.
  @Test func everyStreamIsLookedAt() async throws {
    do {
      let writer = try ArchiveWriter(at: path)
      let amendment = Sample(RecordKey(instant: sampleDay.start, id: Identifier(high: 1, low: 1)))
      var quarantine = try SegmentWriter(.quarantine, in: writer.staging)
      try quarantine.append(
        QuarantineRecord(receivedAt: sampleDay.end, reason: .noIdentifier, item: [1]))
      let segments = try stage([amendment], in: .amendments(sampleDay), writer.staging)
      try await writer.commit(segments + quarantine.finish())
    }
    for lost in [
      "quarantine/part-00000.ndjson.gz",
      "amendments/created_date=\(sampleDay)/part-00000.ndjson.gz", location.path,
    ] {
      try remove(lost)
      try expectRefusal(.archive(.segmentMissing(path: lost)))
    }
  }

  /// The file that took the place of another is looked for, and the other one is not; nor is one
  /// whose time had come.
  @Test func whatWasReplacedOrExpiredIsNotMissed() async throws {
    let new = SegmentLocation(location.folder, part: 0, revision: 1)
    try write(Array("another file".utf8), to: path + "/" + new.path)
    let content = try Folder(path: path).open(new.path)
    var reading = SequentialBytes(content)
    let (size, sha256) = try reading.finish()
    let revision = try #require(
      Revision(of: location, location: new, size: size, sha256: sha256, contentSize: 9))
    try commit(
      .replacement(ReplacementEntry(revision: revision, reason: "smaller", at: sampleDay.end)))
    #expect(!exists(path + "/" + location.path))
    _ = try ArchiveWriter(at: path)

    try write(Array("another".utf8), to: path + "/" + new.path)
    try expectRefusal(
      .archive(.segmentSizeDiffers(path: new.path, found: 7, expected: size)))
    try write(Array("another file".utf8), to: path + "/" + new.path)
    try commit(.expiry(ExpiryEntry(location: new, reason: "old", at: sampleDay.end)))
    #expect(!exists(path + "/" + new.path))
    _ = try ArchiveWriter(at: path)
  }

  private func commit(_ entry: IndexEntry) throws {
    let root = try Folder(path: path)
    let file = try File.openIndex(at: path)
    var index = try ArchiveFolder(root).committed()
    let steps = CommitSteps(
      folder: root, staging: Staging(of: root), commit: StagedCommit([entry]))
    try steps.record([])
    try steps.complete(file, &index, nil)
  }
}

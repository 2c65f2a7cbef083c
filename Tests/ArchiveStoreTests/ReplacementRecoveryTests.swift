import Activities
import ArchiveFormat
import Foundation
import TestSupport
import Testing

@testable import ArchiveStore

/// A crash after each step of a commit that puts a file in another's place, which is damaged.
@Suite struct ReplacementRecoveryTests {
  private let folder: TemporaryFolder
  private let samples: [Sample]
  private let steps: CommitSteps
  private let staged: StagedSegment
  private let old = SegmentLocation(.activities(sampleDay), part: 0)
  private let new = SegmentLocation(.activities(sampleDay), part: 0, revision: 1)
  private let writer: ArchiveWriter

  private enum Step: CaseIterable {
    case nothing, record, place, append, seal, retire, forget
  }

  /// The archive's file is cut, so that any other writer would refuse it.
  init() async throws {
    folder = try TemporaryFolder()
    var generator = SeededGenerator(seed: 81)
    samples = ArchiveStoreTests.samples(30, using: &generator)
    writer = try ArchiveWriter(at: folder("live"), creating: archiveEntry())
    try await writer.commit(
      try stage(samples, writer.staging), walks: [try walk(received: 30)])
    try write([1, 2, 3], to: folder("live/\(old.path)"))
    staged = try stage(samples, writer.staging)[0]
    let revision = try #require(
      Revision(
        of: old, location: new, size: staged.size, sha256: staged.sha256,
        contentSize: staged.summary.contentSize))
    steps = CommitSteps(
      folder: try Folder(path: folder("live")), staging: writer.staging,
      commit: StagedCommit([
        .replacement(ReplacementEntry(revision: revision, reason: "damaged", at: sampleDay.end))
      ]))
  }

  private func run(through last: Step) throws {
    let index = try File.openIndex(at: folder("live"))
    var committed = try ArchiveFolder(at: folder("live")).committed()
    for step in Step.allCases {
      switch step {
      case .nothing: break
      case .record: try steps.record([staged.path])
      case .place: try steps.place()
      case .append:
        try steps.append(to: index, at: committed.endOffset)
        _ = committed.append(steps.commit)
      case .seal: if let checkpoint = committed.checkpoint { try steps.folder.seal(checkpoint) }
      case .retire: try steps.retire(keeping: committed.contents)
      case .forget: try steps.forget()
      }
      if step == last { return }
    }
  }

  private func crash(_ name: String = "crashed") throws -> String {
    try copyFolder(folder("live"), to: folder(name))
    return folder(name)
  }

  /// Any writer finishes it, although what is replaced is damaged.
  private func expectFinished(
    _ path: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    do {
      let writer = try ArchiveWriter(at: path)
      #expect(writer.recovery == .finished, sourceLocation: sourceLocation)
    }
    #expect(!exists(path + "/" + old.path), sourceLocation: sourceLocation)
    #expect(files(below: path + "/staging").isEmpty, sourceLocation: sourceLocation)
    let archive = try Archive(at: path)
    #expect(archive.segments(of: .activities).map(\.location) == [new])
    #expect(try records(of: archive) == samples.map(\.record), sourceLocation: sourceLocation)
    #expect(try ArchiveWriter(at: path).recovery == .none, sourceLocation: sourceLocation)
  }

  @Test(arguments: [Step.record, .place, .append, .seal, .retire])
  private func afterEachStep(_ step: Step) throws {
    try run(through: step)
    // Until the checkpoint stands for the line, nothing is removed.
    #expect(exists(folder("live/\(old.path)")) == (step != .retire))
    try expectFinished(try crash())
  }

  @Test func beforeTheFirstAndAfterTheLast() throws {
    let path = try crash("before")
    #expect(
      throws: StoreError.archive(
        .segmentSizeDiffers(path: old.path, found: 3, expected: staged.size))
    ) { _ = try ArchiveWriter(at: path) }
    try run(through: .forget)
    let after = try crash("after")
    #expect(!exists(after + "/" + old.path))
    #expect(try ArchiveWriter(at: after).recovery == .none)
  }

  /// What it was to replace stays if it is taken back, and the archive is as damaged as before.
  @Test(arguments: [Step.record, .place, .append])
  private func aFileThatIsLostTakesItBack(_ step: Step) throws {
    try run(through: step)
    let path = try crash()
    let lost = step == .record ? new.stagedPath : new.path
    try FileManager.default.removeItem(atPath: path + "/" + lost)
    let damaged = StoreError.archive(
      .segmentSizeDiffers(path: old.path, found: 3, expected: staged.size))
    let before = try snapshot(of: path)
    #expect(throws: damaged) { _ = try ArchiveWriter(at: path) }
    #expect(try snapshot(of: path) == before)
    do {
      let writer = try ArchiveWriter(at: path, mayLackSegments: true)
      #expect(writer.recovery == .undone)
    }
    #expect(try bytes(at: path + "/" + old.path) == [1, 2, 3])
    #expect(files(below: path + "/staging").isEmpty)
    #expect(throws: damaged) { _ = try ArchiveWriter(at: path) }
  }

  /// A record of a commit cannot have a file removed that the archive holds.
  @Test func nothingHeldIsRemoved() async throws {
    let path = try crash()
    try write(try bytes(at: folder("live/staging/" + staged.path.dropFirst(8))), to: folder("good"))
    let expiry = ExpiryEntry(location: new, reason: "forged", at: sampleDay.end)
    try write(StagedCommit([.expiry(expiry)]).bytes, to: path + "/staging/commit")
    let writer = try ArchiveWriter(at: path, mayLackSegments: true)
    #expect(writer.recovery == .undone)
    #expect(exists(path + "/" + old.path))
  }

  @Test func theFileComesBackByARename() async throws {
    let path = try crash()
    let writer = try ArchiveWriter(at: path, mayLackSegments: true)
    let segment = try #require(await writer.archive.segments(of: .activities).first)
    let same = try stage(samples, writer.staging)[0]
    #expect(
      try await writer.heal(segment, by: same, reason: "", at: sampleDay.end) == .restored)
    let other = try stage(Array(samples.dropLast()), writer.staging)[0]
    #expect(try await writer.heal(segment, by: other, reason: "", at: sampleDay.end) == nil)
    #expect(try records(of: Archive(at: path)) == samples.map(\.record))
    #expect(await writer.archive.checkpoint.size == 3)
  }

  /// Folders that were lost with what was in them are made again, and closed to others.
  @Test func foldersComeBackToo() async throws {
    let path = try crash()
    let copy = folder("copy")
    try FileManager.default.createDirectory(
      atPath: copy + "/" + old.folderPath, withIntermediateDirectories: true)
    try copyFolder(folder("live/staging/" + staged.path.dropFirst(8)), to: copy + "/" + old.path)
    try FileManager.default.removeItem(atPath: path + "/activities")
    let writer = try ArchiveWriter(at: path, mayLackSegments: true)
    let segment = try #require(await writer.archive.segments(of: .activities).first)
    #expect(
      try await writer.restore(segment, from: try ArchiveFolder(copyAt: copy), at: old))
    for file in ["/activities", "/" + old.folderPath, "/" + old.path] {
      let mode = try FileManager.default.attributesOfItem(atPath: path + file)[.posixPermissions]
      #expect(mode as? Int == (file.hasSuffix(".gz") ? 0o600 : 0o700))
    }
    #expect(try records(of: Archive(at: path)) == samples.map(\.record))
  }
}

import Activities
import ArchiveFormat
import Foundation
import Testing

@testable import ArchiveStore

/// A crash after each step of a commit, and in the middle of each.
@Suite struct RecoveryTests {
  private typealias Step = InterruptedCommit.Step

  /// Opens what a crash left, and checks that the commit is there as a whole or not at all.
  private func expectRecovery(
    of path: String, _ commit: InterruptedCommit, _ recovery: ArchiveWriter.Recovery,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let isWhole = recovery == .finished
    do {
      let writer = try ArchiveWriter(at: path)
      #expect(writer.recovery == recovery, sourceLocation: sourceLocation)
      #expect(files(below: path + "/staging").isEmpty, sourceLocation: sourceLocation)
    }
    let archive = try Archive(at: path)
    let expected = isWhole ? commit.after : commit.before
    #expect(
      try records(of: archive) == expected.map(\.record), sourceLocation: sourceLocation)
    #expect(archive.segments(of: .amendments).count == (isWhole ? 1 : 0))
    #expect(archive.walks.count == (isWhole ? 2 : 1), sourceLocation: sourceLocation)
    // The whole index has the root, and nothing lies behind it.
    let committed = try archive.folder.committed()
    #expect(try bytes(at: path + "/index.ndjson").count == Int(committed.endOffset))
    // The archive goes on from there.
    let writer = try ArchiveWriter(at: path)
    #expect(writer.recovery == .none, sourceLocation: sourceLocation)
    let next = try await writer.commit([], walks: [try walk(received: 7)])
    #expect(next.checkpoint.size == archive.checkpoint.size + 1)
  }

  @Test(arguments: [
    (Step.nothing, ArchiveWriter.Recovery.none), (.record, .finished), (.place, .finished),
    (.append, .finished), (.seal, .finished),
  ])
  private func afterEachStep(_ step: Step, _ recovery: ArchiveWriter.Recovery) async throws {
    let commit = try await InterruptedCommit()
    try commit.run(through: step)
    let crashed = try commit.crash()
    if step == .seal {
      // The commit counts already; the record of it is only removed.
      #expect(try records(of: Archive(at: crashed)) == commit.after.map(\.record))
    } else {
      #expect(try records(of: Archive(at: crashed)) == commit.before.map(\.record))
    }
    try await expectRecovery(of: crashed, commit, recovery)
  }

  @Test func afterTheLastStepThereIsNothingToDo() async throws {
    let commit = try await InterruptedCommit()
    try commit.run(through: .forget)
    let writer = try ArchiveWriter(at: try commit.crash())
    #expect(writer.recovery == .none)
    #expect(await writer.archive.walks.count == 2)
  }

  @Test func whileFilesAreBeingPlaced() async throws {
    let commit = try await InterruptedCommit()
    try commit.run(through: .record)
    let location = commit.placed[0].entry.location
    try FileManager.default.createDirectory(
      atPath: commit.path + "/" + location.folderPath, withIntermediateDirectories: true)
    // Between link and unlink the file has both names.
    try FileManager.default.linkItem(
      atPath: commit.path + "/" + location.stagedPath, toPath: commit.path + "/" + location.path)
    try await expectRecovery(of: try commit.crash("linked"), commit, .finished)
    try FileManager.default.removeItem(atPath: commit.path + "/" + location.stagedPath)
    try await expectRecovery(of: try commit.crash("moved"), commit, .finished)
  }

  @Test func whileTheIndexIsBeingWritten() async throws {
    let commit = try await InterruptedCommit()
    try commit.run(through: .place)
    let lines = commit.steps.commit.bytes
    let firstLine = try #require(lines.firstIndex(of: UInt8(ascii: "\n")))
    for length in [1, 100, firstLine, firstLine + 1, lines.count - 1, lines.count] {
      let crashed = try commit.crash("torn-\(length)")
      let index = crashed + "/index.ndjson"
      try write(try bytes(at: index) + lines.prefix(length), to: index)
      try await expectRecovery(of: crashed, commit, .finished)
    }
    // The size had reached the disk, but not all of the bytes.
    let crashed = try commit.crash("zeros")
    let index = crashed + "/index.ndjson"
    let tail = lines.prefix(50) + [UInt8](repeating: 0, count: 200)
    try write(try bytes(at: index) + tail, to: index)
    try await expectRecovery(of: crashed, commit, .finished)
  }

  @Test func beforeTheCheckpointHasItsName() async throws {
    let commit = try await InterruptedCommit()
    try commit.run(through: .append)
    try write(Array("topo-archive/".utf8), to: commit.path + "/staging/checkpoint")
    try await expectRecovery(of: try commit.crash(), commit, .finished)
  }

  @Test(arguments: ["removed", "cut", "changed"])
  func aDamagedFileTakesTheCommitBack(_ damage: String) async throws {
    for step in [Step.record, .place, .append] {
      let commit = try await InterruptedCommit()
      try commit.run(through: step)
      let crashed = try commit.crash()
      let location = commit.placed[1].entry.location
      let path = crashed + "/" + (step == .record ? location.stagedPath : location.path)
      var content = try bytes(at: path)
      switch damage {
      case "removed": try FileManager.default.removeItem(atPath: path)
      case "cut": try write(content.dropLast(), to: path)
      default:
        content[content.count / 2] ^= 1
        try write(content, to: path)
      }
      try await expectRecovery(of: crashed, commit, .undone)
      for placed in commit.placed { #expect(!exists(crashed + "/" + placed.entry.location.path)) }
    }
  }

  @Test func aCommitThatIsNotWholeTakesItsFilesBack() async throws {
    let commit = try await InterruptedCommit()
    try commit.run(through: .record)
    let crashed = try commit.crash()
    let staged = crashed + "/staging/commit"
    try write(try bytes(at: staged).dropLast(), to: staged)
    try await expectRecovery(of: crashed, commit, .undone)
  }

  @Test func aCommitCannotTakeBackWhatTheArchiveHolds() async throws {
    let commit = try await InterruptedCommit()
    let crashed = try commit.crash()
    let held = try Archive(at: crashed).segments(of: .activities)[0]
    // It names a held file, and one that is not there.
    let forged =
      StagedCommit([.segment(held.entry), .segment(commit.placed[0].entry)]).bytes
    try write(forged, to: crashed + "/staging/commit")
    try await expectRecovery(of: crashed, commit, .undone)
    #expect(exists(crashed + "/" + held.location.path))
  }

  @Test func staleFilesOfADeadRunAreRemoved() async throws {
    let commit = try await InterruptedCommit()
    try commit.run(through: .nothing)
    try write([1, 2, 3], to: commit.path + "/staging/spill-9")
    let crashed = try commit.crash()
    #expect(files(below: crashed + "/staging").count == 3)
    try await expectRecovery(of: crashed, commit, .none)
  }
}

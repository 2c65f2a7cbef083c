import Activities
import ArchiveFormat
import Foundation
import TestSupport
import Testing

@testable import ArchiveStore

/// A folder that is there as a whole, or not at all.
@Suite struct NewFolderTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder("")).sorted()
  }

  private func taken(_ path: String) -> StoreError {
    .system(SystemFailure(call: .makeFolder, code: EEXIST, path: path))
  }

  @Test func itAppearsWhenAllOfItIsThere() throws {
    let place = folder("new")
    let new = try NewFolder(at: place + "//")
    try new.write([1, 2], to: "a/b/one")
    try new.write([], to: "two")
    #expect(!exists(place))
    #expect(new.size == 2 && Set(new.files.keys) == ["a/b/one", "two"])
    #expect(new.files["two"] == MerkleTree.emptyRoot)
    try new.finish()
    #expect(try names() == ["new"])
    #expect(try bytes(at: place + "/a/b/one") == [1, 2])
    for path in ["", "/a", "/a/b"] { #expect(try mode(of: place + path) == 0o700) }
    for path in ["/a/b/one", "/two"] { #expect(try mode(of: place + path) == 0o600) }
  }

  @Test func nothingIsLeftOfWhatIsGivenUp() throws {
    let new = try NewFolder(at: folder("new"))
    try new.write([1], to: "a/b/one")
    #expect(throws: (any Error).self) { try new.write([2], to: "a/b/one") }
    new.discard()
    #expect(try names() == [])
  }

  /// What was not to be, although it had got its name.
  @Test func nothingIsLeftOfWhatHadItsName() throws {
    let new = try NewFolder(at: folder("new"))
    try new.write([1], to: "a/b/one")
    try new.finish()
    new.discard()
    #expect(try names() == [])
  }

  enum Taken: CaseIterable { case folder, file, link, fullFolder }

  private func take(_ taken: Taken, _ path: String) throws {
    switch taken {
    case .folder, .fullFolder:
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
      if taken == .fullFolder { try write([7], to: path + "/theirs") }
    case .file: try write([7], to: path)
    case .link:
      try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: folder("none"))
    }
  }

  @Test(arguments: Taken.allCases) func aNameThatIsTaken(_ taken: Taken) throws {
    let place = folder("new")
    try take(taken, place)
    #expect(throws: self.taken(place)) { _ = try NewFolder(at: place) }
    #expect(try names() == ["new"])
  }

  @Test(arguments: Taken.allCases) func aNameThatIsTakenMeanwhile(_ taken: Taken) throws {
    let place = folder("new")
    let new = try NewFolder(at: place)
    try new.write([1], to: "one")
    try take(taken, place)
    #expect(throws: self.taken(place)) { try new.finish() }
    new.discard()
    #expect(try names() == ["new"])
    #expect(!exists(place + "/one"))
    if taken == .fullFolder { #expect(try bytes(at: place + "/theirs") == [7]) }
  }

  @Test(arguments: ["", "/", ".", "..", "a/..", "//"]) func whatIsNoName(path: String) throws {
    #expect(throws: StoreError.self) { _ = try NewFolder(at: path) }
  }

  @Test func aParentThatIsNotThere() throws {
    let error = #expect(throws: StoreError.self) { _ = try NewFolder(at: folder("none/new")) }
    #expect(error?.isNotFound == true)
  }

  @Test func withinAnArchive() async throws {
    _ = try ArchiveWriter(at: folder("a"), creating: archiveEntry())
    let archive = try ArchiveFolder(at: folder("a"))
    #expect(try NewFolder.wouldLie(folder("a/new"), within: archive))
    #expect(try NewFolder.wouldLie(folder("a/staging/new"), within: archive))
    #expect(try !NewFolder.wouldLie(folder("new"), within: archive))
    try FileManager.default.createSymbolicLink(
      atPath: folder("link"), withDestinationPath: folder("a/staging"))
    #expect(try NewFolder.wouldLie(folder("link/new"), within: archive))
  }
}

/// What is copied of an archive.
@Suite struct ArchiveCopyTests {
  /// A commit that is interrupted behind its lines: what its checkpoint stands for is copied alone.
  @Test(arguments: InterruptedCommit.Step.allCases)
  func theIndexAsOfTheCheckpoint(step: InterruptedCommit.Step) async throws {
    let commit = try await InterruptedCommit()
    let bare = try bytes(at: commit.path + "/index.ndjson")
    try commit.run(through: step)
    let archive = try Archive(at: commit.path)
    let new = try NewFolder(at: commit.folder("new"))
    try new.copyIndex(of: archive, below: "data")
    try new.finish()
    let isSealed = step == .seal || step == .forget
    let lines = try bytes(at: commit.path + "/index.ndjson")
    #expect(try bytes(at: commit.folder("new/data/index.ndjson")) == (isSealed ? lines : bare))
    #expect(
      try bytes(at: commit.folder("new/data/checkpoint"))
        == bytes(at: commit.path + "/checkpoint"))
  }

  @Test func anIndexThatHasChanged() async throws {
    let commit = try await InterruptedCommit()
    let archive = try Archive(at: commit.path)
    var lines = try bytes(at: commit.path + "/index.ndjson")
    lines[lines.count - 20] ^= 1
    try write(lines, to: commit.path + "/index.ndjson")
    let new = try NewFolder(at: commit.folder("new"))
    #expect(throws: StoreError.archive(.rootDiffers)) {
      try new.copyIndex(of: archive, below: "data")
    }
  }

  @Test func segmentsAsTheyAre() async throws {
    let commit = try await InterruptedCommit()
    let archive = try Archive(at: commit.path)
    let segment = try #require(archive.segments(of: .activities).first)
    let path = commit.path + "/" + segment.location.path
    let new = try NewFolder(at: commit.folder("new"))
    #expect(try new.copy(segment, of: archive.folder, below: "whole") == .whole)
    let good = try bytes(at: path)
    #expect(new.files["whole/" + segment.location.path] == Hash256(sha256Of: good.span.bytes))
    var changed = good
    changed[40] ^= 1
    try write(changed, to: path)
    #expect(try new.copy(segment, of: archive.folder, below: "changed") == .changed)
    try FileManager.default.removeItem(atPath: path)
    #expect(try new.copy(segment, of: archive.folder, below: "missing") == .missing)
    try FileManager.default.createSymbolicLink(
      atPath: path, withDestinationPath: commit.path + "/checkpoint")
    #expect(try new.copy(segment, of: archive.folder, below: "link") == .missing)
    try new.finish()
    #expect(try bytes(at: commit.folder("new/whole/") + segment.location.path) == good)
    #expect(try bytes(at: commit.folder("new/changed/") + segment.location.path) == changed)
    #expect(!exists(commit.folder("new/missing")) && !exists(commit.folder("new/link")))
  }
}

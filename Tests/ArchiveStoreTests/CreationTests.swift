import ArchiveFormat
import Foundation
import Testing
import TestSupport

@testable import ArchiveStore

@Suite struct CreationTests {
  @Test func aNewArchiveHoldsItsEntry() async throws {
    let folder = try TemporaryFolder()
    let writer = try ArchiveWriter(at: folder("a"), creating: archiveEntry())
    #expect(await writer.archive.entry == archiveEntry())
    #expect(try Archive(at: folder("a")).checkpoint.size == 1)
    #expect(files(below: folder("a")) == ["checkpoint", "index.ndjson"])
    let line = IndexEntry.archive(archiveEntry()).line + [UInt8(ascii: "\n")]
    #expect(try bytes(at: folder("a/index.ndjson")) == line)
  }

  @Test func anArchiveThatExistsIsOpenedAsItIs() async throws {
    let folder = try TemporaryFolder()
    _ = try ArchiveWriter(at: folder("a"), creating: archiveEntry(1))
    let writer = try ArchiveWriter(at: folder("a"), creating: archiveEntry(2))
    #expect(await writer.archive.entry == archiveEntry(1))
  }

  @Test func anEmptyFolderBecomesAnArchive() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder("a"), withIntermediateDirectories: false)
    _ = try ArchiveWriter(at: folder("a"), creating: archiveEntry())
    #expect(try Archive(at: folder("a")).entry == archiveEntry())
  }

  @Test func aFolderThatHoldsSomethingElseIsLeftAlone() throws {
    let folder = try TemporaryFolder()
    try write([1], to: folder("letter"))
    #expect(throws: StoreError.archive(.folderNotEmpty)) {
      _ = try ArchiveWriter(at: folder.path, creating: archiveEntry())
    }
    #expect(throws: StoreError.archive(.notAnArchive)) { _ = try ArchiveWriter(at: folder.path) }
    #expect(throws: StoreError.archive(.notAnArchive)) { _ = try Archive(at: folder.path) }
    #expect(files(below: folder.path) == ["letter"])
  }

  @Test func whatIsNotThereIsNotOpened() throws {
    let folder = try TemporaryFolder()
    let missing = StoreError.system(
      SystemFailure(call: .open, code: ENOENT, path: folder("a")))
    #expect(throws: missing) { _ = try Archive(at: folder("a")) }
    #expect(throws: missing) { _ = try ArchiveWriter(at: folder("a")) }
    #expect(throws: StoreError.self) {
      _ = try ArchiveWriter(at: folder("a/b"), creating: archiveEntry())
    }
    #expect(!exists(folder("a")))
  }

  /// Every prefix of the steps in which an archive is made.
  @Test(arguments: 0...5)
  func makingAnArchiveGoesOnAfterACrash(_ step: Int) async throws {
    let folder = try TemporaryFolder()
    let root = try Folder.make(path: folder("a"))
    let commit = StagedCommit([.archive(archiveEntry())])
    let steps = CommitSteps(folder: root, staging: Staging(of: root), commit: commit)
    var index = CommittedIndex()
    if step > 0 { _ = try root.create(Layout.index).size() }
    if step > 1 { try root.makeFolder(Layout.staging) }
    if step > 2 { try steps.record([]) }
    if step > 3 {
      try steps.append(to: try root.openForAppending(Layout.index), at: 0)
      _ = index.append(commit)
    }
    if step > 4, let checkpoint = index.checkpoint { try steps.folder.seal(checkpoint) }
    if step < 3 {
      #expect(throws: StoreError.archive(.notAnArchive)) { _ = try ArchiveWriter(at: folder("a")) }
    }
    if (0...3).contains(step) {
      #expect(throws: StoreError.archive(.notAnArchive)) { _ = try ArchiveFolder(at: folder("a")) }
    } else {
      _ = try ArchiveFolder(at: folder("a"))
    }
    let entry = archiveEntry(step < 3 ? 2 : 1)
    let writer = try ArchiveWriter(at: folder("a"), creating: archiveEntry(2))
    #expect(await writer.archive.entry == entry)
    #expect(try Archive(at: folder("a")).entry == entry)
    #expect(files(below: folder("a")) == ["checkpoint", "index.ndjson"])
  }

  /// Neither mask takes from other tests, which run at the same time, what they need.
  @Test(arguments: [mode_t(0), 0o077])
  func modesDoNotDependOnTheUmask(_ mask: mode_t) async throws {
    let folder = try TemporaryFolder()
    var generator = SeededGenerator(seed: 60)
    let samples = samples(3, using: &generator)
    let previous = umask(mask)
    defer { umask(previous) }
    let writer = try ArchiveWriter(at: folder("a"), creating: archiveEntry())
    try await writer.commit(try stage(samples, writer.staging))
    #expect(try mode(of: folder("a")) == 0o700)
    let partition = "activities/created_date=\(sampleDay)"
    for path in ["staging", "activities", partition] {
      #expect(try mode(of: folder("a/\(path)")) == 0o700, "\(path)")
    }
    for path in ["index.ndjson", "checkpoint", "\(partition)/part-00000.ndjson.gz"] {
      #expect(try mode(of: folder("a/\(path)")) == 0o600, "\(path)")
    }
  }
}

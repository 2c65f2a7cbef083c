import Foundation
import Testing

@testable import ArchiveStore

@Suite struct FolderTests {
  @Test(arguments: [
    "/etc/passwd", "..", "../x", "a/../../x", "a/./b", "a//b", "", "a/", "a\0b", ".",
  ])
  func pathsThatLeaveTheFolderAreRefused(_ path: String) throws {
    let temporary = try TemporaryFolder()
    let folder = try Folder(path: temporary.path)
    #expect(throws: StoreError.pathUnsafe(folder.fullPath(path))) {
      _ = try folder.open(path).size()
    }
  }

  @Test func linksAreNotFollowedAnywhereOnTheWay() throws {
    let temporary = try TemporaryFolder()
    let folder = try Folder(path: temporary.path)
    try folder.makeFolder("real")
    try write([1, 2, 3], to: temporary("real/file"))
    let manager = FileManager.default
    try manager.createSymbolicLink(atPath: temporary("folder"), withDestinationPath: "real")
    try manager.createSymbolicLink(atPath: temporary("real/link"), withDestinationPath: "file")
    #expect(try folder.contents("real/file", upTo: 9) == [1, 2, 3])
    for (path, link) in [("folder/file", "folder"), ("real/link", "real/link")] {
      #expect(throws: StoreError.pathUnsafe(temporary(link))) {
        _ = try folder.contents(path, upTo: 9)
      }
    }
    #expect(throws: StoreError.pathUnsafe(temporary("folder"))) {
      _ = try folder.create("folder/new").size()
    }
    #expect(throws: StoreError.pathUnsafe(temporary("folder"))) {
      try folder.forEachFile(below: "folder") { _, _ in }
    }
    #expect(!exists(temporary("real/new")))
  }

  @Test func whatIsNoFileIsNotOpened() throws {
    let temporary = try TemporaryFolder()
    let folder = try Folder(path: temporary.path)
    try folder.makeFolder("folder")
    #expect(mkfifo(temporary("pipe"), 0o600) == 0)
    for path in ["folder", "pipe"] {
      #expect(throws: StoreError.pathUnsafe(temporary(path))) { _ = try folder.open(path).size() }
    }
  }

  @Test func aRenameReplacesNothing() throws {
    let temporary = try TemporaryFolder()
    let folder = try Folder(path: temporary.path)
    try write([1], to: temporary("new"))
    try write([2], to: temporary("held"))
    let taken = StoreError.system(
      SystemFailure(call: .rename, code: EEXIST, path: temporary("held")))
    #expect(throws: taken) { try folder.rename("new", to: "held") }
    #expect(try bytes(at: temporary("held")) == [2])
    #expect(try bytes(at: temporary("new")) == [1])
    try folder.rename("new", to: "free")
    #expect(files(below: temporary.path) == ["free", "held"])
  }

  @Test func longFilesAreWrittenAndReadWhole() throws {
    let temporary = try TemporaryFolder()
    let folder = try Folder(path: temporary.path)
    let content = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
    let file = try folder.create("long")
    try file.write(content.span.bytes)
    try file.sync()
    #expect(try file.size() == 3_000_000)
    var read: [UInt8] = []
    try file.read(4_000_000, at: 1_000, into: &read)
    #expect(read == Array(content.dropFirst(1_000)))
  }

  @Test func aTakenNameIsNotCreated() throws {
    let temporary = try TemporaryFolder()
    let folder = try Folder(path: temporary.path)
    try write([1], to: temporary("file"))
    #expect(throws: StoreError.self) { _ = try folder.create("file").size() }
    #expect(try bytes(at: temporary("file")) == [1])
  }

  @Test func foldersNestedTooDeeplyAreNamedInsteadOfEntered() throws {
    let temporary = try TemporaryFolder()
    let folder = try Folder(path: temporary.path)
    let deep = Array(repeating: "d", count: 40).joined(separator: "/")
    try FileManager.default.createDirectory(
      atPath: temporary(deep), withIntermediateDirectories: true)
    var found: [String] = []
    try folder.forEachFile(below: "d") { path, _ in found.append(path) }
    #expect(found.count == 1)
  }
}

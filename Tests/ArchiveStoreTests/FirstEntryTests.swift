import Activities
import ArchiveFormat
import Foundation
import Testing

@testable import ArchiveStore

/// What tells the source of an archive before anything else of it is read.
@Suite struct FirstEntryTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder("a")
  }

  private func firstEntry() throws(StoreError) -> ArchiveEntry? {
    try ArchiveFolder.firstEntry(ofArchiveAt: path)
  }

  @Test func ofAnArchive() throws {
    _ = try ArchiveWriter(at: path, creating: archiveEntry())
    #expect(try firstEntry() == archiveEntry())
    // What follows it, and the checkpoint, are for others to judge.
    let index = path + "/index.ndjson"
    try write(try bytes(at: index) + Array("nonsense\n".utf8), to: index)
    try FileManager.default.removeItem(atPath: path + "/checkpoint")
    #expect(try firstEntry() == archiveEntry())
  }

  @Test func whereNoneIsYet() throws {
    #expect(try firstEntry() == nil)
    let root = try Folder.make(path: path)
    #expect(try firstEntry() == nil)
    _ = try root.create(Layout.index).size()
    try root.makeFolder(Layout.staging)
    #expect(try firstEntry() == nil)
    // The first commit was interrupted: it will be finished as it was begun.
    try write(
      IndexEntry.archive(archiveEntry()).line + [UInt8(ascii: "\n")],
      to: path + "/" + Layout.stagedCommit)
    #expect(try firstEntry() == archiveEntry())
    try write(
      IndexEntry.archive(archiveEntry()).line, to: path + "/" + Layout.stagedCommit)
    #expect(try firstEntry() == nil)
  }

  @Test func whereNoneCanBe() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    try write([1], to: path + "/letter")
    #expect(throws: StoreError.archive(.folderNotEmpty)) { try firstEntry() }
  }

  @Test func whereTheIndexIsGone() throws {
    _ = try ArchiveWriter(at: path, creating: archiveEntry())
    try write([], to: path + "/index.ndjson")
    #expect(throws: StoreError.archive(.indexShort(lines: 0, expected: 1))) { try firstEntry() }
    try FileManager.default.removeItem(atPath: path + "/index.ndjson")
    #expect(throws: StoreError.archive(.indexShort(lines: 0, expected: 1))) { try firstEntry() }
  }

  @Test(arguments: [
    (#"{"kind":"archive","format":2}"#, IndexFault.entry(.unsupportedFormat(2))),
    ("[]", .entry(.notAnObject)),
    (
      String(
        decoding: IndexEntry.expiry(
          ExpiryEntry(
            location: SegmentLocation(.quarantine, part: 0), reason: "", at: sampleDay.end)
        ).line, as: UTF8.self), .contradiction(.noArchiveEntry)
    ),
  ])
  func ofAnIndexThatBeginsOtherwise(_ line: String, _ fault: IndexFault) throws {
    _ = try ArchiveWriter(at: path, creating: archiveEntry())
    try write(Array("\(line)\n".utf8), to: path + "/index.ndjson")
    #expect(throws: StoreError.archive(.index(line: 1, fault))) { try firstEntry() }
  }
}

import Activities
import ArchiveFormat
import Foundation
import TestSupport
import Testing

@testable import ArchiveStore

/// The notes of the snapshots that were taken of an archive.
@Suite struct SnapshotNotesTests {
  private let folder: TemporaryFolder
  private let path: String

  init() async throws {
    folder = try TemporaryFolder()
    path = folder("a")
    _ = try ArchiveWriter(at: path, creating: archiveEntry())
  }

  private func note(_ number: Int) throws -> SnapshotNote {
    try #require(
      SnapshotNote(
        at: sampleDay.end + .seconds(number), window: Window(sampleDay), size: number,
        folder: "/snapshots/\(number)"))
  }

  @Test func theyAreKeptInTheirOrder() throws {
    let archive = try ArchiveFolder(at: path)
    #expect(try archive.snapshotNotes().notes.isEmpty)
    let notes = try [note(1), note(2), note(3)]
    for note in notes { try archive.append(note) }
    let found = try ArchiveFolder(at: path).snapshotNotes()
    #expect(found.notes == notes && found.unreadable == 0)
    #expect(try mode(of: path + "/snapshots.ndjson") == 0o600)
    let text = String(decoding: try bytes(at: path + "/snapshots.ndjson"), as: UTF8.self)
    #expect(text == notes.map { String(decoding: $0.line, as: UTF8.self) + "\n" }.joined())
  }

  /// Two runs that end at the same time lose none of their notes.
  @Test func sideBySide() async throws {
    let notes = try (1...40).map { try note($0) }
    let path = path
    try await withThrowingTaskGroup(of: Void.self) { group in
      for note in notes {
        group.addTask { try ArchiveFolder(at: path).append(note) }
      }
      try await group.waitForAll()
    }
    let found = try ArchiveFolder(at: path).snapshotNotes()
    #expect(Set(found.notes) == Set(notes) && found.notes.count == 40 && found.unreadable == 0)
  }

  @Test func whatIsNoNoteIsCounted() throws {
    let archive = try ArchiveFolder(at: path)
    try write(Array("{]\n\n{\"at\":1".utf8), to: path + "/snapshots.ndjson")
    try archive.append(note(7))
    let found = try archive.snapshotNotes()
    #expect(try found.notes == [note(7)])
    #expect(found.unreadable == 2)
  }

  @Test func aFloodIsBounded() throws {
    let line = try note(1).line + [UInt8(ascii: "\n")]
    let count = SnapshotNotes.maximumLength / line.count + 10
    let flood = Array(repeatElement(line, count: count).joined())
    try write(flood, to: path + "/snapshots.ndjson")
    let found = try ArchiveFolder(at: path).snapshotNotes()
    #expect(found.notes.count < count && found.unreadable > 0)
  }

  @Test func aLinkIsNotFollowed() throws {
    let outside = folder("outside")
    try write([], to: outside)
    try FileManager.default.createSymbolicLink(
      atPath: path + "/snapshots.ndjson", withDestinationPath: outside)
    let archive = try ArchiveFolder(at: path)
    let expected = StoreError.pathUnsafe(path + "/snapshots.ndjson")
    #expect(throws: expected) { try archive.append(note(1)) }
    #expect(throws: expected) { try archive.snapshotNotes() }
    #expect(try bytes(at: outside).isEmpty)
  }

  /// A note is no evidence: whatever it says, an archive is written to as before.
  @Test func aWriterDoesNotCare() async throws {
    try write(Array("nonsense".utf8), to: path + "/snapshots.ndjson")
    var generator = SeededGenerator(seed: 71)
    let writer = try ArchiveWriter(at: path)
    let samples = samples(20, using: &generator)
    try await writer.commit(try stage(samples, writer.staging), walks: [try walk(received: 20)])
    #expect(
      String(decoding: try bytes(at: path + "/snapshots.ndjson"), as: UTF8.self) == "nonsense")
  }
}

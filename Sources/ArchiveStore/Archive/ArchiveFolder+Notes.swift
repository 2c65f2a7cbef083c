import ArchiveFormat

/// What an archive's notes tell of the snapshots that were taken of it.
public struct SnapshotNotes: Sendable {
  /// In the order in which they were taken.
  public internal(set) var notes: [SnapshotNote] = []
  /// Lines that are no note; so there may be more snapshots than `notes` tell of.
  public internal(set) var unreadable = 0

  /// No more of the file is read than this many bytes.
  public static let maximumLength = 16 << 20
}

extension ArchiveFolder {
  /// The notes in `snapshots.ndjson`; none if there is no such file. Throws `StoreError` if it cannot
  /// be read, or is none.
  public func snapshotNotes() throws(StoreError) -> SnapshotNotes {
    var found = SnapshotNotes()
    let limit = SnapshotNotes.maximumLength
    guard let bytes = try folder.contents(Layout.snapshotNotes, upTo: limit + 1) else {
      return found
    }
    var lines = LineRanges()
    let span = bytes.span.bytes
    while let range = lines.next(in: span) {
      guard !range.isEmpty else { continue }
      do throws(IndexEntryError) {
        found.notes.append(try SnapshotNote(line: span.extracting(range)))
      } catch {
        found.unreadable += 1
      }
    }
    if bytes.count > limit { found.unreadable += 1 }
    return found
  }

  /// Appends a note in one write; what was noted before stays as it is. Needs no lock.
  public func append(_ note: SnapshotNote) throws(StoreError) {
    let file = try openNotes()
    // What a run that died has left of a line is a line of its own.
    let end = try file.size()
    var last: [UInt8] = []
    if end > 0 { try file.read(1, at: end - 1, into: &last) }
    let isOpen = last.last.map { $0 != UInt8(ascii: "\n") } ?? false
    let line = (isOpen ? [UInt8(ascii: "\n")] : []) + note.line + [UInt8(ascii: "\n")]
    try file.write(line.span.bytes)
    try file.sync()
    try folder.sync()
  }

  private func openNotes() throws(StoreError) -> File {
    do throws(StoreError) {
      return try folder.openForAppending(Layout.snapshotNotes)
    } catch {
      guard error.isNotFound else { throw error }
    }
    do throws(StoreError) {
      return try folder.createForAppending(Layout.snapshotNotes)
    } catch {
      guard error.isNameTaken else { throw error }
      return try folder.openForAppending(Layout.snapshotNotes)
    }
  }
}

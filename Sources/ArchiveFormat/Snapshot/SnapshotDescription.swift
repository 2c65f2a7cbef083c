import Activities

/// The content of `snapshot.json`: that a folder holds some days of an archive and not the others.
///
/// It bounds what is claimed, and proves nothing: whoever can write to a snapshot can name fewer days.
public struct SnapshotDescription: Hashable, Sendable {
  /// The archive that the snapshot was taken of.
  public let archiveID: Identifier
  /// The days that are in it, from midnight to midnight.
  public let window: Window
  /// When it was taken, by the clock of the machine that took it.
  public let takenAt: Instant
  /// The index lines that are in it.
  public let size: Int
  /// The Merkle root over these lines.
  public let root: Hash256

  /// The number of the format described by `schemas/FORMAT.md`.
  public static let format = 1
  /// The file is not longer than this many bytes.
  public static let maximumLength = 4_096

  /// Of days of an archive as of a checkpoint; nil unless the window is of whole days, at least one.
  public init?(window: Window, takenAt: Instant, checkpoint: Checkpoint) {
    guard window.isOfWholeDays else { return nil }
    archiveID = checkpoint.archiveID
    self.window = window
    self.takenAt = takenAt
    size = checkpoint.size
    root = checkpoint.root
  }

  /// Reads the file's bytes; the error names what is wrong with them. Unknown members are ignored, an
  /// unknown format is what a newer version wrote.
  public init(_ bytes: RawSpan) throws(IndexEntryError) {
    guard bytes.byteCount <= Self.maximumLength else {
      throw .syntax(JSONSyntaxError(.tooLong, at: Self.maximumLength))
    }
    var reader = try EntryReader(bytes)
    let format = try reader.integer("format")
    guard format == Self.format else { throw .unsupportedFormat(format) }
    archiveID = try reader.identifier("archive_id")
    window = try reader.daysFromUntil()
    takenAt = try reader.instant("taken_at")
    var checkpoint = try reader.object("checkpoint")
    size = try checkpoint.number("size", from: 1)
    guard let root = Hash256(base64: try checkpoint.string("root")) else {
      throw .malformed(member: "root")
    }
    self.root = root
  }

  /// The content of the file, its LF included.
  public var bytes: [UInt8] {
    var writer = EntryWriter()
    writer.number("format", Self.format)
    writer.string("archive_id", archiveID.description)
    writer.string("from", window.from.description)
    writer.string("until", window.until.description)
    writer.string("taken_at", takenAt.description)
    writer.object("checkpoint") { object in
      object.number("size", size)
      object.string("root", root.base64)
    }
    return writer.finish() + [UInt8(ascii: "\n")]
  }

  /// Whether it was taken at this checkpoint, whoever has signed it.
  public func isTaken(at checkpoint: Checkpoint) -> Bool {
    archiveID == checkpoint.archiveID && size == checkpoint.size && root == checkpoint.root
  }

  /// Whether a segment at a place is in the snapshot. Quarantine has no day, and is in none.
  public func holds(_ location: SegmentLocation) -> Bool { location.lies(in: window) }
}

extension SegmentLocation {
  /// Whether the segment is of a day that begins in a window, which is that of whole days.
  public func lies(in window: Window) -> Bool {
    partition.map { window.contains($0.start) } ?? false
  }
}

import Activities
import ArchiveFormat

/// An archive as of one commit, for reading.
///
/// Commits made after it was opened do not change it, so that all answers agree with each other.
/// May be shared by tasks.
public struct Archive: Sendable {
  /// The files.
  public let folder: ArchiveFolder
  /// The commit that is read: its size and root.
  public let checkpoint: Checkpoint
  /// The first entry.
  public let entry: ArchiveEntry
  /// What the entries up to the checkpoint amount to; of a snapshot without what is not in it.
  public let contents: Contents
  /// The segments of the archive that a snapshot is without, as its days are others; none of a whole
  /// archive.
  public let absent: [Segment]

  /// Opens the archive at `path` at its checkpoint.
  ///
  /// Throws `StoreError.system`, or `StoreError.archive` for a folder that is no archive, one made
  /// by a newer version, or one whose index is not the one that its checkpoint stands for.
  public init(at path: String) throws(StoreError) {
    try self.init(ArchiveFolder(at: path))
  }

  /// Opens an archive whose folder is open.
  public init(_ folder: ArchiveFolder) throws(StoreError) {
    guard let checkpoint = try folder.readCheckpoint() else { throw .archive(.checkpointMissing) }
    if let snapshot = folder.snapshot, !snapshot.isTaken(at: checkpoint) {
      throw .archive(.snapshotOfAnotherCheckpoint)
    }
    let index = try folder.committedIndex(checkpoint)
    guard let archive = Archive(folder, index, checkpoint) else {
      throw .archive(.checkpointOfAnotherArchive)
    }
    self = archive
  }

  /// Opens an archive for a run that writes nothing and shows what a writer would do: throws
  /// `StoreError.archive` for what `ArchiveWriter` refuses.
  ///
  /// The lock is held only meanwhile. Beside a writer, who has inspected the archive, it is opened
  /// at its checkpoint without.
  public init(inspectedAt path: String, mayLackSegments: Bool) throws(StoreError) {
    try self.init(at: path)
    try refuseSnapshot()
    let file = try folder.folder.open(Layout.index)
    do throws(StoreError) {
      try file.lock()
    } catch {
      // Some file systems lock no file that is open for reading only.
      if case .lockedByAnotherWriter = error { return }
    }
    _ = try Inspection(folder, file, mayLackSegments: mayLackSegments)
  }

  private init(
    folder: ArchiveFolder, checkpoint: Checkpoint, entry: ArchiveEntry, contents: Contents,
    absent: [Segment]
  ) {
    self.folder = folder
    self.checkpoint = checkpoint
    self.entry = entry
    self.contents = contents
    self.absent = absent
  }

  /// Nil for an index without its first entry.
  init?(_ folder: ArchiveFolder, _ index: CommittedIndex, _ checkpoint: Checkpoint) {
    guard let entry = index.contents.archive else { return nil }
    self.folder = folder
    self.checkpoint = checkpoint
    self.entry = entry
    let absent = index.contents.segments(outside: folder.snapshot)
    self.absent = absent
    contents = absent.isEmpty ? index.contents : index.contents.without(Set(absent.map(\.location)))
  }

  /// The archive as if it held none of these segments, for reading what else it holds.
  public func without(_ segments: [Segment]) -> Archive {
    Archive(
      folder: folder, checkpoint: checkpoint, entry: entry,
      contents: contents.without(Set(segments.map(\.location))), absent: absent)
  }

  /// Which days are in a snapshot; nil of a whole archive.
  public var snapshot: SnapshotDescription? { folder.snapshot }

  /// Throws `ArchiveFault.isSnapshot` for one: nothing is to be written to it.
  public func refuseSnapshot() throws(StoreError) {
    if snapshot != nil { throw .archive(.isSnapshot) }
  }

  /// The present segments of a partition or of quarantine, by part.
  public func segments(in folder: SegmentLocation.Folder) -> [Segment] {
    contents.segments(in: folder)
  }

  /// The present segments of a stream, by partition and part.
  public func segments(of stream: SegmentStream) -> [Segment] { contents.segments(of: stream) }

  /// The partitions of a stream that hold a segment, in order.
  public func days(of stream: SegmentStream) -> [UTCDay] { contents.days(of: stream) }

  /// Every walk, in the order of the index.
  public var walks: [WalkEntry] { contents.walks }

  /// The workspace of the activities; nil if no segment names one.
  public var organizationID: Identifier? { contents.organizationID }

  /// Opens a segment for reading block by block.
  public func reader(of segment: Segment) throws(StoreError) -> SegmentReader {
    try folder.reader(of: segment)
  }
}

extension ArchiveFolder {
  /// The checkpoint; nil if there is none.
  func readCheckpoint() throws(StoreError) -> Checkpoint? {
    guard let bytes = try checkpoint() else { return nil }
    do throws(CheckpointError) {
      return try Checkpoint(bytes.span.bytes)
    } catch {
      throw .archive(.checkpointMalformed(error))
    }
  }
}

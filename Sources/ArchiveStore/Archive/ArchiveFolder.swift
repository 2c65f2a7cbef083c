import ArchiveFormat

/// Something that lies in the folders of segments.
public struct ListedFile: Sendable {
  /// Relative to the archive's folder.
  public let path: String
  /// Where a segment of its name lies; nil for what is no segment by its name.
  public let location: SegmentLocation?
  /// Whether it is a symbolic link or a special file, which is never followed.
  public let isLink: Bool
}

/// The folder of an archive, read file by file as it lies on the disk.
///
/// For verifying, and the ground under `Archive`. Nothing is opened through a symbolic link; what
/// would be is `StoreError.pathUnsafe`. May be shared by tasks.
public final class ArchiveFolder: Sendable {
  let folder: Folder
  /// Which days the folder holds if it is a snapshot; nil of a whole archive.
  public let snapshot: SnapshotDescription?

  /// Opens the folder of an archive or a snapshot, or the bag that a snapshot lies in.
  ///
  /// Throws `StoreError.system` if the folder cannot be opened, `ArchiveFault.notAnArchive` if
  /// neither an index nor a checkpoint lies in it, or nothing but the beginning of an archive, and
  /// `ArchiveFault.snapshotMalformed` if nobody can tell which days it holds.
  public convenience init(at path: String) throws(StoreError) {
    let folder = try Folder.ofArchive(orBagAt: path)
    guard try folder.holdsArchive() else { throw .archive(.notAnArchive) }
    self.init(folder, snapshot: try folder.snapshotDescription())
  }

  init(_ folder: Folder, snapshot: SnapshotDescription? = nil) {
    self.folder = folder
    self.snapshot = snapshot
  }

  /// The path that the folder was opened by.
  public var path: String { folder.path }

  /// The bytes of `checkpoint`, at most one more than a checkpoint can have; nil if there is none.
  public func checkpoint() throws(StoreError) -> [UInt8]? {
    try folder.contents(Layout.checkpoint, upTo: Checkpoint.maximumLength + 1)
  }

  /// The lines of the index from the first, with those behind the checkpoint; nil if there is no
  /// index.
  public func indexLines() throws(StoreError) -> IndexLines? {
    do throws(StoreError) {
      return IndexLines(try folder.open(Layout.index))
    } catch {
      guard error.isNotFound else { throw error }
      return nil
    }
  }

  /// What tells whether the index was changed; nil if there is none.
  public func indexStamp() throws(StoreError) -> FileStamp? {
    try folder.stamp(of: Layout.index)
  }

  /// The size of a segment's file, which is not opened for it; nil if there is none.
  public func size(of location: SegmentLocation) throws(StoreError) -> Int64? {
    try folder.size(of: location.path)
  }

  /// The index as far as its checkpoint goes.
  func committedIndex(
    _ checkpoint: Checkpoint
  ) throws(StoreError) -> CommittedIndex {
    guard var lines = try indexLines() else {
      throw .archive(.indexShort(lines: 0, expected: checkpoint.size))
    }
    return try CommittedIndex(&lines, checkpoint)
  }

  /// The index lines that an interrupted commit, or one under way, was about to append, each with
  /// its LF; nil if there is none.
  public func stagedCommit() throws(StoreError) -> [UInt8]? {
    try folder.contents(Layout.stagedCommit, upTo: StagedCommit.maximumLength + 1)
  }

  /// Calls `body` with all that lies in a stream's folder and is no folder, in the order of paths.
  ///
  /// Throws `StoreError.pathUnsafe` if a link is in the folder's place.
  public func forEachSegmentFile(
    of stream: SegmentStream, _ body: (ListedFile) throws(StoreError) -> Void
  ) throws(StoreError) {
    try folder.forEachFile(below: Layout.folder(of: stream)) { (path, kind) throws(StoreError) in
      try body(
        ListedFile(path: path, location: SegmentLocation(path: path), isLink: kind == .other))
    }
  }

  /// Opens a segment for reading block by block, none of it beyond the content that the index says
  /// it has. Throws `ArchiveFault.segmentMissing` if it is not there.
  public func reader(of segment: Segment) throws(StoreError) -> SegmentReader {
    try reader(of: segment.location, contentSize: segment.contentSize)
  }

  /// Opens a file for reading block by block, up to a size of its content.
  func reader(
    of location: SegmentLocation, contentSize: Int = .max
  ) throws(StoreError) -> SegmentReader {
    let path = location.path
    do throws(StoreError) {
      return try SegmentReader(try folder.open(path), path: path, contentSize: contentSize)
    } catch {
      throw error.isNotFound ? .archive(.segmentMissing(path: path)) : error
    }
  }

  /// Opens a segment for verifying. No more content is inflated than the index says it has.
  public func scanner(of segment: Segment) throws(StoreError) -> SegmentScanner {
    try scanner(of: segment.location, contentSize: segment.contentSize)
  }

  /// Opens a file of which nothing is known, for finding out what is in it, up to a size of its
  /// content.
  public func scanner(
    of location: SegmentLocation, contentSize: Int
  ) throws(StoreError) -> SegmentScanner {
    try SegmentScanner(try folder.open(location.path), contentSize: contentSize)
  }
}

extension Folder {
  /// Whether there is anything to be read. An empty index with nothing beside it but `staging/` is
  /// what a run leaves that dies while it makes an archive; the next one goes on with it.
  fileprivate func holdsArchive() throws(StoreError) -> Bool {
    let names = try names(in: "")
    guard names.contains(where: { $0.name == Layout.index && $0.kind == .file }),
      Set(names.map(\.name)).isSubset(of: [Layout.index, Layout.staging])
    else { return names.contains { [Layout.index, Layout.checkpoint].contains($0.name) } }
    return try open(Layout.index).size() > 0
  }

  /// The first `limit` bytes of a file; nil if there is none.
  func contents(_ relative: String, upTo limit: Int) throws(StoreError) -> [UInt8]? {
    do throws(StoreError) {
      let file = try open(relative)
      var bytes: [UInt8] = []
      try file.read(Int(min(try file.size(), Int64(limit))), at: 0, into: &bytes)
      return bytes
    } catch {
      guard error.isNotFound else { throw error }
      return nil
    }
  }
}

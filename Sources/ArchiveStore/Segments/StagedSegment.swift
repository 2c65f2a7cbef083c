import ArchiveFormat

/// A whole segment that waits in `staging/` for its commit, which gives it its part number.
///
/// Its file is removed when the last reference goes and no commit has taken it.
public final class StagedSegment: Sendable {
  /// The stream and the partition.
  public let folder: SegmentLocation.Folder
  /// What the records amount to.
  public let summary: SegmentSummary
  /// The file's bytes.
  public let size: Int
  /// The SHA-256 of the file's bytes.
  public let sha256: Hash256

  private let file: StagedFile

  init(
    _ file: StagedFile, folder: SegmentLocation.Folder, summary: SegmentSummary, size: Int,
    sha256: Hash256
  ) {
    self.file = file
    self.folder = folder
    self.summary = summary
    self.size = size
    self.sha256 = sha256
  }

  /// Where the file lies until its commit, relative to the archive's folder.
  var path: String { file.path }

  /// Opens the file, which waits for its commit, for reading from its start.
  public func scanner() throws(StoreError) -> SegmentScanner {
    try SegmentScanner(file.reopened(), contentSize: summary.contentSize)
  }
}

/// A file in `staging/` that is removed with its last reference, unless it has got another name by
/// then.
final class StagedFile: Sendable {
  let path: String
  private let folder: Folder

  fileprivate init(_ path: String, in folder: Folder) {
    self.path = path
    self.folder = folder
  }

  deinit {
    // What cannot be removed now is removed by the next writing run.
    _ = try? folder.unlinkIfPresent(path)
  }

  func reopened() throws(StoreError) -> File { try folder.open(path) }
}

/// What writes such a file, which is closed with the last reference: many may wait for one commit.
final class StagedFileWriter: Sendable {
  let staged: StagedFile
  private let file: File

  init(in staging: Staging) throws(StoreError) {
    let new = try staging.newFile("segment")
    staged = StagedFile(new.path, in: staging.folder)
    file = new.file
  }

  func write(_ bytes: RawSpan) throws(StoreError) { try file.write(bytes) }

  func sync() throws(StoreError) { try file.sync() }
}

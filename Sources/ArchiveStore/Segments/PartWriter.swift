import ArchiveFormat
import Crypto

/// One segment file while it is written.
struct PartWriter {
  var summary = SegmentSummary()
  private let file: StagedFileWriter
  private var hasher = SHA256()
  private var size = 0

  init(_ file: StagedFileWriter) {
    self.file = file
  }

  mutating func write(_ bytes: [UInt8]) throws(StoreError) {
    try file.write(bytes.span.bytes)
    bytes.withUnsafeBytes { hasher.update(bufferPointer: $0) }
    size += bytes.count
  }

  /// Syncs the file, whose name is synced by the commit.
  func finish(in folder: SegmentLocation.Folder) throws(StoreError) -> StagedSegment {
    try file.sync()
    return StagedSegment(
      file.staged, folder: folder, summary: summary, size: size, sha256: Hash256(hasher.finalize()))
  }
}

import ArchiveFormat
import Crypto

/// One segment file while it is written.
struct PartWriter {
  var summary = SegmentSummary()
  private let file: StagedFileWriter
  private var hasher = SHA256()
  private var size = 0
  /// The blocks of the group that is being written.
  private var blocksOfGroup = 0
  private var filters: [UInt8] = []

  init(_ file: StagedFileWriter) {
    self.file = file
  }

  /// Writes a block, whose records are in the summary.
  mutating func writeBlock(header: [UInt8], body: [UInt8]) throws(StoreError) {
    try write(header)
    try write(body)
    blocksOfGroup += 1
    if blocksOfGroup == GroupSummary.blockCount { endGroup() }
  }

  private mutating func endGroup() {
    if let group = summary.endGroup() {
      let filter = GroupFilter(
        group.summary, blockCount: blocksOfGroup, blocksEnd: Int64(size), behind: filters.count)
      filters += filter.bytes
    }
    blocksOfGroup = 0
  }

  private mutating func write(_ bytes: [UInt8]) throws(StoreError) {
    try file.write(bytes.span.bytes)
    bytes.withUnsafeBytes { hasher.update(bufferPointer: $0) }
    size += bytes.count
  }

  /// Writes the filters and syncs the file, whose name is synced by the commit.
  mutating func finish(in folder: SegmentLocation.Folder) throws(StoreError) -> StagedSegment {
    endGroup()
    try write(filters)
    try file.sync()
    return StagedSegment(
      file.staged, folder: folder, summary: summary, size: size, sha256: Hash256(hasher.finalize()))
  }
}

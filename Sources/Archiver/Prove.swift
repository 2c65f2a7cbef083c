import Activities
import ArchiveFormat
import ArchiveStore

/// Makes proofs of single activities, reading the index, block headers and the block of the activity.
public struct Prove: Sendable {
  private let archive: Archive

  /// Of what is in an archive, as of the commit that it was opened at.
  public init(_ archive: Archive) {
    self.archive = archive
  }

  /// A proof of the latest form of an activity; nil if the archive does not hold it.
  ///
  /// Throws `StoreError` for what cannot be read, and `ProveError` for what is not as the index says.
  public func proof(of id: Identifier) throws -> ActivityProof? {
    let segments = archive.segments(of: .activities) + archive.segments(of: .amendments)
    for segment in segments.sorted(by: { FormRank(of: $0) > FormRank(of: $1) }) {
      guard segment.entry.activities?.ids.contains(id) == true,
        let place = try place(of: id, in: segment)
      else { continue }
      if segment.redactedRecord(place.record.span.bytes) != nil { throw ProveError.redacted }
      let leaf = MerkleTree.leafHash(place.record.span.bytes)
      guard place.path.root(from: leaf, size: segment.entry.count) == segment.entry.contentRoot
      else { throw ProveError.damaged(path: segment.location.path) }
      let line = try line(of: segment)
      return ActivityProof(
        record: place.record, recordPath: place.path, entry: line.bytes, entryPath: line.path,
        checkpoint: archive.checkpoint)
    }
    return nil
  }

  /// Where a record is, and its way to the segment's root; nil if the segment does not hold the id.
  private func place(
    of id: Identifier, in segment: Segment
  ) throws(StoreError) -> (record: [UInt8], path: InclusionPath)? {
    var reader = try archive.reader(of: segment)
    guard try reader.mayHold(id) else { return nil }
    var roots: [Hash256] = []
    var found: (record: [UInt8], block: Int, path: InclusionPath)?
    var content: [UInt8] = []
    while let block = try reader.nextBlock() {
      roots.append(block.summary.root)
      guard found == nil, block.summary.mayContain(id) else { continue }
      try reader.read(block, into: &content)
      guard let (record, path) = self.record(of: id, of: segment, in: content) else { continue }
      found = (record, block.number, path)
    }
    guard let found, let above = InclusionPath(to: found.block, in: roots),
      let path = found.path.joined(to: above, subtreeSize: BlockSummary.maximumCount)
    else { return nil }
    return (found.record, path)
  }

  private func record(
    of id: Identifier, of segment: Segment, in content: [UInt8]
  ) -> (record: [UInt8], path: InclusionPath)? {
    var leaves: [Hash256] = []
    var found: (record: [UInt8], index: Int)?
    var reader = RecordReader()
    var lines = LineRanges()
    let bytes = content.span.bytes
    while let range = lines.next(in: bytes) {
      let record = bytes.extracting(range)
      if (try? reader.read(record))?.id == id { found = (Array(content[range]), leaves.count) }
      leaves.append(segment.leafHash(of: record))
    }
    return found.flatMap { found in
      InclusionPath(to: found.index, in: leaves).map { (found.record, $0) }
    }
  }

  /// The index line by which a segment was committed, and its way to the checkpoint's root.
  private func line(
    of segment: Segment
  ) throws -> (bytes: [UInt8], path: InclusionPath) {
    let size = archive.checkpoint.size
    guard var lines = try archive.folder.indexLines() else { throw ProveError.indexChanged }
    var leaves: [Hash256] = []
    leaves.reserveCapacity(size)
    var entry: [UInt8] = []
    while leaves.count < size, try lines.next() {
      lines.withLine { line in
        leaves.append(MerkleTree.leafHash(line))
        if leaves.count == segment.entryLine { entry = line.bytes(in: 0..<line.byteCount) }
      }
    }
    guard let path = InclusionPath(to: segment.entryLine - 1, in: leaves),
      path.root(from: leaves[path.index], size: size) == archive.checkpoint.root
    else { throw ProveError.indexChanged }
    return (entry, path)
  }
}

/// Why an activity that the archive holds cannot be proven.
public enum ProveError: Error, Hashable, Sendable {
  /// The segment's records are not those that the index commits to.
  case damaged(path: String)
  /// What it said was redacted.
  case redacted
  /// The index is not what it was when the archive was opened.
  case indexChanged
}

extension SegmentReader {
  /// Whether the filter of some group leaves it open that an id is there.
  fileprivate mutating func mayHold(_ id: Identifier) throws(StoreError) -> Bool {
    try filters()?.contains { $0.mayContain(id) } ?? true
  }
}

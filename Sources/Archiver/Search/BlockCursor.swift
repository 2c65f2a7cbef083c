import Activities
import ArchiveFormat
import ArchiveStore

/// Moves over the blocks of one segment that may match, by their headers.
///
/// The file is opened with the first move and closed with the last block.
final class BlockCursor {
  let segment: Segment
  /// The block that comes next; nil before the first move and after the last block.
  private(set) var next: Block?
  /// Blocks that cannot match.
  private(set) var passedOver = 0

  private let archive: Archive
  private let criteria: BlockCriteria
  private var reader: SegmentReader?
  private var hasBegun = false

  init(_ segment: Segment, of archive: Archive, _ criteria: BlockCriteria) {
    self.segment = segment
    self.archive = archive
    self.criteria = criteria
  }

  /// No block that comes is earlier.
  var first: Instant {
    next?.summary.times.lowerBound ?? segment.entry.activities?.times.lowerBound
      ?? Instant(nanoseconds: .min)
  }

  /// Moves to the next block that may match. After an error there is none.
  func advance() throws(StoreError) {
    next = nil
    if !hasBegun {
      hasBegun = true
      reader = try archive.reader(of: segment)
    }
    while let block = try nextBlock() {
      if criteria.mayMatch(block.summary.times) {
        next = block
        return
      }
      passedOver += 1
    }
  }

  /// The next block that may hold the ids asked for.
  private func nextBlock() throws(StoreError) -> Block? {
    let before = reader?.passedOver ?? 0
    let block = try reader?.nextBlock(where: criteria.mayHoldIdentifiers)
    passedOver += (reader?.passedOver ?? before) - before
    if reader?.isAtEnd ?? true { reader = nil }
    return block
  }
}

import ArchiveStore

/// Moves over the blocks of one segment that may match, by their headers.
final class BlockCursor {
  let segment: Segment
  /// The block that comes next; nil after the last.
  private(set) var next: Block?
  /// Blocks that cannot match.
  private(set) var passedOver = 0

  private let criteria: BlockCriteria
  private var reader: SegmentReader

  init(_ segment: Segment, of archive: Archive, _ criteria: BlockCriteria) throws(StoreError) {
    self.segment = segment
    self.criteria = criteria
    reader = try archive.reader(of: segment)
  }

  /// Moves to the next block that may match. After an error there is none.
  func advance() throws(StoreError) {
    next = nil
    while let block = try reader.nextBlock() {
      if criteria.mayMatch(block.summary) {
        next = block
        return
      }
      passedOver += 1
    }
  }
}

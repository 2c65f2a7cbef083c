import Activities
import ArchiveFormat
import ArchiveStore

/// The blocks of a segment by their headers, which agree with what the index says of the segment.
final class BlockDirectory: Rememberable {
  let blocks: [Block]

  /// Throws `StoreError`, and `PagingError.damaged` for headers that do not agree.
  init(_ segment: Segment, of archive: Archive) throws {
    var reader = try archive.reader(of: segment)
    var blocks: [Block] = []
    var check = HeaderCheck(segment)
    while let block = try reader.nextBlock() {
      try check.add(block)
      blocks.append(block)
    }
    try check.finish()
    self.blocks = blocks
  }

  /// Those that headers do not rule out for a filter.
  func blocks(thatMayMatch filter: ActivityFilter) -> [Block] {
    let criteria = BlockCriteria(filter: filter)
    // With this closure in an async function, what Swift 6.3 makes of it in release corrupts the heap.
    return blocks.filter { criteria.mayMatch($0.summary) }
  }

  /// A filter has a block of 32 bytes for every eight records.
  var cost: Int { blocks.reduce(64) { $0 + 256 + $1.summary.count * 4 } }
}

/// Adds up what the headers of a segment say, and compares it with the index.
private struct HeaderCheck {
  private let segment: Segment
  private var count = 0
  private var contentSize = 0
  private var end: Int64 = 0
  private var times: ClosedRange<Instant>?

  init(_ segment: Segment) {
    self.segment = segment
  }

  mutating func add(_ block: Block) throws(PagingError) {
    let summary = block.summary
    // Records are sorted, over the blocks as well.
    guard times.map({ $0.upperBound <= summary.times.lowerBound }) ?? true else {
      throw .damaged(path: segment.location.path, offset: block.offset)
    }
    times = (times?.lowerBound ?? summary.times.lowerBound)...summary.times.upperBound
    count += summary.count
    contentSize &+= summary.contentSize
    end = block.offset + Int64(block.header.memberSize)
  }

  func finish() throws(PagingError) {
    guard count == segment.entry.count, contentSize == segment.contentSize,
      end == Int64(segment.size), times == segment.entry.activities?.times
    else { throw .damaged(path: segment.location.path, offset: 0) }
  }
}

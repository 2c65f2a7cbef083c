import Activities
import ArchiveFormat
import ArchiveStore

/// The blocks of a segment by their headers, which agree with what the index says of the segment.
final class BlockDirectory: Rememberable {
  let blocks: [Block]
  /// The filter of each group; nil of a segment without filters.
  private let filters: [GroupFilter]?

  /// Throws `StoreError`, and `PagingError.damaged` for headers that do not agree.
  init(_ segment: Segment, of archive: Archive) throws {
    var reader = try archive.reader(of: segment)
    var blocks: [Block] = []
    var check = HeaderCheck(segment)
    while let block = try reader.nextBlock() {
      try check.add(block)
      blocks.append(block)
    }
    filters = try reader.filters()
    try check.finish(with: filters)
    self.blocks = blocks
  }

  /// Those that headers do not rule out for a filter.
  func blocks(thatMayMatch filter: ActivityFilter) -> [Block] {
    let criteria = BlockCriteria(filter: filter)
    // With this closure in an async function, what Swift 6.3 makes of it in release corrupts the heap.
    return blocks(where: criteria.mayHoldIdentifiers).filter {
      criteria.mayMatch($0.summary.times)
    }
  }

  /// Those that neither their own filter nor that of their group rules out.
  func blocks(where mayHold: ((any IdentifierFilter) -> Bool)?) -> [Block] {
    guard let mayHold else { return blocks }
    let groups = filters?.map(mayHold) ?? []
    return blocks.filter { block in
      let group = block.number / GroupSummary.blockCount
      return (group >= groups.count || groups[group]) && mayHold(block.summary)
    }
  }

  /// The filter of a block has 16 bits for each record, that of its group up to 30.
  var cost: Int { blocks.reduce(64) { $0 + 256 + $1.summary.count * 6 } }
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

  func finish(with filters: [GroupFilter]?) throws(PagingError) {
    let size = end + Int64(filters?.last?.totalSize ?? 0)
    guard count == segment.entry.count, contentSize == segment.contentSize,
      size == Int64(segment.size), times == segment.entry.activities?.times
    else { throw .damaged(path: segment.location.path, offset: 0) }
  }
}

import Activities

/// Collects what the header of one block says.
struct BlockAccumulator: Sendable {
  private(set) var count = 0
  private var contentSize = 0
  private var first = Instant(nanoseconds: .max)
  private var last = Instant(nanoseconds: .min)
  private var hashes: [UInt64] = []
  var isAlwaysRead = false

  mutating func add(_ instant: Instant, size: Int) {
    count += 1
    contentSize += size
    first = min(first, instant)
    last = max(last, instant)
  }

  /// Adds a value to the filter. Past a full block there will be no filter, so nothing is kept.
  mutating func add(_ hash: UInt64) {
    guard count <= BlockSummary.maximumCount else { return }
    hashes.append(hash)
  }

  /// Nil without records and past a full block.
  func summary(root: Hash256, filterLength: Int?) -> BlockSummary? {
    guard (1...BlockSummary.maximumCount).contains(count) else { return nil }
    let length = filterLength ?? BloomFilter.blockCount(forRecords: count)
    var filter = BloomFilter(blockCount: length)
    for hash in hashes { filter.insert(hash: hash) }
    return BlockSummary(
      count: count, contentSize: contentSize, times: first...last, root: root,
      isAlwaysRead: isAlwaysRead, filter: filter)
  }

  /// Begins the next block, but keeps the storage.
  mutating func removeAll() {
    var emptied = hashes
    hashes = []
    emptied.removeAll(keepingCapacity: true)
    self = BlockAccumulator()
    hashes = emptied
  }
}

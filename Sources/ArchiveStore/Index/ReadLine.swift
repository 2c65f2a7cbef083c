import ArchiveFormat
import Dispatch
import Synchronization

/// What an index line is by itself, before it is held against the ones before it.
struct ReadLine: Sendable {
  /// The line's leaf in the index's Merkle tree.
  let leaf: Hash256
  let entry: Result<IndexEntry, IndexEntryError>

  private init(_ line: RawSpan, _ reader: inout IndexEntryReader) {
    leaf = MerkleTree.leafHash(line)
    entry = Result { () throws(IndexEntryError) in try reader.entry(on: line) }
  }

  /// Reads lines over all cores and calls `body` with one share of them after the other, in their
  /// order, while later ones are being read.
  static func forEachShare(
    of lines: [Range<Int>], in text: RawSpan, _ body: @Sendable ([ReadLine]) -> Void
  ) {
    let order = Mutex(ShareOrder(count: (lines.count + share - 1) / share))
    DispatchQueue.concurrentPerform(iterations: order.withLock(\.count)) { index in
      let own = lines[index * share..<min((index + 1) * share, lines.count)]
      var reader = IndexEntryReader()
      let read = own.map { ReadLine(text.extracting($0), &reader) }
      order.withLock { $0.add(read, at: index) }
      while let next = order.withLock({ $0.begin() }) {
        body(next)
        order.withLock { $0.end() }
      }
    }
  }

  /// Fewer lines are read sooner than another thread begins.
  private static let share = 128
}

/// Shares of lines that are read in any order and taken in theirs.
private struct ShareOrder {
  let count: Int
  private var shares: [[ReadLine]?]
  private var next = 0
  private var isBusy = false

  init(count: Int) {
    self.count = count
    shares = Array(repeating: nil, count: count)
  }

  mutating func add(_ lines: [ReadLine], at index: Int) { shares[index] = lines }

  /// The share whose turn it is, if it has been read; nil while another is being taken, after which
  /// whoever has taken it comes back for this one.
  mutating func begin() -> [ReadLine]? {
    guard !isBusy, next < count, let share = shares[next] else { return nil }
    shares[next] = nil
    next += 1
    isBusy = true
    return share
  }

  mutating func end() { isBusy = false }
}

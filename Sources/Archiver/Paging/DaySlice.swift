import Activities
import ArchiveStore

/// Finds the records of a day that have certain ranks in the order of keys, reading few blocks.
///
/// A block's records have ranks from the number of records in blocks that end before it begins, up to
/// the number of records in blocks that begin before it ends. Blocks whose ranks are all too low or all
/// too high are not read: what precedes the first wanted record is then the ones too low, and those of
/// the others that sort before it.
struct DaySlice {
  private struct Entry {
    let key: RecordKey
    let block: Int
    let position: Int
  }

  /// The blocks that are to be read.
  let blocks: [BlockView]
  /// The wanted ranks among the records of these blocks.
  private let ranks: Range<Int>

  init(_ ranks: Range<Int>, of blocks: [BlockView]) {
    let begun = RankSum(blocks.map { ($0.times.lowerBound, $0.count) })
    let ended = RankSum(blocks.map { ($0.times.upperBound, $0.count) })
    var passed = 0
    var wanted: [BlockView] = []
    for block in blocks {
      if begun.count(through: block.times.upperBound) <= ranks.lowerBound {
        passed += block.count
      } else if ended.count(before: block.times.lowerBound) < ranks.upperBound {
        wanted.append(block)
      }
    }
    self.blocks = wanted
    self.ranks = ranks.lowerBound - passed..<ranks.upperBound - passed
  }

  /// The wanted records, given those of each of the blocks.
  func records(_ contents: [BlockRecords]) -> [[UInt8]] {
    var entries: [Entry] = []
    entries.reserveCapacity(blocks.reduce(0) { $0 + $1.count })
    for (index, block) in blocks.enumerated() {
      block.positions.forEach { position in
        entries.append(
          Entry(key: contents[index].keys[position], block: index, position: position))
      }
    }
    // Mostly they are in order already.
    if !zip(entries, entries.dropFirst()).allSatisfy({ $0.key <= $1.key }) {
      entries.sort { ($0.key, $0.block) < ($1.key, $1.block) }
    }
    return entries[ranks].map { contents[$0.block].record($0.position) }
  }
}

/// How many records lie before an instant, by sums.
private struct RankSum {
  private let instants: [Instant]
  /// Of the records up to and with each instant, one more than there are instants.
  private var sums = [0]

  init(_ counts: [(instant: Instant, count: Int)]) {
    let sorted = counts.sorted { $0.instant < $1.instant }
    instants = sorted.map(\.instant)
    for (_, count) in sorted { sums.append((sums.last ?? 0) + count) }
  }

  func count(before instant: Instant) -> Int { sums[position { $0 < instant }] }

  func count(through instant: Instant) -> Int { sums[position { $0 <= instant }] }

  private func position(where precedes: (Instant) -> Bool) -> Int {
    var low = 0
    var high = instants.count
    while low < high {
      let middle = (low + high) / 2
      if precedes(instants[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

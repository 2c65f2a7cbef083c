import ArchiveFormat

/// Positions of records in one block, from 0.
struct PositionSet: Hashable, Sendable {
  /// A bit for each position.
  private var words = SIMD16<UInt64>.zero

  init() {}

  /// The positions of a range.
  init(_ range: Range<Int>) {
    for index in 0..<16 {
      let low = max(range.lowerBound - index * 64, 0)
      let high = min(range.upperBound - index * 64, 64)
      if low < high { words[index] = (UInt64.max >> UInt64(64 - (high - low))) << UInt64(low) }
    }
  }

  var count: Int {
    var count = 0
    for index in 0..<16 { count += words[index].nonzeroBitCount }
    return count
  }

  var isEmpty: Bool { words == .zero }

  func contains(_ position: Int) -> Bool { words[position >> 6] & Self.bit(position) != 0 }

  mutating func insert(_ position: Int) { words[position >> 6] |= Self.bit(position) }

  func subtracting(_ other: PositionSet) -> PositionSet {
    var rest = self
    rest.words &= ~other.words
    return rest
  }

  func intersection(_ other: PositionSet) -> PositionSet {
    var rest = self
    rest.words &= other.words
    return rest
  }

  func union(_ other: PositionSet) -> PositionSet {
    var sum = self
    sum.words |= other.words
    return sum
  }

  /// Calls `body` with each position in order.
  func forEach(_ body: (Int) -> Void) {
    for index in 0..<16 {
      var word = words[index]
      while word != 0 {
        body(index * 64 + word.trailingZeroBitCount)
        word &= word - 1
      }
    }
  }

  private static func bit(_ position: Int) -> UInt64 { 1 << UInt64(position & 63) }
}

/// Positions of records in a segment, block by block.
struct SegmentPositions: Rememberable, Hashable {
  private(set) var blocks: [Int: PositionSet] = [:]

  subscript(block: Int) -> PositionSet { blocks[block] ?? PositionSet() }

  var isEmpty: Bool { blocks.isEmpty }
  var count: Int { blocks.values.reduce(0) { $0 + $1.count } }
  var cost: Int { 64 + blocks.count * 200 }

  mutating func insert(_ position: Int, ofBlock block: Int) {
    blocks[block, default: PositionSet()].insert(position)
  }

  /// How many of these positions are not in `other`.
  func count(without other: SegmentPositions) -> Int {
    if other.isEmpty { return count }
    return blocks.reduce(0) { $0 + $1.value.subtracting(other[$1.key]).count }
  }

  /// These positions without some, and with others.
  func subtracting(_ less: SegmentPositions, adding more: SegmentPositions) -> SegmentPositions {
    var result = self
    for (block, positions) in less.blocks {
      result.blocks[block] = result.blocks[block]?.subtracting(positions)
    }
    for (block, positions) in more.blocks {
      result.blocks[block] = result[block].union(positions)
    }
    return result
  }
}

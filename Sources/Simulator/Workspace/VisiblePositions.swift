/// Positions of the timeline that are asked for and visible, ascending, without listing them where
/// that can be helped.
enum VisiblePositions: Sendable {
  /// All of a range but the hidden ones in it.
  case range(Range<Int>, hidden: ArraySlice<UInt32>)
  case list([UInt32])

  var count: Int {
    switch self {
    case .range(let range, let hidden): range.count - hidden.count
    case .list(let positions): positions.count
    }
  }

  subscript(index: Int) -> Int {
    switch self {
    case .list(let positions):
      return Int(positions[index])
    case .range(let range, let hidden):
      // The hidden positions before the wanted one are those that leave at most `index` before them.
      let start = hidden.startIndex
      let before = hidden.indices.partitionPoint { place in
        Int(hidden[place]) - range.lowerBound - (place - start) > index
      }
      return range.lowerBound + index + (before - start)
    }
  }
}

import Activities

/// What a query can see at one moment, as one sequence in ascending order.
struct VisibleRows: Sendable {
  enum Row: Sendable {
    case key(ActivityKey)
    case added(AddedActivity)

    var instant: Instant {
      switch self {
      case .key(let key): key.instant
      case .added(let activity): activity.instant
      }
    }

    /// A number of its own, to order ties by.
    var name: (UInt64, UInt64) {
      switch self {
      case .key(let key): (UInt64(key.enrollment), UInt64(key.step))
      case .added(let activity): (activity.ordinal, 256)
      }
    }
  }

  private let timeline: Timeline
  private let positions: VisiblePositions
  private let added: [AddedActivity]
  /// For each added activity, its index among all rows.
  private let addedIndices: [Int]

  init(timeline: Timeline, positions: VisiblePositions, added: [AddedActivity]) {
    self.timeline = timeline
    self.positions = positions
    self.added = added
    addedIndices = added.enumerated().map { index, activity in
      index
        + (0..<positions.count).partitionPoint {
          timeline.keys[positions[$0]].instant > activity.instant
        }
    }
  }

  var count: Int { positions.count + added.count }

  subscript(index: Int) -> Row {
    let before = addedIndices.partitionPoint { $0 >= index }
    if before < addedIndices.count, addedIndices[before] == index { return .added(added[before]) }
    return .key(timeline.keys[positions[index - before]])
  }

  /// A page of the rows. `tieOrder`, if there is one, gives each row of an instant its rank there.
  func page(
    _ range: Range<Int>, order: SortOrder, tieOrder: ((Row) -> UInt64)?
  ) -> [Row] {
    let wanted = range.clamped(to: 0..<count)
    guard !wanted.isEmpty else { return [] }
    let ascending: Range<Int>
    switch order {
    case .ascending: ascending = wanted
    case .descending: ascending = count - wanted.upperBound..<count - wanted.lowerBound
    }
    var rows: [Row]
    if let tieOrder {
      rows = shuffled(ascending, tieOrder)
    } else {
      rows = ascending.map { self[$0] }
    }
    if order == .descending { rows.reverse() }
    return rows
  }

  /// Orders whole instants, then cuts out what was asked for.
  private func shuffled(_ range: Range<Int>, _ tieOrder: (Row) -> UInt64) -> [Row] {
    let first = self[range.lowerBound].instant
    let last = self[range.upperBound - 1].instant
    let lower = (0..<range.lowerBound).partitionPoint { self[$0].instant >= first }
    let upper = (range.upperBound..<count).partitionPoint { self[$0].instant > last }
    let rows = (lower..<upper).map { self[$0] }
    let ranked = rows.map { (instant: $0.instant, rank: tieOrder($0)) }
    let order = rows.indices.sorted { left, right in
      ranked[left].instant != ranked[right].instant
        ? ranked[left].instant < ranked[right].instant : ranked[left].rank < ranked[right].rank
    }
    return range.map { rows[order[$0 - lower]] }
  }
}

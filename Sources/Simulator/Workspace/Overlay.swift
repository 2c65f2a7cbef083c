import Activities

/// How a workspace differs from its timeline by now.
struct Overlay: Sendable {
  /// Positions of the timeline that are not visible as they are there, ascending.
  private(set) var hidden: [UInt32] = []
  /// Activities that are visible besides, in their order.
  private(set) var added: [AddedActivity] = []
  /// What was deleted and can come back.
  var deleted: [Identifier: Deleted] = [:]
  /// Everything that has changed, in order.
  var history: [WorkspaceChange] = []
  private var lastOrdinal: UInt64 = 0

  enum Deleted: Sendable {
    case position(Int)
    case added(AddedActivity)
  }

  /// A number that no other activity was given.
  mutating func nextOrdinal() -> UInt64 {
    lastOrdinal += 1
    return lastOrdinal
  }

  func isHidden(_ position: Int) -> Bool {
    let index = hidden.partitionPoint { $0 >= UInt32(position) }
    return index < hidden.count && hidden[index] == UInt32(position)
  }

  mutating func hide(_ position: Int) {
    hidden.insert(UInt32(position), at: hidden.partitionPoint { $0 >= UInt32(position) })
  }

  mutating func show(_ position: Int) {
    let index = hidden.partitionPoint { $0 >= UInt32(position) }
    if index < hidden.count, hidden[index] == UInt32(position) { hidden.remove(at: index) }
  }

  mutating func add(_ activity: AddedActivity) {
    added.insert(
      activity, at: added.partitionPoint { AddedActivity.precedes(activity, $0) })
  }

  /// The added activity with this id.
  func added(_ id: Identifier) -> AddedActivity? {
    added.first { $0.id == id }
  }

  mutating func remove(_ id: Identifier) -> AddedActivity? {
    added.firstIndex { $0.id == id }.map { added.remove(at: $0) }
  }

  /// The hidden positions in a range.
  func hidden(in range: Range<Int>) -> ArraySlice<UInt32> {
    let lower = hidden.partitionPoint { $0 >= UInt32(range.lowerBound) }
    let upper = hidden.partitionPoint { $0 >= UInt32(range.upperBound) }
    return hidden[lower..<upper]
  }

  /// The added activities that a filter matches.
  func added(matching filter: ActivityFilter) -> [AddedActivity] {
    let lower = filter.after.map { after in added.partitionPoint { $0.instant > after } } ?? 0
    let upper = filter.before.map { before in added.partitionPoint { $0.instant >= before } }
    guard lower < upper ?? added.count else { return [] }
    return added[lower..<(upper ?? added.count)].filter { $0.matches(filter) }
  }
}

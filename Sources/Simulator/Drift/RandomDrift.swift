import Activities

/// Changes that happen by chance while a client reads: after each list request each kind with its
/// probability. Which ones follows from the seed and the number of the request.
public struct RandomDrift: Sendable {
  /// What the changes follow from.
  public var seed: UInt64
  /// An activity appears, dated anywhere in the workspace, often at the instant of another or beside
  /// a midnight.
  public var inserted = 0.0
  /// An activity disappears.
  public var deleted = 0.0
  /// One appears and one disappears, so that the count stays the same.
  public var swapped = 0.0
  /// A deleted activity comes back.
  public var restored = 0.0
  /// A reply's category is filled in, changed or emptied.
  public var categorised = 0.0
  /// After this list request nothing changes any more.
  public var lastRequest = Int.max

  /// A workspace that stands still, until probabilities are set.
  public init(seed: UInt64) {
    self.seed = seed
  }

  /// Makes the changes that happen after list request `number`, as the simulator does.
  public func apply(after number: Int, to workspace: SyntheticWorkspace) {
    guard number <= lastRequest else { return }
    var random = SeededGenerator(seed: SeededHash(seed: seed).value(.drift, UInt64(number)))
    if random.chance(inserted) { insert(into: workspace, &random) }
    if random.chance(deleted) { delete(from: workspace, &random) }
    if random.chance(swapped) {
      insert(into: workspace, &random)
      delete(from: workspace, &random)
    }
    if random.chance(restored) { restore(in: workspace, &random) }
    if random.chance(categorised) { categorise(in: workspace, &random) }
  }

  private func insert(into workspace: SyntheticWorkspace, _ random: inout SeededGenerator) {
    let types = EventType.allCases
    let type = types[Int(random.below(UInt64(types.count)))]
    let neighbour = workspace.anyActivity(random: random.next())
    if let neighbour, random.chance(0.5) {
      workspace.insert(type, at: neighbour.instant)
    } else {
      workspace.insert(type, at: time(in: workspace, &random))
    }
  }

  /// Any time of the workspace; one in five is at a midnight or the last before it.
  private func time(
    in workspace: SyntheticWorkspace, _ random: inout SeededGenerator
  ) -> Instant {
    let calendar = workspace.timeline.calendar
    let units = (calendar.until - calendar.from) / calendar.unit
    let time = calendar.from + Int64(random.below(UInt64(units))) * calendar.unit
    guard random.chance(0.2) else { return Instant(microseconds: time) }
    let midnight = Instant(microseconds: time).day.start.microseconds
    let isBefore = random.chance(0.5) && midnight - calendar.unit >= calendar.from
    return Instant(microseconds: isBefore ? midnight - calendar.unit : max(midnight, calendar.from))
  }

  private func delete(from workspace: SyntheticWorkspace, _ random: inout SeededGenerator) {
    if let id = workspace.anyActivity(random: random.next())?.id { workspace.delete(id) }
  }

  private func restore(in workspace: SyntheticWorkspace, _ random: inout SeededGenerator) {
    let deleted = workspace.deletedIdentifiers
    guard !deleted.isEmpty else { return }
    workspace.restore(deleted[Int(random.below(UInt64(deleted.count)))])
  }

  private func categorise(in workspace: SyntheticWorkspace, _ random: inout SeededGenerator) {
    let replies = ActivityFilter(eventType: EventType.messageReplied.action)
    guard let id = workspace.anyActivity(replies, random: random.next())?.id else { return }
    let choice = Int(random.below(UInt64(ReplyCategory.names.count + 1)))
    let category = choice < ReplyCategory.names.count ? ReplyCategory.names[choice] : nil
    workspace.setReplyCategory(category, of: id)
  }
}

import Activities

/// Changes that happen by chance while a client reads: after each list request each kind with its
/// probability. Which ones follows from the seed and the number of the request.
public struct RandomDrift: Sendable {
  /// What the changes follow from.
  public var seed: UInt64
  /// An activity appears, dated anywhere in the workspace, often at the instant of another.
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

  /// What happens after list request `number`.
  func apply(after number: Int, to workspace: SyntheticWorkspace) {
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
      let calendar = workspace.timeline.calendar
      let milliseconds = UInt64((calendar.until - calendar.from) / 1_000)
      let time = calendar.from + Int64(random.below(milliseconds)) * 1_000
      workspace.insert(type, at: Instant(microseconds: time))
    }
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

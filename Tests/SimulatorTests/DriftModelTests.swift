import Activities
import Simulator
import Testing
import TestSupport

/// The workspace against a plain list that is changed the same way.
@Suite struct DriftModelTests {
  private struct Model {
    var shown: [Identifier: VisibleActivity] = [:]
    var hidden: [Identifier: VisibleActivity] = [:]
  }

  @Test(arguments: 0..<8)
  func anyHistoryShowsWhatAPlainListShows(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var configuration = WorkspaceConfiguration(
      activities: 120, days: 1 + Int(random.below(20)), seed: seed)
    configuration.ties = .init(size: Int(random.below(60)), groups: 2)
    configuration.storesMicroseconds = seed % 2 == 0
    configuration.shufflesTies = seed % 3 == 0
    let workspace = SyntheticWorkspace(configuration)
    var model = Model()
    workspace.forEachActivity { activity in
      if let id = activity.id { model.shown[id] = activity }
    }
    #expect(model.shown.count == 120)
    for _ in 0..<80 {
      try step(workspace, &model, &random)
      try compare(workspace, model, &random)
    }
  }

  private func step(
    _ workspace: SyntheticWorkspace, _ model: inout Model, _ random: inout SeededGenerator
  ) throws {
    let shown = model.shown.keys.sorted()
    let hidden = model.hidden.keys.sorted()
    let id = shown.isEmpty ? nil : shown[Int(random.below(UInt64(shown.count)))]
    let neighbour = id.flatMap { model.shown[$0]?.instant } ?? WorkspaceConfiguration.defaultUntil
    switch random.below(5) {
    case 0:
      let new = workspace.insert(.messageReplied, at: neighbour + .milliseconds(random.below(2)))
      model.shown[new] = try current(workspace, new)
    case 1:
      guard let id else { return }
      #expect(workspace.delete(id))
      model.hidden[id] = model.shown.removeValue(forKey: id)
    case 2:
      guard !hidden.isEmpty else { return }
      let back = hidden[Int(random.below(UInt64(hidden.count)))]
      #expect(workspace.restore(back))
      model.shown[back] = model.hidden.removeValue(forKey: back)
    case 3:
      guard let id else { return }
      if workspace.setReplyCategory("C\(random.below(9))", of: id) {
        model.shown[id] = try current(workspace, id)
      }
    default:
      guard let id else { return }
      let other = shown[Int(random.below(UInt64(shown.count)))]
      let target = try #require(model.shown[other]).instant
      #expect(workspace.redate(id, to: target))
      model.shown[id] = try current(workspace, id)
      #expect(model.shown[id]?.instant == target)
    }
  }

  /// An activity's new form, by its id alone.
  private func current(
    _ workspace: SyntheticWorkspace, _ id: Identifier
  ) throws -> VisibleActivity {
    try #require(workspace.activities().first { $0.id == id })
  }

  private func compare(
    _ workspace: SyntheticWorkspace, _ model: Model, _ random: inout SeededGenerator
  ) throws {
    let activities = workspace.activities()
    #expect(Set(activities.compactMap(\.id)) == Set(model.shown.keys))
    #expect(zip(activities, activities.dropFirst()).allSatisfy { $0.instant <= $1.instant })
    for activity in activities {
      let expected = try #require(activity.id.flatMap { model.shown[$0] })
      #expect(activity.record == expected.record)
      #expect(activity.instant == expected.instant)
    }
    let bound = activities.randomElement(using: &random)?.instant
    var filter = ActivityFilter(after: bound)
    if random.chance(0.5) { filter = ActivityFilter(before: bound, eventType: "REPLIED") }
    let expected = try model.shown.values.filter { activity in
      let isReply = try Fields(activity.record)["type"] == "message.replied"
      return filter.contains(activity.instant) && (filter.eventType == nil || isReply)
    }
    for order in SortOrder.allCases {
      let page = workspace.page(ActivityQuery(filter, order: order, size: 500))
      #expect(page.totalCount == expected.count)
      #expect(Set(page.items) == Set(expected.map(\.record)))
    }
    if let id = model.hidden.keys.min() { #expect(workspace.activity(id) == nil) }
    if let shown = model.shown.values.min(by: { $0.instant < $1.instant }), let id = shown.id {
      #expect(workspace.activity(id) == shown.record)
    }
  }
}

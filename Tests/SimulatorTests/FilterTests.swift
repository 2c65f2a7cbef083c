import Activities
import Simulator
import Testing
import TestSupport

@Suite struct FilterTests {
  @Test func everyFilterAndPairOfFiltersSelectsWhatASearchByHandSelects() async throws {
    let seed = UInt64.random(in: 0..<1_000)
    var configuration = WorkspaceConfiguration(activities: 300, days: 5, seed: seed)
    configuration.unknownTypes = 0.05
    configuration.ties = .init(size: 20, groups: 2)
    try await withSimulator(SimulatorConfiguration(configuration)) { simulator in
      let truth = try simulator.workspace.allRecords().map { ($0, try Fields($0)) }
      var random = SeededGenerator(seed: seed)
      for parameters in parameterSets(of: truth.map(\.1), &random) {
        let expected = truth.filter { $0.1.matches(parameters) }.map(\.0)
        let query = parameters.map { "\($0.0)=\($0.1)" }.joined(separator: "&")
        let received = try await simulator.everything(query, size: 37)
        #expect(received == expected, "seed \(seed): \(query)")
      }
    }
  }

  /// Each parameter alone, each value that occurs, then pairs of parameters.
  private func parameterSets(
    of records: [Fields], _ random: inout SeededGenerator
  ) -> [[(String, String)]] {
    func any() -> Fields { records[Int(random.below(UInt64(records.count)))] }
    let any1 = any()
    let any2 = any()
    let tied = records[records.count / 3].instant
    var single: [(String, String)] = []
    single += EventType.actions.map { ("event_type", $0) }
    single += ResourceType.allCases.map { ("resource_type", $0.rawValue) }
    single += Channel.allCases.map { ("channel", $0.rawValue) }
    for name in ["person_id", "sequence_id", "sequence_template_id"] {
      single.append((name, any1[name]))
      single.append((name, any2[name]))
      single.append((name, "01954b2e-1111-7000-bbbb-222222222222"))
    }
    for instant in [any1.instant, any2.instant, tied] {
      for bound in [instant, instant - .milliseconds(1), instant + .milliseconds(1)] {
        single.append(("created_at_after", bound.description))
        single.append(("created_at_before", bound.description))
      }
    }
    let pairs = (0..<30).compactMap { _ -> [(String, String)]? in
      let left = single[Int(random.below(UInt64(single.count)))]
      let right = single[Int(random.below(UInt64(single.count)))]
      return left.0 == right.0 ? nil : [left, right]
    }
    return single.map { [$0] } + pairs
  }

  @Test func bothBoundsAreExclusive() async throws {
    try await withSimulator(SimulatorConfiguration(activities: 50)) { simulator in
      let activities = simulator.workspace.activities()
      let (first, last) = (activities[10].instant, activities[20].instant)
      let bounds = "created_at_after=\(first)&created_at_before=\(last)&sort_order=ASC&size=100"
      let page = try await simulator.list(bounds)
      #expect(page.items == activities[11..<20].map(\.record))
      let none = try await simulator.list("created_at_after=\(last)&created_at_before=\(first)")
      #expect(none.items.isEmpty)
      #expect(none.totalCount == 0)
      #expect(none.totalPages == 0)
      #expect(!none.hasMore)
    }
  }

  @Test func idsInUpperCaseAndTimesWithAnOffsetAreUnderstood() async throws {
    try await withSimulator(SimulatorConfiguration(activities: 200)) { simulator in
      let record = simulator.workspace.allRecords()[100]
      let fields = try Fields(record)
      let page = try await simulator.list(
        "person_id=\(fields["person_id"].uppercased())&sequence_id=\(fields["sequence_id"])"
          + "&created_at_after=2000-01-01T00:00:00%2B02:00&size=100")
      #expect(page.items.contains(record))
      let id = fields.id.description.uppercased()
      #expect(try await simulator.send("/v1/activities/\(id)").body == record)
    }
  }

  @Test func storedMicrosecondsAreComparedThoughMillisecondsAreShown() async throws {
    var configuration = WorkspaceConfiguration(activities: 200, days: 1)
    configuration.storesMicroseconds = true
    try await withSimulator(SimulatorConfiguration(configuration)) { simulator in
      let activity = try #require(
        simulator.workspace.activities().first { $0.instant.nanoseconds % 1_000_000 != 0 })
      let shown = try Fields(activity.record).instant
      #expect(shown < activity.instant)
      let after = try await simulator.list("created_at_after=\(shown)&size=100&sort_order=ASC")
      #expect(after.items.contains(activity.record))
      let before = try await simulator.list("created_at_before=\(shown)&size=100")
      #expect(!before.items.contains(activity.record))
    }
  }
}

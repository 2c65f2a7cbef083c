import Activities
import Simulator
import Testing

@Suite struct PagingTests {
  @Test func theNewestTenComeWithoutParameters() async throws {
    try await withSimulator(SimulatorConfiguration(activities: 25)) { simulator in
      let page = try await simulator.list()
      #expect(page.items == Array(simulator.workspace.allRecords().reversed().prefix(10)))
      #expect(page.totalPages == 3)
      #expect(page.hasMore)
    }
  }

  @Test func aPageBeyondTheLastIsEmpty() async throws {
    try await withSimulator(SimulatorConfiguration(activities: 25)) { simulator in
      for page in [4, 1_000, Int.max] {
        let answer = try await simulator.list("page=\(page)")
        #expect(answer.items.isEmpty)
        #expect(answer.totalCount == 25)
        #expect(!answer.hasMore)
      }
    }
  }

  @Test func anEmptyWorkspaceHasAnEmptyPage() async throws {
    try await withSimulator(SimulatorConfiguration(activities: 0)) { simulator in
      let answer = try await simulator.send("/v1/activities")
      #expect(answer.text == #"{"items":[],"total_count":0,"total_pages":0,"has_more":false}"#)
    }
  }

  @Test func everyActivityCanBeGotByItsId() async throws {
    var configuration = WorkspaceConfiguration(activities: 150, days: 2)
    configuration.ties = .init(size: 40, groups: 2)
    try await withSimulator(SimulatorConfiguration(configuration)) { simulator in
      for activity in simulator.workspace.activities() {
        let id = try #require(activity.id)
        let answer = try await simulator.send("/v1/activities/\(id)")
        #expect(answer.body == activity.record)
      }
      #expect(simulator.log.count(.get) == 150)
    }
  }

  @Test func tiesShareOneInstantAndComeInAnotherOrderEachTime() async throws {
    var configuration = WorkspaceConfiguration(activities: 900, days: 5, seed: 3)
    configuration.ties = .init(size: 250, groups: 2)
    configuration.shufflesTies = true
    try await withSimulator(SimulatorConfiguration(configuration)) { simulator in
      let activities = simulator.workspace.activities()
      let sizes = Dictionary(grouping: activities, by: \.instant).values.map(\.count)
      #expect(sizes.filter { $0 >= 250 }.count == 2)

      let tied = try #require(
        Dictionary(grouping: activities, by: \.instant).first { $0.value.count >= 250 })
      let bounds = "created_at_after=\(tied.key - .milliseconds(1))&size=100&sort_order=ASC"
      let first = try await simulator.list(bounds)
      let second = try await simulator.list(bounds)
      #expect(first.items != second.items)
      #expect(Set(first.items) != Set(second.items))
      for page in [first, second] {
        #expect(Set(page.items).count == 100)
        #expect(Set(page.items).isSubset(of: tied.value.map(\.record)))
      }
    }
  }

  @Test func shuffledTiesStayInTheOrderOfTime() async throws {
    var configuration = WorkspaceConfiguration(activities: 400, days: 1)
    configuration.ties = .init(size: 30, groups: 10)
    configuration.shufflesTies = true
    let workspace = SyntheticWorkspace(configuration)
    let truth = workspace.allRecords()
    for order in SortOrder.allCases {
      let query = ActivityQuery(order: order, page: 1, size: 100)
      let instants = try workspace.page(query).items.map { try Fields($0).instant }
      let sorted = order == .ascending ? instants.sorted() : instants.sorted().reversed()
      #expect(instants == sorted)
      let whole = workspace.page(ActivityQuery(order: order, page: 1, size: 400)).items
      #expect(Set(whole) == Set(truth))
    }
  }
}

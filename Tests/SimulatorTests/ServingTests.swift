import Activities
import AsyncHTTPClient
import NIOCore
import Simulator
import Testing

@Suite struct ServingTests {
  @Test func theLogKeepsWhatWasAsked() async throws {
    try await withSimulator(SimulatorConfiguration(activities: 5)) { simulator in
      let id = try #require(simulator.workspace.activities()[0].id)
      _ = try await simulator.send("/v1/activities?size=3&event_type=SENT")
      _ = try await simulator.send("/v1/activities/\(id)")
      _ = try await simulator.send("/v1/activities?page=0")
      _ = try await simulator.send("/favicon.ico")
      let requests = simulator.log.requests
      #expect(requests.map(\.route) == [.list, .get, .list, .other])
      #expect(requests.map(\.number) == [1, 1, 2, 1])
      #expect(requests.map(\.status) == [200, 200, 422, 404])
      #expect(requests.map(\.query) == ["size=3&event_type=SENT", "", "page=0", ""])
      #expect(requests[1].path == "/v1/activities/\(id)")
      #expect(simulator.log.count(.list) == 2)
      #expect(simulator.log.count == 4)
      #expect(simulator.log.count(status: 200) == 2)
      simulator.log.reset()
      #expect(simulator.log.count == 0)
    }
  }

  @Test func aPortThatIsTakenIsAnError() async throws {
    var configuration = SimulatorConfiguration(activities: 5)
    let first = try await Simulator.start(configuration)
    configuration.port = first.port
    let taken = configuration
    await #expect(throws: (any Error).self) { _ = try await Simulator.start(taken) }
    await first.stop()
  }

  @Test func manySimulatorsStartAndStopSideBySide() async throws {
    try await withThrowingTaskGroup(of: Int.self) { group in
      for seed in 0..<100 as Range<UInt64> {
        group.addTask {
          try await withSimulator(SimulatorConfiguration(activities: 20, seed: seed)) {
            try await $0.list().totalCount
          }
        }
      }
      for try await count in group { #expect(count == 20) }
    }
  }

  @Test func connectionsThatComeWhileItStopsAreClosed() async throws {
    var once = HTTPClient.Configuration()
    once.connectionPool.retryConnectionEstablishment = false
    let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: once)
    for round in 0..<20 {
      let simulator = try await Simulator.start(SimulatorConfiguration(activities: 5))
      await withTaskGroup(of: Void.self) { group in
        for _ in 0..<50 {
          group.addTask {
            // Answered, refused or closed: that one of them comes is the test.
            _ = try? await client.get(url: simulator.baseURL + "/v1/activities").get()
          }
        }
        for _ in 0..<round { await group.next() }
        await simulator.stop()
      }
    }
    try await client.shutdown()
  }

  @Test func servesThePagesOfAWholeWorkspaceInBothOrders() async throws {
    try await withSimulator(SimulatorConfiguration(activities: 730)) { simulator in
      let truth = simulator.workspace.allRecords()
      #expect(truth.count == 730)
      for order in SortOrder.allCases {
        var received: [[UInt8]] = []
        var page = 1
        while true {
          let answer = try await simulator.list(
            "sort_order=\(order.rawValue)&size=100&page=\(page)")
          #expect(answer.totalCount == 730)
          #expect(answer.totalPages == 8)
          #expect(answer.hasMore == (page < 8))
          received += answer.items
          guard answer.hasMore else { break }
          page += 1
        }
        #expect(received == (order == .ascending ? truth : truth.reversed()))
      }
      #expect(simulator.log.count(.list) == 16)
    }
  }
}

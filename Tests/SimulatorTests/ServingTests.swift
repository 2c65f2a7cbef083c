import Activities
import AsyncHTTPClient
import NIOCore
import Simulator
import Testing

@Suite struct ServingTests {
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

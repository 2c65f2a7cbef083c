import Activities
import Testing

@testable import Simulator

@Suite struct SizeTests {
  @Test func anActivityTakesSixteenBytes() {
    #expect(MemoryLayout<ActivityKey>.stride == 16)
    let workspace = SyntheticWorkspace(WorkspaceConfiguration(activities: 60_000, days: 60))
    #expect(workspace.timeline.keys.count == 60_000)
    #expect(workspace.timeline.keys.capacity < 70_000)
  }

  @Test func deepPagesOfALargeWorkspaceAreRight() {
    let workspace = SyntheticWorkspace(WorkspaceConfiguration(activities: 60_000, days: 60))
    let ascending = workspace.page(ActivityQuery(order: .ascending, page: 311, size: 100))
    let descending = workspace.page(ActivityQuery(order: .descending, page: 290, size: 100))
    #expect(ascending.totalCount == 60_000)
    #expect(ascending.items.count == 100)
    #expect(ascending.items == descending.items.reversed())
    let counts = EventType.allCases.map { type in
      var filter = ActivityFilter()
      filter.types = [type.rawValue]
      return workspace.count(filter)
    }
    #expect(counts.allSatisfy { $0 > 0 })
    #expect(counts.reduce(0, +) == 60_000)
  }
}

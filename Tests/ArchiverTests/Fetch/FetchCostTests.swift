import Activities
import ActivityAPI
import ArchiveFormat
import ArchiveStore
import Archiver
import Simulator
import Testing

@Suite("What happened once is not asked about for ever")
struct FetchCostTests {
  /// Runs after `change` until nothing is new, and expects the next run to be as short as before.
  private func expectQuietAfter(
    runs: Int = 1, _ change: (FetchFixture) throws -> Void,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    try await withFetchFixture(configuration()) { fixture in
      _ = try await fixture.fetch()
      let quiet = try await fixture.requests()
      try change(fixture)
      for _ in 0..<runs { _ = try await fixture.fetch() }
      for _ in 0..<2 {
        let count = try await fixture.requests()
        let queries = fixture.simulator.log.requests.map { $0.path + "?" + $0.query }
        #expect(count == quiet, "\(queries)", sourceLocation: sourceLocation)
      }
    }
  }

  private func newest(_ fixture: FetchFixture) throws -> (id: Identifier, instant: Instant) {
    let newest = try #require(fixture.simulator.workspace.activities().last)
    return (try #require(newest.id), newest.instant)
  }

  @Test func anArrival() async throws {
    try await expectQuietAfter { fixture in
      fixture.simulator.workspace.insert(at: try newest(fixture).instant - .seconds(40_000))
    }
  }

  @Test func aVanishedActivity() async throws {
    try await expectQuietAfter { fixture in
      fixture.simulator.workspace.delete(try newest(fixture).id)
    }
  }

  @Test func anActivityDatedToAnotherDay() async throws {
    try await expectQuietAfter { fixture in
      let (id, instant) = try newest(fixture)
      #expect(fixture.simulator.workspace.redate(id, to: instant - .seconds(86_400)))
    }
  }

  @Test func anActivityDatedAnewWithinItsDay() async throws {
    try await expectQuietAfter { fixture in
      let (id, instant) = try newest(fixture)
      #expect(fixture.simulator.workspace.redate(id, to: instant - .seconds(3_600)))
      fixture.simulator.workspace.insert(at: instant - .seconds(50_000))
    }
  }

  @Test func anItemThatCannotBePlaced() async throws {
    try await expectQuietAfter { fixture in
      let instant = try newest(fixture).instant - .seconds(40_000)
      fixture.simulator.workspace.insert(item: Array(#"{"id":7}"#.utf8), at: instant)
    }
  }

  @Test func itemsAlikeThatCannotBePlaced() async throws {
    try await expectQuietAfter { fixture in
      let instant = try newest(fixture).instant - .seconds(40_000)
      for _ in 0..<3 { fixture.simulator.workspace.insert(item: Array("null".utf8), at: instant) }
    }
  }

  @Test func oneItemInTwoDays() async throws {
    try await expectQuietAfter { fixture in
      let instant = try newest(fixture).instant - .seconds(40_000)
      for day in 0..<2 {
        fixture.simulator.workspace.insert(
          item: Array("null".utf8), at: instant - .seconds(86_400 * day))
      }
    }
  }

  @Test func aDayThatIsGone() async throws {
    try await expectQuietAfter { fixture in
      let workspace = fixture.simulator.workspace
      let day = try newest(fixture).instant.day
      let ids = workspace.activities(ActivityFilter(after: day.start)).compactMap(\.id)
      for id in ids { #expect(workspace.delete(id)) }
      #expect(ids.count > 100)
    }
  }

  @Test func manyEmptyDaysAfterAWrongTime() async throws {
    try await withFetchFixture(configuration(activities: 300, days: 3)) { fixture in
      let epoch = Instant(seconds: 0)
      fixture.simulator.workspace.insert(at: epoch)
      let count = try await fixture.requests()
      #expect(count < 400, "\(count)")
      #expect(try fixture.records() == fixture.truth())
      #expect(try await fixture.requests() < 10)
      let coverage = Coverage(try fixture.archive().walks)
      #expect(coverage.isComplete)
      #expect(coverage.covered.first?.from == epoch)
    }
  }
}

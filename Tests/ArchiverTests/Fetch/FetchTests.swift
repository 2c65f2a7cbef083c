import Activities
import ActivityAPI
import ArchiveFormat
import ArchiveStore
import Archiver
import Simulator
import Testing

@Suite("Fetch archives what the API has")
struct FetchTests {
  @Test func theFirstRunArchivesEverything() async throws {
    try await withFetchFixture(configuration()) { fixture in
      let report = try await fixture.fetch()
      #expect(report.isComplete)
      #expect(report.added == 1_200)
      #expect(report.amended == 0)
      #expect(report.usedServerClock)
      #expect(try fixture.records() == fixture.truth())
      let until = fixture.simulator.clock.now - .seconds(120)
      #expect(report.completeThrough == until)
      let coverage = Coverage(try fixture.archive().walks)
      #expect(coverage.isComplete)
      #expect(coverage.covered.count == 1)
    }
  }

  @Test func anEmptyWorkspaceMakesAnEmptyArchive() async throws {
    try await withFetchFixture(configuration(activities: 0)) { fixture in
      let report = try await fixture.fetch()
      #expect(report.isComplete)
      #expect(report.completeThrough == nil)
      #expect(try fixture.records().isEmpty)
    }
  }

  @Test func aSecondRunAsksOnlyWhatItMust() async throws {
    try await withFetchFixture(configuration(later: .seconds(4 * 86_400))) { fixture in
      _ = try await fixture.fetch()
      fixture.simulator.log.reset()
      let lines = try fixture.archive().contents.count
      let report = try await fixture.fetch()
      #expect(report.isComplete)
      #expect(report.added == 0)
      // The oldest, what lies before and in the future, and one count for each of the two days
      // that are covered and not settled; today's is covered up to the lag.
      let queries = fixture.simulator.log.requests.map(\.query)
      #expect(queries.count == 5, "\(queries)")
      #expect(try fixture.archive().contents.count == lines)
    }
  }

  @Test func laterActivitiesAreAdded() async throws {
    var configuration = configuration(later: .seconds(-2 * 86_400))
    configuration.workspace.hidesFuture = true
    try await withFetchFixture(configuration) { fixture in
      let first = try await fixture.fetch()
      #expect(first.isComplete)
      for _ in 0..<6 {
        fixture.simulator.clock.advance(by: .seconds(10 * 3_600))
        #expect(try await fixture.fetch().isComplete)
      }
      #expect(try fixture.records() == fixture.truth())
      #expect(Coverage(try fixture.archive().walks).isComplete)
    }
  }

  @Test func lateArrivalsAreFoundWhileADayIsNotSettled() async throws {
    try await withFetchFixture(configuration()) { fixture in
      _ = try await fixture.fetch()
      let until = fixture.simulator.workspace.activities().map(\.instant).max()
      let late = try #require(until) - .seconds(30_000)
      for offset in 0..<5 { fixture.simulator.workspace.insert(at: late + .seconds(offset)) }
      let report = try await fixture.fetch()
      #expect(report.added == 5)
      #expect(report.isComplete)
      #expect(try fixture.records() == fixture.truth())
    }
  }

  @Test func aWindowBeyondTheLimitIsHalved() async throws {
    try await withFetchFixture(configuration(activities: 3_000, days: 2)) { fixture in
      let report = try await fixture.fetch { $0.largestWindow = 200 }
      #expect(report.isComplete)
      #expect(try fixture.records() == fixture.truth())
      #expect(try fixture.archive().walks.allSatisfy { $0.reported <= 200 })
      #expect(Coverage(try fixture.archive().walks).isComplete)
    }
  }

  @Test func sinceAndUntilBoundTheRun() async throws {
    try await withFetchFixture(configuration()) { fixture in
      let end = fixture.simulator.clock.now
      let window = Window(from: end - .seconds(3 * 86_400), until: end - .seconds(86_400 + 7))
      let report = try await fixture.fetch {
        $0.since = window.from
        $0.until = window.until
      }
      let filter = ActivityFilter(
        after: window.from - .nanoseconds(1), before: window.until)
      #expect(try fixture.records() == fixture.truth(filter))
      #expect(report.completeThrough == window.until)
      #expect(
        report.notHeldBefore
          == fixture.simulator.workspace.count(
            ActivityFilter(before: window.from)))
    }
  }

  @Test func activitiesOfTheFutureAreCountedNotArchived() async throws {
    try await withFetchFixture(configuration(later: .seconds(-2 * 86_400))) { fixture in
      let now = fixture.simulator.clock.now
      let report = try await fixture.fetch()
      #expect(report.future == fixture.simulator.workspace.count(ActivityFilter(after: now)))
      #expect(report.future > 0)
      #expect(
        try fixture.records()
          == fixture.truth(ActivityFilter(before: now - .seconds(120))))
    }
  }

  @Test func withoutTheServersClockThisMachinesIsUsed() async throws {
    var configuration = configuration()
    configuration.sendsDate = false
    try await withFetchFixture(configuration) { fixture in
      let report = try await fixture.fetch()
      #expect(!report.usedServerClock)
      #expect(try fixture.records() == fixture.truth())
    }
  }
}

import Activities
import ActivityAPI
import ArchiveFormat
import ArchiveStore
import Archiver
import Simulator
import Testing

@Suite("Every form that fetch receives is kept")
struct FetchFormTests {
  /// The record that ends a page begins the next one, too: in another form by then.
  @Test func aFormThatChangesDuringAWalk() async throws {
    try await withFetchFixture(configuration(activities: 350, days: 1)) { fixture in
      let workspace = fixture.simulator.workspace
      let border = workspace.activities()[99]
      let id = try #require(border.id)
      let text = String(decoding: border.record, as: UTF8.self)
      let changed = Array((text.dropLast() + #","note":1}"#).utf8)
      // The oldest, what lies before, what comes later, the first page of the only day.
      fixture.simulator.drift.schedule(afterListRequest: 4) {
        $0.replaceRecord(of: id, with: changed)
      }
      let report = try await fixture.fetch(concurrency: 1)
      #expect(report.isComplete)
      #expect(report.added == 350)
      #expect(report.amended == 1)
      #expect(try fixture.records().contains(text))
      let latest = try fixture.archive().latestAmendments(of: [id])[id]
      #expect(latest == changed)
    }
  }

  @Test func whatGoesWhileItIsReadIsKeptAndSaidToHaveVanished() async throws {
    try await withFetchFixture(configuration(activities: 350, days: 1)) { fixture in
      let gone = try #require(fixture.simulator.workspace.activities()[40].id)
      fixture.simulator.drift.schedule(afterListRequest: 5) { $0.delete(gone) }
      let report = try await fixture.fetch(concurrency: 1)
      #expect(report.isComplete)
      #expect(report.added == 350)
      #expect(report.vanished == 1)
      #expect(try fixture.heldIDs().contains(gone))
      #expect(try fixture.archive().walks.first?.received == 349)
    }
  }

  @Test func anAmendedActivityThatGoesWhileItIsReadIsNotAmendedAgain() async throws {
    try await withFetchFixture(configuration(activities: 350, days: 1)) { fixture in
      _ = try await fixture.fetch()
      let workspace = fixture.simulator.workspace
      let reply = try #require(workspace.activities(ActivityFilter(eventType: "REPLIED")).first?.id)
      #expect(workspace.setReplyCategory("BOOKED", of: reply))
      fixture.simulator.clock.advance(by: .seconds(86_400))
      #expect(try await fixture.fetch().amended == 1)
      fixture.simulator.clock.advance(by: .seconds(86_400))
      fixture.simulator.log.reset()
      fixture.simulator.drift.schedule(afterListRequest: 7) { $0.delete(reply) }
      let report = try await fixture.fetch(concurrency: 1)
      #expect(report.isComplete)
      #expect(report.amended == 0)
      #expect(report.vanished == 1)
    }
  }

  @Test func aReplyThatIsNotHeldYetIsAddedByTheReadingOfReplies() async throws {
    try await withFetchFixture(configuration(later: .seconds(5 * 86_400))) { fixture in
      _ = try await fixture.fetch()
      let workspace = fixture.simulator.workspace
      let instant = workspace.configuration.until - .seconds(86_400 + 5_000)
      let late = workspace.insert(.messageReplied, at: instant)
      fixture.simulator.clock.advance(by: .seconds(3_600))
      #expect(try await fixture.fetch().added == 0)
      fixture.simulator.clock.advance(by: .seconds(86_400))
      #expect(try await fixture.fetch { $0.amendWindow = .zero }.added == 0)
      let report = try await fixture.fetch()
      #expect(report.added == 1)
      #expect(try fixture.heldIDs().contains(late))
      fixture.simulator.log.reset()
      _ = try await fixture.fetch()
      #expect(!fixture.simulator.log.requests.contains { $0.query.contains("event_type") })
    }
  }

  @Test func anIncompleteReadingOfRepliesIsNoSuccess() async throws {
    try await withFetchFixture(configuration(later: .seconds(5 * 86_400))) { fixture in
      _ = try await fixture.fetch()
      fixture.simulator.clock.advance(by: .seconds(86_400))
      fixture.simulator.faults = [FaultRule(.laggingCount(1), .from(1))]
      #expect(try await !fixture.fetch().isComplete)
      fixture.simulator.faults = []
      let report = try await fixture.fetch()
      #expect(report.isComplete)
      #expect(fixture.simulator.log.requests.last?.query.contains("event_type") == true)
    }
  }

  @Test func twoChangesThatCancelAreFoundWhenTheDaySettles() async throws {
    try await withFetchFixture(configuration()) { fixture in
      _ = try await fixture.fetch()
      let workspace = fixture.simulator.workspace
      let activity = try #require(workspace.activities().last)
      let gone = try #require(activity.id)
      #expect(workspace.delete(gone))
      let late = workspace.insert(at: activity.instant - .seconds(30_000))
      #expect(try await fixture.fetch().added == 0)
      fixture.simulator.clock.advance(by: .seconds(48 * 3_600))
      let report = try await fixture.fetch()
      #expect(report.added == 1 && report.vanished == 1)
      #expect(try fixture.heldIDs().isSuperset(of: [gone, late]))
    }
  }

  @Test func aCountThatIsTheSameWhateverIsAskedForEndsTheRun() async throws {
    var configuration = configuration(activities: 500, days: 2)
    configuration.faults = [FaultRule(.laggingCount(-1_000_000))]
    try await withFetchFixture(configuration) { fixture in
      await #expect(throws: APIError.boundsIgnored) { try await fixture.fetch() }
      #expect(fixture.simulator.log.count(.list) < 100)
    }
  }
}

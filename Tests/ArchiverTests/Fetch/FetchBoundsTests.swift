import Activities
import ActivityAPI
import ArchiveFormat
import ArchiveStore
import Archiver
import Simulator
import Testing

@Suite("Where fetch begins and ends")
struct FetchBoundsTests {
  private func item(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test func anOldestItemThatCannotBePlacedDoesNotHideTheOthers() async throws {
    try await withFetchFixture(configuration(activities: 400, days: 3)) { fixture in
      let workspace = fixture.simulator.workspace
      let oldest = try #require(workspace.activities().first?.instant)
      workspace.insert(item: item(#"{"id":1}"#), at: oldest - .seconds(3 * 86_400))
      let report = try await fixture.fetch()
      #expect(report.isComplete)
      #expect(report.quarantined == 1)
      #expect(report.notHeldBefore == 0)
      #expect(try fixture.records() == fixture.truth())
      let later = try await fixture.fetch { $0.since = oldest + .seconds(86_400) }
      #expect(later.notHeldBefore == 0)
    }
  }

  @Test func aTimeBeforeAllTimesIsCounted() async throws {
    try await withFetchFixture(configuration(activities: 400, days: 3)) { fixture in
      let text =
        #"{"id":"01954b2e-fc10-7000-8a3f-d2e591c04a77","created_at":"0001-01-01T00:00:00Z"}"#
      fixture.simulator.workspace.insert(item: item(text), at: Instant(nanoseconds: .min + 1))
      let report = try await fixture.fetch()
      #expect(report.isComplete)
      #expect(report.notHeldBefore == 1)
      #expect(try fixture.records() == fixture.truth())
    }
  }

  @Test func aWorkspaceOfTheFutureIsTold() async throws {
    try await withFetchFixture(configuration(later: .seconds(-20 * 86_400))) { fixture in
      let report = try await fixture.fetch()
      #expect(report.future == 1_200)
      #expect(report.isComplete)
      #expect(report.completeThrough == nil)
    }
  }

  @Test func sinceAfterEverythingIsNoError() async throws {
    try await withFetchFixture(configuration()) { fixture in
      let now = fixture.simulator.clock.now
      // Not even where rounding to seconds would make room for a walk.
      for since in [now + .seconds(86_400), now + .milliseconds(500), Instant(nanoseconds: .max)] {
        let report = try await fixture.fetch { $0.since = since }
        #expect(report.notHeldBefore == 1_200)
        #expect(try fixture.archive().walks.isEmpty)
      }
      let until = try await fixture.fetch { $0.until = now + .seconds(86_400) }
      #expect(until.completeThrough == now - .seconds(120))
    }
  }

  @Test func anEarlierSinceExtendsTheArchive() async throws {
    try await withFetchFixture(configuration()) { fixture in
      let now = fixture.simulator.clock.now
      let first = try await fixture.fetch { $0.since = now - .seconds(2 * 86_400) }
      #expect(first.notHeldBefore > 0)
      let later = try await fixture.fetch { $0.since = now - .seconds(86_400) }
      #expect(later.added == 0)
      #expect(later.notHeldBefore == first.notHeldBefore)
      let earlier = try await fixture.fetch { $0.since = now - .seconds(30 * 86_400) }
      #expect(earlier.notHeldBefore == 0)
      #expect(try fixture.records() == fixture.truth())
      #expect(Coverage(try fixture.archive().walks).isComplete)
    }
  }

  /// A run may be told to leave a gap, but not to hide it.
  @Test func aGapThatSinceLeavesIsReportedAndFilledByThePlainRun() async throws {
    try await withFetchFixture(configuration(days: 8)) { fixture in
      let workspace = fixture.simulator.workspace
      let end = UTCDay(containing: fixture.simulator.clock.now).start
      let (beginning, gap) = (end - .seconds(6 * 86_400), end - .seconds(4 * 86_400))
      let since = end - .seconds(2 * 86_400)
      let first = try await fixture.fetch {
        $0.since = beginning
        $0.until = gap
      }
      #expect(first.gaps.isEmpty && first.notHeldBetween == 0)
      let report = try await fixture.fetch { $0.since = since }
      #expect(report.gaps == [Window(from: gap, until: since)])
      #expect(report.isComplete && report.completeThrough == gap)
      #expect(report.beginning == beginning && report.start == since)
      #expect(report.notHeldBefore == workspace.count(ActivityFilter(before: beginning)))
      let filter = ActivityFilter(after: gap - .nanoseconds(1), before: since)
      #expect(report.notHeldBetween == workspace.count(filter) && report.notHeldBetween > 0)
      #expect(!Coverage(try fixture.archive().walks).isComplete)

      let plain = try await fixture.fetch()
      #expect(plain.gaps.isEmpty && plain.notHeldBetween == 0)
      #expect(plain.notHeldBefore == report.notHeldBefore)
      #expect(plain.added == report.notHeldBetween)
      #expect(Coverage(try fixture.archive().walks).isComplete)
    }
  }

  /// What came late to a covered day is behind a later --since, and no gap.
  @Test func whatLiesBehindSinceIsCountedWithoutAGap() async throws {
    try await withFetchFixture(configuration()) { fixture in
      _ = try await fixture.fetch()
      let now = fixture.simulator.clock.now
      fixture.simulator.workspace.insert(at: now - .seconds(3 * 86_400))
      let report = try await fixture.fetch { $0.since = now - .seconds(86_400) }
      #expect(report.gaps.isEmpty)
      #expect(report.notHeldBetween == 1 && report.notHeldBefore == 0)
    }
  }

  /// Stored more finely than displayed, cut off or rounded: a midnight loses none and has none twice.
  @Test(arguments: [false, true])
  func everySideOfAMidnightIsArchivedOnce(isRounded: Bool) async throws {
    var configuration = configuration(activities: 0, days: 4)
    configuration.workspace.storesMicroseconds = true
    try await withFetchFixture(configuration) { fixture in
      for day in 1...3 {
        let midnight = configuration.workspace.until - .seconds(day * 86_400)
        for offset in -250..<250 {
          let stored = midnight + .microseconds(offset * 10)
          let shift: Int64 = isRounded ? 500_000 : 0
          let shown = Instant(nanoseconds: (stored.nanoseconds + shift) / 1_000_000 * 1_000_000)
          let id = Identifier(high: UInt64(day) << 40, low: UInt64(offset + 250))
          fixture.simulator.workspace.insert(
            item: item(#"{"id":"\#(id)","created_at":"\#(shown)"}"#), at: stored)
        }
      }
      let report = try await fixture.fetch()
      #expect(report.isComplete)
      #expect(report.added == 1_500)
      #expect(try fixture.heldIDs().count == 1_500)
      fixture.simulator.clock.advance(by: .seconds(3 * 86_400))
      #expect(try await fixture.fetch().isComplete)
      #expect(try fixture.records().count == 1_500)
    }
  }

  /// A cut finer than what times show must not put an activity on neither side.
  @Test(arguments: [(1, false), (0, false), (3, true), (2, true)])
  func cutsFinerThanTimesLoseNothing(digits: Int, isHalved: Bool) async throws {
    var configuration = configuration(activities: 0, days: 2)
    configuration.clock = SimulatedClock(
      .fixed(configuration.workspace.until + .seconds(10 * 86_400)))
    try await withFetchFixture(configuration) { fixture in
      let start = configuration.workspace.until - .seconds(40_000)
      for offset in 0..<400 {
        // Stored every 17.3 ms, displayed with fewer digits.
        let instant = start + .microseconds(17_300 * offset)
        let unit: Int64 = [1_000_000_000, 100_000_000, 10_000_000, 1_000_000][digits]
        let shown = Instant(nanoseconds: instant.nanoseconds / unit * unit)
        let id = Identifier(
          high: 0x0195_4b2e_fc10_7000, low: 0x8a3f_0000_0000_0000 + UInt64(offset))
        fixture.simulator.workspace.insert(
          item: item(#"{"id":"\#(id)","created_at":"\#(shown)"}"#), at: instant)
      }
      let cut = start + .microseconds(2_345_678)
      _ = try await fixture.fetch {
        $0.since = start - .microseconds(1_500)
        $0.until = cut
        if isHalved { $0.largestWindow = 50 }
      }
      let report = try await fixture.fetch { if isHalved { $0.largestWindow = 50 } }
      #expect(report.isComplete)
      #expect(try fixture.records().count == 400)
      #expect(try fixture.falselyClaimed().isEmpty)
    }
  }
}

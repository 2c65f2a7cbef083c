import Activities
import ActivityAPI
import ArchiveFormat
import ArchiveStore
import Archiver
import Simulator
import Testing

/// The simulator's clock is hours from this machine's, so that one of them is wrong.
@Suite("A clock that is hours wrong")
struct WrongClockTests {
  /// How far the server is ahead of this machine.
  private static let hours = [-7, 7]

  /// Activities of two days until some hours after the server's time, which is right.
  private func withServer(
    ahead hours: Int, sendsDate: Bool, hidesFuture: Bool,
    _ body: (FetchFixture) async throws -> Void
  ) async throws {
    let clock = SimulatedClock(.offset(.seconds(hours * 3_600)))
    let until = Instant(seconds: clock.now.seconds) + .seconds(12 * 3_600)
    var workspace = WorkspaceConfiguration(activities: 800, days: 2, until: until)
    workspace.hidesFuture = hidesFuture
    var configuration = SimulatorConfiguration(workspace)
    configuration.clock = clock
    configuration.sendsDate = sendsDate
    try await withFetchFixture(configuration, body)
  }

  /// What was visible before the end of a run.
  private func expectAllUntil(_ report: FetchReport, _ fixture: FetchFixture) throws {
    let end = try #require(report.completeThrough)
    #expect(try fixture.records() == fixture.truth(ActivityFilter(before: end)))
    #expect(try fixture.records().isEmpty == false)
  }

  @Test(arguments: hours, [false, true])
  func theServersIsGoneBy(hours: Int, hidesFuture: Bool) async throws {
    try await withServer(ahead: hours, sendsDate: true, hidesFuture: hidesFuture) { fixture in
      let before = fixture.simulator.clock.now
      let report = try await fixture.fetch()
      #expect(report.usedServerClock && report.isComplete)
      // No more than the run itself takes, where the machine's clock is hours away.
      let end = try #require(report.completeThrough)
      #expect(end >= before - .seconds(130) && end <= fixture.simulator.clock.now)
      try expectAllUntil(report, fixture)
      #expect(hidesFuture ? report.future == 0 : report.future > 0)
      let walks = try fixture.archive().walks
      #expect(walks.allSatisfy { $0.startedAt >= before - .seconds(10) })
      #expect(walks.allSatisfy { $0.endedAt <= fixture.simulator.clock.now + .seconds(10) })

      fixture.simulator.clock.advance(by: .seconds(13 * 3_600))
      #expect(try await fixture.fetch().isComplete)
      #expect(try fixture.records() == fixture.truth())
    }
  }

  /// What is covered too early is not settled, so that what shows itself there is found.
  @Test func aMachineThatIsAheadOfAServerThatTellsNoTime() async throws {
    try await withServer(ahead: -7, sendsDate: false, hidesFuture: true) { fixture in
      let report = try await fixture.fetch()
      #expect(!report.usedServerClock && report.isComplete)
      let held = try fixture.records()
      #expect(held == (try fixture.truth()))
      fixture.simulator.clock.advance(by: .seconds(7 * 3_600))
      let later = try await fixture.fetch()
      #expect(later.isComplete && later.added > 0)
      try expectAllUntil(later, fixture)
    }
  }

  @Test func aMachineThatIsBehindAServerThatTellsNoTime() async throws {
    try await withServer(ahead: 7, sendsDate: false, hidesFuture: true) { fixture in
      let report = try await fixture.fetch()
      #expect(!report.usedServerClock && report.isComplete)
      // What the server has already is the future here, and is told and left to later runs.
      #expect(report.future > 0)
      try expectAllUntil(report, fixture)
    }
  }
}

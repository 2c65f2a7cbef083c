import Activities
import Simulator
import Testing

@Suite struct ClockTests {
  @Test func theDateFieldShowsTheSimulatorsClock() async throws {
    var configuration = SimulatorConfiguration(activities: 3)
    // The example of RFC 9110, section 5.6.7.
    configuration.clock = SimulatedClock(.fixed(Instant(seconds: 784_111_777)))
    try await withSimulator(configuration) { simulator in
      let first = try await simulator.send("/")
      #expect(first.headers["date"] == "Sun, 06 Nov 1994 08:49:37 GMT")
      simulator.clock.advance(by: .seconds(86_400 * 25))
      let second = try await simulator.send("/")
      #expect(second.headers["date"] == "Thu, 01 Dec 1994 08:49:37 GMT")
    }
  }

  @Test func theDateFieldCanBeLeftOut() async throws {
    var configuration = SimulatorConfiguration(activities: 3)
    configuration.sendsDate = false
    try await withSimulator(configuration) { simulator in
      let answer = try await simulator.send("/v1/activities")
      #expect(answer.headers["date"] == nil)
    }
  }

  @Test func aRunningClockGoesOnFromWhereItWasSet() {
    let start = Instant(seconds: 1_000_000_000)
    let clock = SimulatedClock.running(from: start)
    let first = clock.now
    #expect(first >= start)
    #expect(first < start + .seconds(3_600))
    #expect(clock.now >= first)
  }

  @Test func theFutureIsShownOrHidden() async throws {
    for hidesFuture in [false, true] {
      var workspace = WorkspaceConfiguration(activities: 100, days: 4)
      workspace.hidesFuture = hidesFuture
      var configuration = SimulatorConfiguration(workspace)
      let all = SyntheticWorkspace(workspace, clock: SimulatedClock(.fixed(workspace.until)))
        .activities()
      let now = all[59].instant
      configuration.clock = SimulatedClock(.fixed(now))
      try await withSimulator(configuration) { simulator in
        let shown = try await simulator.everything()
        #expect(shown == all.filter { !hidesFuture || $0.instant <= now }.map(\.record))
        let last = try #require(all[99].id)
        let status = try await simulator.send("/v1/activities/\(last)").status
        #expect(status == (hidesFuture ? 404 : 200))
        simulator.clock.advance(by: .seconds(4 * 86_400))
        #expect(try await simulator.everything().count == 100)
      }
    }
  }
}

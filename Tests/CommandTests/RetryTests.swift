import ActivityAPI
import Simulator
import Testing

@testable import topo_archive

/// An API that keeps a run waiting: it says so, now and then.
@Suite("While requests are repeated", .timeLimit(.minutes(2))) struct RetryTests {
  private func notice(
    _ reason: APIError = .unexpectedStatus(503), pause: Duration, elapsed: Duration = .zero,
    isAskedFor: Bool = false
  ) -> RetryNotice {
    RetryNotice(
      reason: reason, attempt: 6, attempts: 9, pause: pause, isAskedFor: isAskedFor,
      elapsed: elapsed)
  }

  @Test func whatIsSoonOverIsNotSaid() {
    let teller = RetryTeller()
    #expect(!teller.isDue(notice(pause: .seconds(1), elapsed: .seconds(4)), at: .now))
    #expect(teller.isDue(notice(pause: .seconds(1), elapsed: .seconds(5)), at: .now))
    #expect(RetryTeller().isDue(notice(pause: .seconds(6)), at: .now))
  }

  @Test func manyRequestsMakeNoFlood() {
    let teller = RetryTeller()
    let start = ContinuousClock.now
    let said = (0..<1_000).filter {
      teller.isDue(notice(pause: .seconds(10)), at: start + .milliseconds(100 * $0))
    }
    #expect(said == [0, 300, 600, 900])
  }

  @Test(arguments: [
    (
      APIError.unexpectedStatus(503), Duration.milliseconds(11_200), false,
      "the API answers 503: trying again in 12 s (attempt 6 of 9)"
    ),
    (
      .unexpectedStatus(429), .seconds(900), true,
      "the API answers 429: trying again in 15 min, as it asks (attempt 6 of 9)"
    ),
    (
      .unreachable(.connectingTimedOut), .seconds(119), false,
      "the API cannot be reached (no connection in time): trying again in 119 s (attempt 6 of 9)"
    ),
    (
      .unreachable(.answerTimedOut), .zero, false,
      "the API does not answer in time: trying again in 0 s (attempt 6 of 9)"
    ),
    (
      .unreadableBody, .seconds(121), false,
      "the answers are not JSON, or are cut off: trying again in 3 min (attempt 6 of 9)"
    ),
  ])
  func words(reason: APIError, pause: Duration, isAskedFor: Bool, expected: String) {
    #expect(
      APIWording.line(for: notice(reason, pause: pause, isAskedFor: isAskedFor)) == expected)
  }

  /// Four requests at once are asked to wait: one line, above a bar that stays.
  @Test func aLongWaitIsSaidOnceAndLeavesTheBar() async throws {
    try await withFixture { fixture in
      try await fixture.fetch(["--until", "2025-06-25"]).expectGood()
      fixture.simulator.log.reset()
      fixture.simulator.faults = [
        FaultRule(.latency(.milliseconds(150))),
        FaultRule(.refusal(status: 429, retryAfter: .seconds(6)), .requests([5, 6, 7, 8])),
      ]
      let terminal = try PseudoTerminal()
      let child = try Child(
        [Command.path, "fetch", "--json"],
        environment: Command.environment(adding: [
          "TOPO_ARCHIVE": fixture.archive, "TOPO_API_KEY": fixture.simulator.key, "TERM": "xterm",
        ]), output: terminal.descriptor, errors: terminal.descriptor)
      #expect(await child.wait() == 0)
      let screen = await terminal.close()
      let line =
        "\r\u{1B}[2Kthe API answers 429: trying again in 6 s, as it asks (attempt 2 of 9)\r\n"
      let parts = screen.split(separator: line, omittingEmptySubsequences: false)
      #expect(parts.count == 2, "\(screen)")
      let bar = try #require(parts.first?.split(separator: "\u{1B}[2K").last)
      #expect(bar.contains(" %  ") && parts.last?.hasPrefix(bar) == true, "\(screen)")
      try await fixture.expectWholeArchive()
    }
  }
}

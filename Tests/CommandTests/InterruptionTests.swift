import Foundation
import Simulator
import TestSupport
import Testing

/// Ctrl-C, and the SIGTERM of a service manager.
@Suite("Interrupted", .timeLimit(.minutes(3))) struct InterruptionTests {
  private static let stopping = "stopping: keeping what has been received (again to stop at once)"

  @Test(arguments: [SIGINT, SIGTERM])
  func aSlowFetchKeepsWhatItHasAndTheNextOneEndsIt(signal: Int32) async throws {
    try await withFixture(SimulatorConfiguration(activities: 4_000, days: 6)) { fixture in
      fixture.simulator.faults = [FaultRule(.latency(.milliseconds(60)))]
      let running = try await slowFetch(fixture, after: 30)
      running.child.send(signal)
      let outcome = await running.outcome()
      #expect(outcome.status == 1)
      #expect(outcome.output == "")
      #expect(
        outcome.errorLines.prefix(2) == ["new archive at \(fixture.archive)", Self.stopping])
      let last = outcome.errorLines.last ?? ""
      #expect(last.hasPrefix("interrupted: what was received is kept, "), "\(outcome.errors)")
      #expect(last.hasSuffix("; run fetch again to go on"))

      let held = try await fixture.records()
      #expect(!held.isEmpty && held.count < 4_000)
      let verified = try await fixture.run(["verify"])
      #expect(verified.status == 1)
      #expect(verified.errorLines.contains("intact"), "\(verified.errors)")

      fixture.simulator.faults = []
      #expect(try await fixture.fetch().status == 0)
      try await fixture.expectWholeArchive()
    }
  }

  @Test(
    .disabled(
      if: Sanitizer.isThread, "the first signal has ended the run before it hands on the second"))
  func aSecondSignalStopsAtOnce() async throws {
    try await withFixture(SimulatorConfiguration(activities: 4_000, days: 6)) { fixture in
      try await fixture.fetch(["--until", "2025-06-24"]).expectGood()
      fixture.simulator.faults = [FaultRule(.latency(.seconds(30)), .from(8))]
      fixture.simulator.log.reset()
      let running = try fixture.start(["fetch", "--base-url", fixture.simulator.baseURL])
      while fixture.simulator.log.count < 8 { try await Task.sleep(for: .milliseconds(10)) }
      // Both wait for it, so that it cannot end between the two.
      for signal in [SIGSTOP, SIGINT, SIGTERM, SIGCONT] { running.child.send(signal) }
      let outcome = await running.outcome()
      #expect(outcome.status == 130)
      #expect(outcome.errors == Self.stopping + "\n")

      fixture.simulator.faults = []
      #expect(try await fixture.fetch().status == 0)
      try await fixture.expectWholeArchive()
    }
  }

  @Test func beforeTheAPIHasAnswered() async throws {
    try await withFixture { fixture in
      fixture.simulator.faults = [FaultRule(.latency(.seconds(30)))]
      let running = try await slowFetch(fixture, after: 1)
      running.child.send(SIGINT)
      let outcome = await running.outcome()
      #expect(outcome.status == 1)
      #expect(
        outcome.errorLines == [
          Self.stopping,
          "interrupted before the API had answered: nothing was changed; run fetch again to go on",
        ])
      #expect(try fixture.snapshot().isEmpty)
    }
  }

  /// A fetch that has sent so many requests.
  private func slowFetch(_ fixture: CommandFixture, after requests: Int) async throws -> Running {
    let running = try fixture.start(["fetch", "--base-url", fixture.simulator.baseURL])
    while fixture.simulator.log.count < requests { try await Task.sleep(for: .milliseconds(10)) }
    return running
  }
}

import Foundation
import Simulator
import Testing
import TestSupport

/// SIGINT and SIGTERM at any moment of a run: the next plain fetch makes the archive of a run that
/// nobody disturbed. `TOPO_ARCHIVE_SIGNALS` says how often, `TOPO_ARCHIVE_FIRST_SEED` from which seed.
@Suite("Signals at random moments") struct SignalTests {
  private static let count = EnvironmentVariable.number("TOPO_ARCHIVE_SIGNALS") ?? 12
  private static let first = EnvironmentVariable.number("TOPO_ARCHIVE_FIRST_SEED") ?? 1
  private static let lanes = 2

  @Test(arguments: 0..<lanes)
  func theNextFetchMakesItWhole(lane: Int) async throws {
    var counts: [Int32: Int] = [:]
    try await withFixture(SimulatorConfiguration(activities: 2_500, days: 8)) { fixture in
      let whole = fixture.folder.appending(path: "whole").path
      try await fixture.fetch(["--archive", whole]).expectGood()
      let expected = try await fixture.run(["grep", "--archive", whole]).output
      let requests = fixture.simulator.log.count(.list)
      for number in stride(from: lane, to: Self.count, by: Self.lanes) {
        let seed = Self.first + number
        let status = try await interrupt(fixture, seed: seed, requests: requests)
        counts[status, default: 0] += 1
        try await expectMended(fixture, expected, seed: seed)
      }
    }
    // scripts/torture adds these up.
    let ends = counts.map { "\($0.value) runs ended with code \($0.key)" }
    print("counted \(counts.values.reduce(0, +)) signalled runs, " + ends.joined(separator: ", "))
  }

  /// Interrupts a fetch after any of its requests, or a moment later, while it commits.
  private func interrupt(
    _ fixture: CommandFixture, seed: Int, requests: Int
  ) async throws -> Int32 {
    var random = SeededGenerator(seed: UInt64(seed))
    try? FileManager.default.removeItem(atPath: fixture.archive)
    let signal = random.chance(0.5) ? SIGINT : SIGTERM
    let isTwice = random.chance(0.3)
    let pause = Duration.microseconds(random.below(8_000))
    let moment = Int(random.below(UInt64(requests))) + 1
    let (reached, reaching) = AsyncStream.makeStream(of: Void.self)
    fixture.simulator.log.reset()
    fixture.simulator.drift.schedule(afterListRequest: moment) { _ in reaching.finish() }
    let running = try fixture.start([
      "fetch", "--base-url", fixture.simulator.baseURL, "--concurrency",
      "\(1 + random.below(6))",
    ])
    let ended = Task { await running.outcome() }
    for await _ in reached {}
    try await Task.sleep(for: pause)
    running.child.send(signal)
    if isTwice { running.child.send(signal == SIGINT ? SIGTERM : SIGINT) }
    let outcome = await ended.value
    #expect(
      [0, 1, 130, 128 + signal].contains(outcome.status), "seed \(seed): \(outcome.errors)")
    return outcome.status
  }

  private func expectMended(
    _ fixture: CommandFixture, _ expected: String, seed: Int
  ) async throws {
    if FileManager.default.fileExists(atPath: fixture.archive + "/checkpoint") {
      let verified = try await fixture.run(["verify"])
      #expect(verified.errorLines.contains("intact"), "seed \(seed): \(verified.errors)")
    }
    let next = try await fixture.fetch()
    #expect(next.status == 0, "seed \(seed): \(next.errors)")
    let verified = try await fixture.run(["verify"])
    #expect(verified.status == 0, "seed \(seed): \(verified.errors)")
    #expect(try await fixture.run(["grep"]).output == expected, "seed \(seed)")
    let staging = try FileManager.default.contentsOfDirectory(atPath: fixture.archive + "/staging")
    #expect(staging.isEmpty, "seed \(seed): \(staging)")
  }
}

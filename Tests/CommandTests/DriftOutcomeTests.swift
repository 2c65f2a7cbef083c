import Activities
import Foundation
import Simulator
import Testing
import TestSupport

/// Exit code 0 is the truth as of the walk; 1 is a walk that says it is not complete; 2 says why.
@Suite("The exit code under drift and faults", .timeLimit(.minutes(3))) struct DriftOutcomeTests {
  @Test(arguments: UInt64(1)...8)
  func isTheTruthOrSaysItIsNot(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    var workspace = WorkspaceConfiguration(activities: 400, days: 2, seed: seed)
    workspace.ties = .init(size: 150)
    workspace.shufflesTies = true
    var configuration = SimulatorConfiguration(workspace)
    var drift = RandomDrift(seed: seed)
    drift.inserted = 0.3
    drift.deleted = 0.3
    drift.swapped = 0.2
    configuration.drift = drift
    let faults: [FaultRule] = [
      FaultRule(.laggingCount(1), .probability(0.2)), FaultRule(.laggingCount(1)),
      FaultRule(.dropped, .probability(0.1)), FaultRule(.emptyPage, .probability(0.05)),
      FaultRule(.refusal(status: 401), .from(9)),
    ]
    configuration.faults = faults.filter { _ in random.chance(0.3) }
    try await withFixture(configuration) { fixture in
      let before = fixture.simulator.workspace.activities()
      let outcome = try await fixture.fetch()
      let throughout = Set(before.compactMap(\.id))
        .intersection(fixture.simulator.workspace.activities().compactMap(\.id))
      let index = try String(
        contentsOf: URL(filePath: fixture.archive).appending(path: "index.ndjson"), encoding: .utf8)
      let isIncomplete = index.contains(#""complete":false"#)
      switch outcome.status {
      case 0:
        #expect(!isIncomplete, "seed \(seed)")
        let held = try await fixture.records()
        for id in throughout {
          #expect(held.contains { $0.contains("\(id)") }, "seed \(seed): \(id)")
        }
      case 1: #expect(isIncomplete, "seed \(seed)")
      default:
        #expect(outcome.status == 2, "seed \(seed)")
        #expect(
          outcome.errorLines.count { $0.hasPrefix("topo-archive: ") } == 1,
          "seed \(seed): \(outcome.errors)")
      }
      fixture.simulator.faults = []
      fixture.simulator.drift.random = nil
      try await fixture.fetchAll()
      fixture.simulator.clock.advance(by: .seconds(3 * 86_400))
      try await fixture.fetchAll()
      let verified = try await fixture.run(["verify"])
      #expect(verified.status == 0, "seed \(seed): \(verified.errors)")
      let full = try await fixture.run([
        "reconcile", "--full", "--base-url", fixture.simulator.baseURL,
      ])
      #expect(full.status == 0, "seed \(seed): \(full.errors)")
    }
  }
}

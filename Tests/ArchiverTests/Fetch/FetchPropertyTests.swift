import Activities
import ActivityAPI
import ArchiveFormat
import ArchiveStore
import Archiver
import Simulator
import Testing

@Suite("Fetch under random drift and faults")
struct FetchPropertyTests {
  /// What follows from a seed.
  private struct Scenario {
    var configuration: SimulatorConfiguration
    var largestWindow: Int
    var concurrency: Int
    var runs: Int

    init(seed: UInt64) {
      var random = ScenarioGenerator(seed: seed)
      let days = Int.random(in: 1...3, using: &random)
      var workspace = WorkspaceConfiguration(
        activities: Int.random(in: 0...700, using: &random), days: days, seed: seed)
      workspace.storesMicroseconds = .random(using: &random)
      workspace.shufflesTies = .random(using: &random)
      workspace.timeDisplay =
        WorkspaceConfiguration.TimeDisplay.allCases.randomElement(using: &random) ?? .milliseconds
      if .random(using: &random) {
        workspace.ties = .init(size: .random(in: 90...260, using: &random), groups: 2)
      }
      configuration = SimulatorConfiguration(workspace)
      configuration.clock = SimulatedClock(.fixed(workspace.until + .seconds(3_600)))
      var drift = RandomDrift(seed: seed)
      drift.inserted = .random(in: 0...0.4, using: &random)
      drift.deleted = .random(in: 0...0.3, using: &random)
      drift.swapped = .random(in: 0...0.3, using: &random)
      drift.restored = .random(in: 0...0.2, using: &random)
      drift.categorised = .random(in: 0...0.4, using: &random)
      configuration.drift = drift
      let faults: [Fault] = [
        .refusal(status: 429), .refusal(status: 503), .dropped, .truncatedBody, .webPage,
        .laggingCount(2),
      ]
      configuration.faults = faults.filter { _ in .random(using: &random) }
        .map { FaultRule($0, .probability(0.06)) }
      largestWindow = [100_000, 300, 120].randomElement(using: &random) ?? 300
      concurrency = .random(in: 1...8, using: &random)
      runs = .random(in: 1...3, using: &random)
    }
  }

  @Test(arguments: UInt64(1)...16)
  func theArchiveIsTheTruthOrSaysItIsNot(seed: UInt64) async throws {
    let scenario = Scenario(seed: seed)
    try await withFetchFixture(scenario.configuration) { fixture in
      let workspace = fixture.simulator.workspace
      for run in 0..<scenario.runs {
        let before = Set(workspace.activities().compactMap(\.id))
        let changes = workspace.history.count
        _ = try await fixture.fetch(concurrency: scenario.concurrency) {
          $0.largestWindow = scenario.largestWindow
          $0.settle = settle
        }
        let missing = try Set(fixture.falselyClaimed()).intersection(before)
          .subtracting(deleted(workspace.history.dropFirst(changes)))
        // Only the first run has walked all of what it claims: a later one looks, and two changes
        // that cancel show themselves when the day settles.
        if run == 0 { #expect(missing.isEmpty, "seed \(seed)") }
        fixture.simulator.clock.advance(by: .seconds(20_000))
      }
      fixture.simulator.clock.advance(by: settle)
      fixture.simulator.faults = []
      fixture.simulator.drift.random = nil
      let quiet = try await fixture.fetch { $0.settle = settle }
      #expect(quiet.isComplete, "seed \(seed)")
      try expectTruth(fixture, seed)
      fixture.simulator.log.reset()
      #expect(try await fixture.fetch { $0.settle = settle }.added == 0)
      #expect(fixture.simulator.log.count(.get) == 0, "seed \(seed)")
    }
  }

  /// No day of a scenario settles before its last run.
  private let settle = Duration.seconds(10 * 86_400)

  private func deleted(_ changes: ArraySlice<WorkspaceChange>) -> [Identifier] {
    changes.compactMap { if case .deleted(let id) = $0 { id } else { nil } }
  }

  /// Every visible activity is held in its present form, and every other one is said to be gone.
  private func expectTruth(_ fixture: FetchFixture, _ seed: UInt64) throws {
    let archive = try fixture.archive()
    var reader = RecordReader()
    var latest: [Identifier: [UInt8]] = [:]
    for record in try fixture.records() {
      let bytes = Array(record.utf8)
      latest[try reader.read(bytes.span.bytes).id] = bytes
    }
    let held = Set(latest.keys)
    latest.merge(try archive.latestAmendments(of: held)) { $1 }
    var gone: Set<Identifier> = []
    for walk in archive.walks {
      gone.subtract(walk.returned)
      gone.formUnion(walk.vanished)
    }
    var visible: Set<Identifier> = []
    for activity in fixture.simulator.workspace.activities() {
      let id = try #require(activity.id)
      visible.insert(id)
      let form = try #require(latest[id], "seed \(seed): \(id) is not held")
      #expect(JSONCanonical.isSameValue(form, activity.record), "seed \(seed): \(id)")
    }
    #expect(held.subtracting(visible) == gone, "seed \(seed)")
  }
}

/// SplitMix64: repeatable, so that a failure can be had again.
private struct ScenarioGenerator: RandomNumberGenerator {
  private var value: UInt64

  init(seed: UInt64) {
    value = seed
  }

  mutating func next() -> UInt64 {
    value &+= 0x9E37_79B9_7F4A_7C15
    var mixed = value
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

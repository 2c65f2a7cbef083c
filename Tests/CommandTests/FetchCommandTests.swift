import Foundation
import Simulator
import Testing

/// What fetch says of a run that went well, or not quite.
@Suite("The summary of fetch", .timeLimit(.minutes(2))) struct FetchCommandTests {
  @Test func forPeople() async throws {
    try await withFixture { fixture in
      let first = try await fixture.fetch()
      #expect(first.status == 0)
      #expect(first.output == "")
      try #require(first.errorLines.count == 3, "\(first.errors)")
      #expect(first.errorLines[0] == "new archive at \(fixture.archive)")
      let size = try fixture.snapshot().filter { $0.key.hasSuffix(".gz") }.values.map(\.count)
        .reduce(0, +)
      let written = "\(size / 1_000).\((size % 1_000 + 50) / 100) kB written"
      #expect(
        first.errorLines[1].hasPrefix("\(fixture.archive): 900 new activities on 4 days, "))
      #expect(first.errorLines[1].contains(written) || size % 1_000 >= 950)
      #expect(
        first.errorLines[1].hasSuffix(
          " written, \(fixture.simulator.log.count) requests, 0 retries"))
      #expect(first.errorLines[2].hasPrefix("complete through 2025-06-2"))
      try await fixture.expectWholeArchive()

      fixture.simulator.log.reset()
      let second = try await fixture.fetch()
      #expect(second.status == 0)
      #expect(second.errorLines[0].contains(": 0 new activities on 0 days, 0 bytes written, "))
      #expect(fixture.simulator.log.count < 20)
    }
  }

  @Test func forMachines() async throws {
    struct Summary: Decodable {
      struct Span: Decodable {
        let from: String
        let until: String
      }
      let added, amended, quarantined, vanished, returned, redated, days, bytes_written: Int
      let requests, retries, not_held_before, not_held_between, future: Int
      let complete, interrupted: Bool
      let complete_through: String?
      let incomplete, gaps, unread_at_source: [Span]
      let clock: String
    }
    try await withFixture { fixture in
      fixture.simulator.faults = [FaultRule(.refusal(status: 503), .requests([2]))]
      let outcome = try await fixture.fetch(["--json"])
      #expect(outcome.status == 0)
      #expect(outcome.errorsBesideRetries == "new archive at \(fixture.archive)\n")
      #expect(outcome.outputLines.count == 1)
      let summary = try JSONDecoder().decode(Summary.self, from: Data(outcome.output.utf8))
      #expect(summary.added == 900 && summary.days == 4 && summary.bytes_written > 0)
      #expect(summary.requests == fixture.simulator.log.count && summary.retries == 1)
      #expect(
        [
          summary.amended, summary.quarantined, summary.vanished, summary.returned,
          summary.redated, summary.not_held_before, summary.not_held_between,
          summary.future,
        ].allSatisfy { $0 == 0 })
      #expect(summary.complete && !summary.interrupted && summary.incomplete.isEmpty)
      #expect(summary.gaps.isEmpty && summary.unread_at_source.isEmpty)
      #expect(summary.complete_through?.hasSuffix("Z") == true && summary.clock == "server")
      let names = try #require(
        JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
      #expect(names.count == 23)
    }
  }

  @Test func whatTheSchemaDoesNotKnowIsSaid() async throws {
    try await withFixture { fixture in
      let instant = try #require(fixture.simulator.workspace.activities().first?.instant)
      let id = "01954b2e-fc10-7000-8a3f-d2e591c04a77"
      fixture.simulator.workspace.insert(
        item: Array(
          #"{"id":"\#(id)","created_at":"\#(instant)","payload":{"type":7},"extra":1}"#.utf8),
        at: instant)
      let outcome = try await fixture.fetch()
      #expect(outcome.status == 0)
      #expect(outcome.errorLines.contains("not documented, no error: /extra, 1 time"))
      #expect(
        outcome.errorLines.contains(
          "1 record breaks the schema: archived as received; verify lists what is wrong"))
      #expect(try await fixture.run(["verify"]).status == 1)
    }
  }

  @Test func whatIsNotHeldIsSaid() async throws {
    try await withFixture { fixture in
      let outcome = try await fixture.fetch(["--since", "2025-06-27"])
      let held = try await fixture.records().count
      #expect(outcome.status == 0)
      #expect(
        outcome.errorLines.contains(
          "\(900 - held) activities before 2025-06-27T00:00:00Z are not held: give an earlier --since"
            + " to go back"))
    }
  }

  /// What was asked for is archived, so that the run is good; what verify will say is no surprise.
  @Test func aGapThatSinceLeavesIsSaid() async throws {
    try await withFixture(SimulatorConfiguration(activities: 900, days: 5)) { fixture in
      let days = ["2025-06-24", "2025-06-25", "2025-06-26"]
      try await fixture.fetch(["--since", days[0], "--until", days[1]]).expectGood()
      let outcome = try await fixture.fetch(["--since", days[2]])
      let gap = "2025-06-25T00:00:00Z to 2025-06-26T00:00:00Z"
      #expect(outcome.status == 0)
      let lines = outcome.errorLines.dropFirst()
      try #require(lines.count == 4, "\(outcome.errors)")
      #expect(lines[1].contains(" before 2025-06-24T00:00:00Z are not held: "))
      #expect(
        lines[2].hasSuffix(
          " activities from 2025-06-24T00:00:00Z to 2025-06-26T00:00:00Z are not held"))
      #expect(
        lines[3]
          == "no run has read \(gap), which verify calls NOT COMPLETE: run fetch without --since and"
          + " --until to fill it")
      #expect(lines[4] == "complete through 2025-06-25T00:00:00Z")
      let verified = try await fixture.run(["verify"])
      #expect(verified.status == 1)
      #expect(verified.errors.contains("coverage_gap: index.ndjson: no walk has read \(gap)"))
      let json = try await fixture.fetch(["--since", days[2], "--json"])
      #expect(
        json.output.contains(
          #""gaps":[{"from":"2025-06-25T00:00:00Z","until":"2025-06-26T00:00:00Z"}]"#))
      #expect(json.status == 0 && json.output.contains(#""complete":false"#))

      #expect(try await fixture.fetch().status == 0)
      try await fixture.fetch(["--since", "2025-01-01"]).expectGood()
      try await fixture.expectWholeArchive()
    }
  }

  @Test func aWindowWithoutTimeIsSaid() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let beginning = "2025-06-24T00:00:00Z"
      let outcome = try await fixture.fetch(["--until", "2025-01-01"])
      #expect(outcome.status == 0)
      #expect(
        outcome.errorLines.dropFirst().first
          == "there was nothing to read: the run begins at \(beginning) and ends at"
          + " 2025-01-01T00:00:00Z")
      #expect(try await fixture.fetch().errors.contains("nothing to read") == false)
    }
  }

  @Test func aWindowThatDoesNotAgreeExitsWithOne() async throws {
    try await withFixture { fixture in
      fixture.simulator.faults = [FaultRule(.laggingCount(1), .always)]
      let outcome = try await fixture.fetch(["--json"])
      #expect(outcome.status == 1)
      #expect(outcome.output.contains(#""complete":false"#))
      let verified = try await fixture.run(["verify"])
      #expect(verified.status == 1)
      #expect(verified.errorLines.contains("intact"))
      #expect(verified.errorLines.last?.hasPrefix("NOT COMPLETE: ") == true)

      fixture.simulator.faults = []
      #expect(try await fixture.fetch().status == 0)
      try await fixture.expectWholeArchive()
    }
  }
}

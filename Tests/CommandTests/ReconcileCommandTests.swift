import Activities
import Foundation
import Simulator
import Testing

@Suite("What reconcile says", .timeLimit(.minutes(2))) struct ReconcileCommandTests {
  private func withMovedArchive(
    _ body: (CommandFixture, _ late: Identifier, _ gone: Identifier) async throws -> Void
  ) async throws {
    try await withFixture { fixture in
      fixture.simulator.clock.advance(by: .seconds(4 * 86_400))
      try await fixture.fetchAll()
      let activities = fixture.simulator.workspace.activities()
      let late = fixture.simulator.workspace.insert(at: activities[20].instant)
      let gone = try #require(activities[600].id)
      #expect(fixture.simulator.workspace.delete(gone))
      try await body(fixture, late, gone)
    }
  }

  private func reconcile(
    _ fixture: CommandFixture, _ arguments: [String] = []
  ) async throws -> Outcome {
    try await fixture.run(["reconcile", "--base-url", fixture.simulator.baseURL] + arguments)
  }

  @Test func forPeople() async throws {
    try await withMovedArchive { fixture, late, gone in
      let before = try fixture.snapshot()
      let told = try await reconcile(fixture, ["--dry-run"])
      #expect(told.status == 1 && told.output == "")
      #expect(
        told.errorLines.last
          == "the archive and the API differ: run it without --dry-run to archive what is new")
      let logged = try await reconcile(fixture, ["--dry-run", "--log-format", "json"])
      #expect(logged.errorLines.dropLast().allSatisfy { $0.contains(#""level":"info""#) })
      #expect(logged.errorLines.last?.contains(#""level":"warning""#) == true)
      #expect(try fixture.snapshot() == before)

      let done = try await reconcile(fixture)
      #expect(done.status == 1)
      #expect(done.errorLines[0].hasPrefix("\(fixture.archive): 9 days compared, "))
      #expect(done.errorLines[1].hasPrefix("not held before: 2025-"))
      #expect(done.errorLines[1].hasSuffix("Z \(late)"))
      #expect(done.errorLines[2].hasPrefix("vanished: 2025-"))
      #expect(done.errorLines[2].hasSuffix("Z \(gone)"))
      #expect(
        done.errorLines[3]
          == "the archive and the API differed: what is new has been archived, nothing was removed")

      let again = try await reconcile(fixture)
      #expect(again.status == 0)
      #expect(
        again.errorLines.last
          == "the counts of the days agree; --full compares the activities themselves")
      let full = try await reconcile(fixture, ["--full"])
      #expect(full.status == 0)
      #expect(full.errorLines.last == "the archive holds what the API shows")
      let verified = try await fixture.run(["verify"])
      #expect(verified.status == 0, "\(verified.errors)")
    }
  }

  @Test func forMachines() async throws {
    try await withMovedArchive { fixture, late, gone in
      let outcome = try await reconcile(fixture, ["--json"])
      #expect(outcome.status == 1 && outcome.errors == "")
      let report = try #require(
        JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
      #expect(report["agreed"] as? Bool == false && report["dry_run"] as? Bool == false)
      #expect(report["full"] as? Bool == false && (report["not_covered"] as? [Any])?.count == 0)
      #expect(report["late"] as? Int == 1 && report["vanished"] as? Int == 1)
      #expect(report["changed"] as? Int == 0)
      let differences = try #require(report["differences"] as? [[String: String]])
      #expect(differences.map { $0["kind"] } == ["late", "vanished"])
      #expect(differences.map { $0["id"] } == [late.description, gone.description])
    }
  }

  /// What was asked for and was not compared is no agreement.
  @Test func whatTheArchiveDoesNotCover() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let outcome = try await reconcile(
        fixture, ["--since", "2024-01-01", "--until", "2024-02-01"])
      #expect(outcome.status == 1)
      #expect(
        outcome.errorLines.suffix(2) == [
          "not compared: no walk has read 2024-01-01T00:00:00Z to 2024-02-01T00:00:00Z: fetch"
            + " --since 2024-01-01T00:00:00Z reads it",
          "nothing was compared: the archive covers none of it yet",
        ])
      let partly = try await reconcile(fixture, ["--since", "2024-01-01", "--full"])
      #expect(partly.status == 1)
      #expect(
        partly.errorLines.last == "the archive holds what the API shows on the days compared")
      #expect(try await reconcile(fixture).status == 0)
    }
  }

  @Test func whereThereIsNoArchive() async throws {
    try await withFixture { fixture in
      let outcome = try await reconcile(fixture)
      #expect(outcome.status == 2 && outcome.errorLines.count == 1)
      #expect(fixture.simulator.log.count == 0)
    }
  }
}

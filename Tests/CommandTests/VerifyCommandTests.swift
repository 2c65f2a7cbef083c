import Foundation
import Simulator
import Testing

/// What verify says, to whom, and with which exit code.
@Suite("The report of verify", .timeLimit(.minutes(2))) struct VerifyCommandTests {
  @Test func ofAGoodArchive() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let outcome = try await fixture.run(["verify"])
      #expect(outcome.status == 0)
      #expect(outcome.output == "")
      try #require(outcome.errorLines.count == 4, "\(outcome.errors)")
      #expect(
        outcome.errorLines[0]
          == "\(fixture.archive): 4 segments, 900 activities, 0 amendments, 0 quarantined")
      #expect(outcome.errorLines[1].hasPrefix("covered: 2025-06-2"))
      #expect(outcome.errorLines[2...] == ["intact", "complete"])

      let quick = try await fixture.run(["verify", "--quick"])
      #expect(quick.status == 0)
      #expect(
        quick.errorLines[0].hasSuffix(" quarantined (sizes and hashes only, no record was read)"))
      #expect(quick.errorLines[2] == "intact, as far as sizes and hashes tell")
    }
  }

  @Test func ofADamagedArchive() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let path = try fixture.damage()
      let outcome = try await fixture.run(["verify"])
      #expect(outcome.status == 1)
      #expect(outcome.output == "")
      let findings = outcome.errorLines.filter { $0.contains(path) }
      #expect(findings.contains { $0.hasPrefix("gzip_corrupt: \(path): the block at byte ") })
      #expect(
        findings.contains {
          $0.hasPrefix("checksum_mismatch: \(path): the file's SHA-256 is ")
            && $0.hasSuffix(": it was changed")
        })
      // One bit spoils what follows it; a reader of words needs only the first few.
      for kind in ["record_malformed", "schema_violation"] {
        #expect(findings.filter { $0.hasPrefix(kind) }.count <= 4)
      }

      let machine = try await fixture.run(["verify", "--json"])
      #expect(machine.status == 1)
      #expect(machine.errors == "")
      #expect(machine.outputLines.count == 1)
      let report = try JSONDecoder().decode(Report.self, from: Data(machine.output.utf8))
      #expect(!report.intact && report.complete && report.segments == 4)
      #expect(report.findings.allSatisfy { $0.path == path && !$0.message.isEmpty })
      let verdict =
        "NOT INTACT: \(report.findings.count) findings; keep this copy as it is, and restore what is"
        + " named from another one"
      #expect(outcome.errorLines.suffix(2) == [verdict, "complete"])
    }
  }

  @Test func againstACheckpointKeptElsewhere() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let kept = fixture.folder.appending(path: "kept").path
      try FileManager.default.copyItem(atPath: fixture.archive + "/checkpoint", toPath: kept)
      try await fixture.run(["verify", "--checkpoint", kept]).expectGood()
      let foreign = try fixture.write("topo-archive/\n", to: "foreign")
      let outcome = try await fixture.run(["verify", "--checkpoint", foreign])
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains("checkpoint_mismatch: line 1: this is no checkpoint\n"))
      let missing = fixture.folder.appending(path: "missing").path
      try await fixture.run(["verify", "--checkpoint", missing]).expectRefusal(
        2, "\(missing) cannot be read: check --checkpoint")
    }
  }

  @Test func ofAnArchiveThatWasRolledBack() async throws {
    try await withFixture { fixture in
      try await fixture.fetch(["--until", "2025-06-26"]).expectGood()
      let older = fixture.folder.appending(path: "older").path
      try FileManager.default.copyItem(atPath: fixture.archive, toPath: older)
      try await fixture.fetchAll()
      let kept = fixture.archive + "/checkpoint"
      try await fixture.run(["verify", "--archive", older]).expectGood()
      let compared = try await fixture.run(["verify", "--archive", older, "--checkpoint", kept])
      #expect(compared.status == 1)
      #expect(compared.errorLines.contains { $0.hasPrefix("checkpoint_rollback: ") })
    }
  }

  @Test func ofWhatIsNotDocumented() async throws {
    var configuration = SimulatorConfiguration(activities: 900, days: 4)
    configuration.workspace.unknownTypes = 0.05
    try await withFixture(configuration) { fixture in
      try await fixture.fetchAll()
      let outcome = try await fixture.run(["verify"])
      #expect(outcome.status == 0)
      #expect(
        outcome.errorLines.contains {
          $0.hasPrefix("not documented, no error: /payload/type=") && $0.hasSuffix(" times")
        })
      let strict = try await fixture.run(["verify", "--strict"])
      #expect(strict.status == 1)
      #expect(strict.errors.contains(" /payload/type: the value "))
    }
  }

  private struct Report: Decodable {
    struct Finding: Decodable {
      let kind: String
      let path: String?
      let message: String
    }
    let intact, complete: Bool
    let segments: Int
    let findings: [Finding]
  }
}

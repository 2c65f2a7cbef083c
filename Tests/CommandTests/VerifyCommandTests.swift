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
      let status = try await fixture.status()
      let window = try #require(status.coverage.first)
      #expect(
        outcome.errorLines == [
          "\(fixture.archive): 4 segments, 900 activities, 0 amendments, 0 quarantined",
          "checkpoint: \(status.checkpoint.size) entries, root \(status.checkpoint.root), archive"
            + " \(status.archive_id)",
          "intact",
          "complete: no gap from \(window.from) to \(window.until)",
        ])

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
      try #require(outcome.errorLines.count == 6, "\(outcome.errors)")
      let changed = outcome.errorLines[2]
      #expect(changed.hasPrefix("checksum_mismatch: \(path): the file's SHA-256 is "))
      #expect(changed.hasSuffix(": it was changed"))
      #expect(outcome.errorLines[3].hasPrefix("gzip_corrupt: \(path): the block at byte 0: "))
      #expect(outcome.errorLines[3].hasSuffix("; none of its records was read"))
      let window = try #require(try await fixture.status().coverage.first)
      #expect(
        outcome.errorLines[4...] == [
          "NOT INTACT: 2 findings; run repair --from COPY, which takes what is damaged from another copy"
            + " of the archive, or repair, which asks the API for it",
          "complete as archived: no gap from \(window.from) to \(window.until), but see above what of"
            + " it is missing or damaged now",
        ])

      let machine = try await fixture.run(["verify", "--json"])
      #expect(machine.status == 1)
      #expect(machine.errors == "")
      #expect(machine.outputLines.count == 1)
      let report = try JSONDecoder().decode(Report.self, from: Data(machine.output.utf8))
      #expect(!report.intact && report.complete && report.segments == 4)
      #expect(report.findings.map(\.kind) == ["checksum_mismatch", "gzip_corrupt"])
      #expect(report.findings.allSatisfy { $0.path == path && !$0.message.isEmpty })
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
      #expect(strict.errors.contains("\nnot documented: /payload/type="))
      #expect(!strict.errors.contains("no error"))
      let machine = try await fixture.run(["verify", "--json"])
      let report = try JSONDecoder().decode(Report.self, from: Data(machine.output.utf8))
      let count = report.unrecognised.values.reduce(0, +)
      let undocumented = "\(count) values or fields that the schema does not document"
      #expect(
        strict.errorLines.suffix(2).first
          == "NOT INTACT by --strict: \(undocumented); nothing is damaged")
      // What is not documented takes nothing from the archive.
      #expect(strict.errorLines.last?.hasPrefix("complete: no gap from ") == true)

      let path = try fixture.damage()
      let both = try await fixture.run(["verify", "--strict"])
      let verdict = try #require(both.errorLines.suffix(2).first)
      #expect(
        verdict.hasPrefix(
          "NOT INTACT: 2 findings; run repair --from COPY, which takes what is damaged from another copy"
            + " of the archive, or repair, which asks the API for it; and by --strict "))
      #expect(verdict.hasSuffix(" values or fields that the schema does not document"))
      #expect(both.errors.contains("checksum_mismatch: \(path): "))
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
    let unrecognised: [String: Int]
    let findings: [Finding]
  }
}

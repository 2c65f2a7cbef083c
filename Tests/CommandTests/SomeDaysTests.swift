import Foundation
import Simulator
import Testing

/// A copy of some days of an archive, as it is taken from an object store: the index, the checkpoint and
/// the files of these days.
@Suite("Some days of an archive alone", .timeLimit(.minutes(2))) struct SomeDaysTests {
  private static let day = "created_date=2025-06-26"
  private static let window = ["--since", "2025-06-26", "--until", "2025-06-27"]

  /// An archive with quarantine, of which all files but those of a day are gone.
  private func withOneDay(_ body: (CommandFixture, _ lost: Int) async throws -> Void) async throws {
    try await withFixture { fixture in
      let instant = try #require(fixture.simulator.workspace.activities().last?.instant)
      fixture.simulator.workspace.insert(item: Array(#"{"id":7}"#.utf8), at: instant)
      try await fixture.fetchAll()
      let segments = try fixture.snapshot().keys.filter { $0.hasSuffix(".gz") }
      let others = segments.filter { !$0.contains(Self.day) }
      try #require(others.count < segments.count)
      try #require(others.contains { $0.hasPrefix("quarantine/") })
      for path in others {
        try FileManager.default.removeItem(atPath: "\(fixture.archive)/\(path)")
      }
      try await body(fixture, others.count)
    }
  }

  @Test func verifyLooksAtThemAndSaysWhatItDidNotSee() async throws {
    try await withOneDay { fixture, lost in
      let outcome = try await fixture.run(["verify"] + Self.window)
      outcome.expectGood()
      #expect(
        outcome.errorLines.contains(
          "\(lost) segments of other days or of quarantine were not looked at, because of --since and"
            + " --until"))
      #expect(outcome.errorLines.contains("intact between --since and --until"))
      let quick = try await fixture.run(["verify", "--quick"] + Self.window)
      quick.expectGood()
      #expect(
        quick.errorLines.contains(
          "intact between --since and --until, as far as sizes and hashes tell"))
      let json = try await fixture.run(["verify", "--json"] + Self.window)
      json.expectGood()
      #expect(json.output.contains(#","segments_left_out":\#(lost),"#))

      let whole = try await fixture.run(["verify"])
      #expect(whole.status == 1 && whole.errors.contains("segment_missing"))
      #expect(!whole.errors.contains("not looked at"))
    }
  }

  /// What is of those days has to be there, and what has no time is looked at where it is.
  @Test func theirDamageIsFound() async throws {
    try await withFixture { fixture in
      let instant = try #require(fixture.simulator.workspace.activities().last?.instant)
      fixture.simulator.workspace.insert(item: Array(#"{"id":7}"#.utf8), at: instant)
      try await fixture.fetchAll()
      let quarantine = "\(fixture.archive)/quarantine/part-00000.ndjson.gz"
      let kept = try Data(contentsOf: URL(filePath: quarantine))
      try Data("x".utf8).write(to: URL(filePath: quarantine))
      let damaged = try await fixture.run(["verify"] + Self.window)
      #expect(damaged.status == 1 && damaged.errors.contains("size_mismatch: quarantine/"))
      try kept.write(to: URL(filePath: quarantine))
      try await fixture.run(["verify"] + Self.window).expectGood()
      try FileManager.default.removeItem(atPath: "\(fixture.archive)/activities/\(Self.day)")
      let missing = try await fixture.run(["verify"] + Self.window)
      #expect(missing.status == 1 && missing.errors.contains("segment_missing: activities/"))
    }
  }

  @Test func grepFindsWhatIsInThem() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let before = try await fixture.run(["grep"] + Self.window)
      before.expectGood()
      for path in try fixture.snapshot().keys where path.hasSuffix(".gz") {
        guard !path.contains(Self.day) else { continue }
        try FileManager.default.removeItem(atPath: "\(fixture.archive)/\(path)")
      }
      let after = try await fixture.run(["grep"] + Self.window)
      #expect(after.status == 0 && after.output == before.output && after.errors == before.errors)
      #expect(try await fixture.run(["grep", "message"]).status == 2)
    }
  }
}

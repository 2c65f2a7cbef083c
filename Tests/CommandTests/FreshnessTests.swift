import Activities
import Foundation
import Simulator
import Testing

@testable import topo_archive

/// Whether what is archived is recent enough, by `status --max-age`.
@Suite("The age of what is covered", .timeLimit(.minutes(2))) struct FreshnessTests {
  private static let until = Instant(seconds: 1_735_689_600)

  private func freshness(_ age: Duration, limit: Duration = .seconds(26 * 3_600)) -> Freshness {
    Freshness(Self.until, limit: limit, at: Self.until + age)
  }

  @Test func theLimitItselfIsGood() {
    #expect(freshness(.seconds(26 * 3_600)).isGood)
    #expect(!freshness(.seconds(26 * 3_600) + .milliseconds(1)).isGood)
    #expect(freshness(.zero, limit: .zero).isGood)
  }

  @Test func whatIsNotCoveredIsNotGood() {
    let nothing = Freshness(nil, limit: .seconds(26 * 3_600), at: Self.until)
    #expect(!nothing.isGood && !nothing.isFuture)
    #expect(
      FreshnessWording.words(nothing) == "OLDER than 26 h: nothing is covered yet; run fetch")
    #expect(
      FreshnessWording.json(nothing)
        == #"{"fresh":false,"age_seconds":null,"max_age_seconds":93600}"#)
  }

  /// A clock that is behind must not make everything look recent.
  @Test func aClockThatIsWrongIsNotBelieved() {
    #expect(freshness(.seconds(-300)).isGood)
    let future = freshness(.seconds(-301))
    #expect(!future.isGood && future.isFuture)
    #expect(
      FreshnessWording.words(future)
        == "UNKNOWN: 2025-01-01T00:00:00Z is in the future of this machine's clock, which says"
        + " 2024-12-31T23:54:59Z: set the clock")
  }

  private static let ages: [(Duration, String)] = [
    (.seconds(-60), "0 s since 2025-01-01T00:00:00Z, within 26 h"),
    (.milliseconds(59_999), "59 s since 2025-01-01T00:00:00Z, within 26 h"),
    (.seconds(3_599), "59 min 59 s since 2025-01-01T00:00:00Z, within 26 h"),
    (
      .seconds(26 * 3_600 + 61),
      "26 h 1 min since 2025-01-01T00:00:00Z: OLDER than 26 h; run fetch, and see what it says"
    ),
    (
      .seconds(1_000 * 86_400 + 7_300),
      "1,000 d 2 h since 2025-01-01T00:00:00Z: OLDER than 26 h; run fetch, and see what it says"
    ),
  ]

  @Test(arguments: ages)
  func words(age: Duration, expected: String) {
    #expect(FreshnessWording.words(freshness(age)) == expected)
  }

  @Test func statusTellsAMonitor() async throws {
    struct Answer: Decodable {
      struct Freshness: Decodable {
        let fresh: Bool
        let age_seconds, max_age_seconds: Int
      }
      let covered_until: String
      let freshness: Freshness?
    }
    func answer(_ outcome: Outcome) throws -> Answer {
      try JSONDecoder().decode(Answer.self, from: Data(outcome.output.utf8))
    }
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let plain = try await fixture.run(["status"])
      plain.expectGood()
      #expect(!plain.outputLines.contains { $0.hasPrefix("age") })
      let old = try await fixture.run(["status", "--max-age", "26h"])
      #expect(old.status == 1 && old.errors == "")
      #expect(old.outputLines.contains { $0.hasPrefix("age ") && $0.contains("OLDER than 26 h") })
      let good = try await fixture.run(["status", "--max-age", "99999d"])
      good.expectGood()
      #expect(good.outputLines.contains { $0.hasPrefix("age ") && $0.hasSuffix("within 99,999 d") })

      let json = try await fixture.run(["status", "--max-age", "90s", "--json"])
      #expect(json.status == 1)
      let told = try answer(json)
      let until = try #require(try await fixture.status().coverage.last?.until)
      #expect(told.covered_until == until && told.freshness?.fresh == false)
      #expect(told.freshness?.max_age_seconds == 90)
      #expect(try #require(told.freshness).age_seconds > 90)
      let fresh = try await fixture.run(["status", "--max-age", "99999d", "--json"])
      fresh.expectGood()
      #expect(try answer(fresh).freshness?.fresh == true)
      #expect(try answer(try await fixture.run(["status", "--json"])).freshness == nil)

      let wrong = try await fixture.run(["status", "--max-age", "soon"])
      #expect(wrong.status == 64 && wrong.errors.contains("no duration like 90s, 5m, 48h or 30d"))
      #expect(
        try await fixture.run(["status", "--max-age", "26h", "--archive", "/nonexistent"]).status
          == 2)
    }
  }
}

import Activities
import Testing
import TestSupport

@testable import ArchiveFormat

@Suite struct CoverageTests {
  /// A walk of hours after 1970.
  static func walk(
    _ from: Int64, _ until: Int64, complete: Bool = true, eventType: String? = nil,
    startedAt: Int64 = 1_000
  ) throws -> WalkEntry {
    try #require(
      WalkEntry(
        window: window(from, until), eventType: eventType, isComplete: complete, reported: 0,
        received: 0, added: 0, amended: 0, quarantined: 0,
        startedAt: Instant(seconds: startedAt * 3_600),
        endedAt: Instant(seconds: startedAt * 3_600)))
  }

  static func window(_ from: Int64, _ until: Int64) -> Window {
    Window(from: Instant(seconds: from * 3_600), until: Instant(seconds: until * 3_600))
  }

  @Test func nothingIsCoveredAtFirst() {
    let coverage = Coverage([])
    #expect(coverage.covered.isEmpty)
    #expect(coverage.isComplete)
  }

  @Test func mergesWhatTouches() throws {
    let coverage = Coverage([
      try Self.walk(24, 48), try Self.walk(0, 24), try Self.walk(30, 60), try Self.walk(48, 72),
    ])
    #expect(coverage.covered == [Self.window(0, 72)])
    #expect(coverage.isComplete)
  }

  @Test func findsGaps() throws {
    let coverage = Coverage([try Self.walk(0, 24), try Self.walk(48, 72), try Self.walk(96, 97)])
    #expect(coverage.gaps == [Self.window(24, 48), Self.window(72, 96)])
    #expect(!coverage.isComplete)
  }

  @Test func filteredWalksCoverNothing() throws {
    let coverage = Coverage([
      try Self.walk(0, 24), try Self.walk(24, 48, eventType: "REPLIED"), try Self.walk(48, 72),
      try Self.walk(0, 9, complete: false, eventType: "REPLIED"),
    ])
    #expect(coverage.gaps == [Self.window(24, 48)])
    #expect(coverage.incomplete.isEmpty)
  }

  @Test func laterCompleteWalksClearIncompleteOnes() throws {
    let incomplete = try Self.walk(0, 24, complete: false)
    #expect(Coverage([incomplete]).incomplete == [0])
    #expect(!Coverage([incomplete]).isComplete)
    #expect(Coverage([incomplete, try Self.walk(0, 24)]).isComplete)
    let halves = [try Self.walk(12, 24), try Self.walk(0, 12)]
    #expect(Coverage([incomplete] + halves).isComplete)
    #expect(Coverage([halves[0], incomplete, halves[1]]).incomplete == [1])
    #expect(Coverage([try Self.walk(0, 24), incomplete]).incomplete == [1])
    #expect(Coverage([try Self.walk(0, 24), incomplete]).covered == [Self.window(0, 24)])
  }

  @Test func whatAnIncompleteWalkLeftOpenIsNoGapBesides() throws {
    let coverage = Coverage([
      try Self.walk(0, 24), try Self.walk(24, 48, complete: false), try Self.walk(48, 72),
      try Self.walk(96, 120, complete: false),
    ])
    #expect(coverage.incomplete == [1, 3])
    #expect(coverage.gaps == [Self.window(72, 96)])
  }

  @Test func settlesByWhenAWalkBegan() throws {
    let walks = [
      try Self.walk(0, 24, startedAt: 72), try Self.walk(24, 48, startedAt: 96),
      try Self.walk(48, 72, startedAt: 119), try Self.walk(72, 96, complete: false),
      try Self.walk(96, 120, eventType: "REPLIED"),
    ]
    #expect(Coverage.settled(walks, settle: .seconds(48 * 3_600)) == [Self.window(0, 48)])
    #expect(Coverage.settled(walks, settle: .zero) == [Self.window(0, 72)])
  }

  /// Against hours kept one by one.
  @Test func agreesWithCountingHours() throws {
    for seed in UInt64(0)..<200 {
      var random = SeededGenerator(seed: seed)
      let walks = try (0..<12).map { _ in
        let from = Int64.random(in: 0..<30, using: &random)
        return try Self.walk(
          from, from + Int64.random(in: 1...8, using: &random),
          complete: Bool.random(using: &random))
      }
      let coverage = Coverage(walks)
      let covered = Set(
        (0..<40).filter { hour in
          walks.contains { $0.isComplete && $0.window.contains(Self.window(hour, hour + 1).from) }
        })
      #expect(
        Set(
          (0..<40).filter { hour in
            coverage.covered.contains { $0.contains(Self.window(hour, hour + 1).from) }
          }) == covered, "seed \(seed)")
      #expect(coverage.covered == Window.merged(coverage.covered))
      let incomplete = walks.indices.filter { position in
        guard !walks[position].isComplete else { return false }
        let later = walks[(position + 1)...].filter(\.isComplete).map(\.window)
        return !walks[position].window.subtracting(later).isEmpty
      }
      #expect(coverage.incomplete == incomplete, "seed \(seed)")
    }
  }
}

import Activities
import ArchiveFormat
import Testing

@testable import Archiver

@Suite("What a run of fetch has to ask follows from the index")
struct FetchPlanTests {
  private let settle = Duration.seconds(48 * 3_600)

  private func instant(_ text: String) throws -> Instant {
    try #require(Timestamp("2025-03-\(text)Z")).instant
  }

  private func window(_ from: String, _ until: String) throws -> Window {
    Window(from: try instant(from), until: try instant(until))
  }

  private func walk(
    _ from: String, _ until: String, at: String, complete: Bool = true, eventType: String? = nil
  ) throws -> WalkEntry {
    try #require(
      WalkEntry(
        window: try window(from, until), eventType: eventType, isComplete: complete, reported: 0,
        received: 0, added: 0, amended: 0, quarantined: 0, startedAt: try instant(at),
        endedAt: try instant(at)))
  }

  private func steps(
    _ walks: [WalkEntry], from: String, now: String, amendWindow: Duration = .zero
  ) throws -> [FetchPlan.Step] {
    let now = try instant(now)
    return FetchPlan(
      walks: walks, start: try instant(from), until: now - .seconds(120), now: now,
      settle: settle, amendWindow: amendWindow
    ).steps
  }

  @Test func aFirstRunWalksEveryDayUpToTheLag() throws {
    let steps = try steps([], from: "10T06:00:00", now: "12T10:00:00")
    #expect(steps.allSatisfy { $0.kind == .walk })
    #expect(
      steps.map(\.window) == [
        try window("10T06:00:00", "11T00:00:00"), try window("11T00:00:00", "12T00:00:00"),
        try window("12T00:00:00", "12T09:58:00"),
      ])
  }

  @Test func whatIsSettledIsNotAskedAgain() throws {
    let walks = [
      try walk("01T00:00:00", "05T00:00:00", at: "07T00:00:00"),
      try walk("05T00:00:00", "06T00:00:00", at: "07T23:59:59"),
    ]
    let steps = try steps(walks, from: "01T00:00:00", now: "07T23:59:59")
    #expect(
      steps == [
        .init(window: try window("05T00:00:00", "06T00:00:00"), kind: .look),
        .init(window: try window("06T00:00:00", "07T00:00:00"), kind: .walk),
        .init(window: try window("07T00:00:00", "07T23:57:59"), kind: .walk),
      ])
  }

  @Test func whatCanBeSettledNowIsWalkedOnceMore() throws {
    let walks = [try walk("05T00:00:00", "06T00:00:00", at: "06T00:10:00")]
    let before = try steps(walks, from: "05T00:00:00", now: "07T23:59:59")
    #expect(before.first?.kind == .look)
    let after = try steps(walks, from: "05T00:00:00", now: "08T00:00:00")
    #expect(after.first?.kind == .walk)
  }

  @Test func todayIsLookedAtWhereCoveredAndWalkedBehind() throws {
    let walks = [try walk("12T00:00:00", "12T09:58:00", at: "12T10:00:00")]
    #expect(
      try steps(walks, from: "12T00:00:00", now: "12T11:00:00") == [
        .init(window: try window("12T00:00:00", "12T09:58:00"), kind: .look),
        .init(window: try window("12T09:58:00", "12T10:58:00"), kind: .walk),
      ])
  }

  @Test func anIncompleteWalkIsWalkedAgain() throws {
    let walks = [
      try walk("11T00:00:00", "12T00:00:00", at: "12T00:10:00"),
      try walk("11T00:00:00", "12T00:00:00", at: "12T01:00:00", complete: false),
    ]
    #expect(
      try steps(walks, from: "11T00:00:00", now: "12T02:00:00").first?.kind == .walk)
  }

  @Test func walksWithAFilterCoverNothing() throws {
    let walks = [try walk("11T00:00:00", "12T00:00:00", at: "20T00:00:00", eventType: "REPLIED")]
    #expect(try steps(walks, from: "11T00:00:00", now: "20T00:00:00").first?.kind == .walk)
  }

  @Test func repliesAreReadAgainOnceADayWhereNoWalkReadsThem() throws {
    let covered = try walk("01T00:00:00", "18T00:00:00", at: "20T00:00:00")
    let month = Duration.seconds(30 * 86_400)
    let sameDay = try steps(
      [covered], from: "15T00:00:00", now: "20T12:00:00", amendWindow: month)
    #expect(!sameDay.contains { $0.kind == .replies })
    let nextDay = try steps(
      [covered], from: "15T00:00:00", now: "21T12:00:00", amendWindow: month)
    #expect(
      nextDay.filter { $0.kind == .replies }.map(\.window.from.day.description)
        == ["2025-03-15", "2025-03-16", "2025-03-17"])
    let replies = try walk("15T00:00:00", "18T00:00:00", at: "21T12:00:00", eventType: "REPLIED")
    let again = try steps(
      [covered, replies], from: "15T00:00:00", now: "21T18:00:00", amendWindow: month)
    #expect(!again.contains { $0.kind == .replies })
  }

  @Test func repliesBeyondTheAmendWindowAreLeftAlone() throws {
    let covered = try walk("01T00:00:00", "18T00:00:00", at: "20T00:00:00")
    let steps = try steps(
      [covered], from: "01T00:00:00", now: "21T00:00:00", amendWindow: .seconds(5 * 86_400))
    #expect(
      steps.filter { $0.kind == .replies }.map(\.window) == [
        try window("16T00:00:00", "17T00:00:00"), try window("17T00:00:00", "18T00:00:00"),
      ])
  }
}

import Activities
import ArchiveFormat
import ArchiveStore
import Archiver
import Testing

/// The calendar tells of every day, also of those that hold nothing, by the index alone.
@Suite("The calendar of an archive") struct CalendarTests {
  private func walk(
    _ from: Instant, _ until: Instant, isComplete: Bool = true, startedOn day: Int = 30
  ) throws -> WalkEntry {
    try #require(
      WalkEntry(
        window: Window(from: from, until: until), isComplete: isComplete, reported: 0, received: 0,
        added: 0, amended: 0, quarantined: 0, startedAt: SampleActivity.day(day).start,
        endedAt: SampleActivity.day(day).start))
  }

  private func start(_ day: Int) -> Instant { SampleActivity.day(day).start }

  private func told(_ calendar: [CalendarDay]) -> [String] {
    calendar.map { day in
      let marks = day.sortedMarks.map(\.rawValue).joined(separator: ",")
      return "\(day.day) \(day.activities) \(day.amendments) \(marks)"
    }
  }

  @Test func everyDayIsThereWithItsMarks() async throws {
    let folder = try SearchArchive()
    let noon = Duration.seconds(43_200)
    let archive = try await folder.commit(
      [SampleActivity(1), SampleActivity(2), SampleActivity(3, day: 2)],
      amendments: [SampleActivity(3, day: 2)],
      walks: [
        try walk(start(-1), start(1)), try walk(start(2), start(3) + noon),
        try walk(start(4), start(5), isComplete: false),
        try walk(start(5), start(6), startedOn: 7),
      ])
    try folder.removeAllSegments(of: archive)
    #expect(
      told(ArchiveStatus(of: archive).calendar) == [
        "2025-03-13 0 0 ", "2025-03-14 2 0 ", "2025-03-15 0 0 gap", "2025-03-16 1 1 ",
        "2025-03-17 0 0 gap", "2025-03-18 0 0 incomplete", "2025-03-19 0 0 unsettled",
      ])
    let patient = ArchiveStatus(of: archive, settle: .seconds(86_400)).calendar
    #expect(patient.last?.marks == [])
  }

  /// A file may hold days that no walk of the index has read, before the first and after the last.
  @Test func whatIsHeldBelongsToItHoweverItCameThere() async throws {
    let folder = try SearchArchive()
    let archive = try await folder.commit(
      [SampleActivity(1, day: -2), SampleActivity(2, day: 3)],
      walks: [try walk(start(0), start(1))])
    let calendar = ArchiveStatus(of: archive).calendar
    #expect(calendar.map(\.day) == (-2...3).map { SampleActivity.day($0) })
    #expect(calendar.map(\.activities) == [1, 0, 0, 0, 0, 1])
    let empty = await (try SearchArchive()).writer.archive
    #expect(ArchiveStatus(of: empty).calendar.isEmpty)
  }

  @Test func redactedDaysAreMarked() async throws {
    try await withRedactionFixture(activities: 300, days: 4) { fixture in
      let report = try await fixture.redact(persons: [try fixture.person()])
      let calendar = ArchiveStatus(of: try fixture.fetched.archive()).calendar
      let marked = calendar.compactMap { $0.marks.contains(.redacted) ? $0.day : nil }
      #expect(!marked.isEmpty && marked == report.days)
    }
  }
}

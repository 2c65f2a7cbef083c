import Activities
import ArchiveFormat
import ArchiveStore
import Archiver
import Synchronization
import Testing

/// What is counted of some days is what their latest forms are, and is not read twice.
@Suite("Counts over days") struct OverviewTests {
  private func sample(
    _ number: Int, day: Int, _ type: String, channel: String = "EMAIL", template: Int = 0,
    _ category: String? = nil
  ) -> SampleActivity {
    var activity = SampleActivity(number, day: day, seconds: number)
    activity.type = type
    activity.channel = channel
    activity.template = SampleActivity.identifier(3_000 + template)
    activity.category = category
    return activity
  }

  /// Three days; a reply of the second is amended.
  private func archive(_ folder: SearchArchive) async throws -> Archive {
    let reply = sample(4, day: 1, "message.replied", template: 1)
    try await folder.commit([
      sample(1, day: 0, "message.sent"), sample(2, day: 0, "message.opened"),
      sample(3, day: 1, "message.sent", channel: "LINKEDIN", template: 1), reply,
      sample(5, day: 2, "task.created", channel: "MANUAL"),
      sample(6, day: 2, "message.replied", "INTERESTED"),
    ])
    var amended = reply
    amended.category = "INTERESTED"
    return try await folder.commit([], amendments: [amended])
  }

  private func told(_ counts: OverviewCounts) -> [String] {
    counts.templates.largest(10).map { id, funnel in
      let number = id.map { $0.low & 0xFF_FFFF } ?? 0
      return "\(number): \(funnel.activities) \(funnel.sent) \(funnel.opened) \(funnel.replied)"
        + " \(funnel.interested)"
    }
  }

  @Test func latestFormsAreCounted() async throws {
    let folder = try SearchArchive()
    let overview = Overview(
      ArchivedActivities(try await archive(folder), memory: ArchiveMemory()))
    let counts = try await overview.counts()
    #expect(counts.activities == 6 && counts.faults == 0)
    #expect(counts.segments == 4 && counts.segmentsRead == 4)
    #expect(counts.channels.counts == ["EMAIL": 4, "LINKEDIN": 1, "MANUAL": 1])
    #expect(counts.types.counts["message.replied"] == 2)
    #expect(told(counts) == ["3000: 4 1 1 1 1", "3001: 2 1 0 1 1"])
    let days = (1..<3).map { SampleActivity.day($0) }
    let some = try await overview.counts(since: days[0], until: days[1])
    #expect(told(some) == ["3001: 2 1 0 1 1"] && some.segments == 2)
    #expect(overview.types(since: days[0]).activities == 4)
    #expect(overview.types(until: days[0]).types == ["message.sent": 1, "message.opened": 1])
  }

  /// Neither what was moved to another day nor what was redacted is counted where it was.
  @Test func movedAndRedactedActivitiesAreNotCountedWhereTheyWere() async throws {
    let folder = try SearchArchive()
    _ = try await archive(folder)
    let memory = ArchiveMemory()
    let before = Overview(ArchivedActivities(await folder.writer.archive, memory: memory))
    #expect(try await before.counts().activities == 6)
    var moved = sample(3, day: 2, "message.sent", channel: "LINKEDIN", template: 1)
    moved.instant = SampleActivity.day(2).start
    let walk = try #require(
      WalkEntry(
        window: Window(SampleActivity.day(1)), isComplete: true, reported: 0, received: 0, added: 0,
        amended: 0, quarantined: 0, redated: [moved.id], startedAt: SampleActivity.day(5).start,
        endedAt: SampleActivity.day(5).start))
    let archive = try await folder.commit([moved], walks: [walk])
    let overview = Overview(ArchivedActivities(archive, memory: memory))
    #expect(try await overview.counts().activities == 6)
    let second = try await overview.counts(
      since: SampleActivity.day(1), until: SampleActivity.day(2))
    #expect(told(second) == ["3001: 1 0 0 1 1"])
    let redacted = try await folder.redact([SampleActivity.identifier(4)])
    let rest = Overview(ArchivedActivities(redacted, memory: memory))
    #expect(told(try await rest.counts()) == ["3000: 4 1 1 1 1", "3001: 1 1 0 0 0"])
  }

  @Test func whatWasCountedIsNotReadAgain() async throws {
    let folder = try SearchArchive()
    let archive = try await archive(folder)
    let memory = ArchiveMemory()
    let first = try await Overview(ArchivedActivities(archive, memory: memory)).counts()
    let later = try await folder.commit([sample(9, day: 3, "message.sent")])
    try folder.removeAllSegments(of: archive)
    let progress = Mutex<[Int]>([])
    let second = try await Overview(ArchivedActivities(later, memory: memory)).counts {
      counts in progress.withLock { $0.append(counts.segmentsRead) }
    }
    #expect(second.activities == 7 && second.faults == 0)
    #expect(progress.withLock { $0 } == [1, 2, 3, 4, 5])
    // Without the memory nothing is left.
    let none = try await Overview(ArchivedActivities(later, memory: ArchiveMemory())).counts()
    #expect(none.activities == 1 && none.faults == 4 && first.activities == 6)
  }

  private enum Enough: Error { case reached }

  @Test func itEndsWhenNobodyListens() async throws {
    let folder = try SearchArchive()
    let overview = Overview(
      ArchivedActivities(try await archive(folder), memory: ArchiveMemory()))
    await #expect(throws: Enough.reached) {
      try await overview.counts { _ in throw Enough.reached }
    }
    let task = Task { try await overview.counts { _ in try await Task.sleep(for: .seconds(600)) } }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  /// A hostile API cannot make the counts large.
  @Test func templatesAreBounded() async throws {
    let folder = try SearchArchive()
    let most = TemplateFunnels.mostTemplates
    try await folder.commit((0..<most).map { sample($0, day: 0, "message.sent", template: $0) })
    let archive = try await folder.commit(
      (0..<50).map { sample(most + $0, day: 1, "message.sent", template: most + $0) })
    let counts = try await Overview(
      ArchivedActivities(archive, memory: ArchiveMemory())
    ).counts().templates
    #expect(counts.funnels.count == most && counts.others.sent > 0)
    #expect(counts.funnels.values.reduce(counts.others.sent) { $0 + $1.sent } == most + 50)
    #expect(counts.largest(3).count == 3)
  }
}

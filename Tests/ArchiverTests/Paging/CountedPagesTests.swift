import Activities
import ArchiveFormat
import ArchiveStore
import Archiver
import Testing

/// What was counted once answers every filter of types, channels, resource types and templates, without
/// another look at the records.
@Suite("Totals by counts") struct CountedPagesTests {
  private func sample(_ number: Int, day: Int) -> SampleActivity {
    var activity = SampleActivity(number, day: day, seconds: number)
    activity.type = ["message.sent", "message.opened", "invitation.sent"][number % 3]
    activity.channel = ["EMAIL", "LINKEDIN"][number % 2]
    activity.resource = number % 3 == 2 ? "INVITATION" : "MESSAGE"
    activity.template = SampleActivity.identifier(3_000 + number % 5)
    return activity
  }

  private var filters: [ActivityFilter] {
    var channel = ActivityFilter()
    channel.channel = "EMAIL"
    var both = ActivityFilter(eventType: "SENT")
    both.channel = "LINKEDIN"
    var resource = ActivityFilter()
    resource.resourceType = "INVITATION"
    resource.types = ["invitation.sent", "message.sent"]
    var template = ActivityFilter()
    template.sequenceTemplateID = SampleActivity.identifier(3_002)
    var none = ActivityFilter()
    none.channel = "MANUAL"
    return [channel, both, resource, template, none]
  }

  private func totals(_ activities: ArchivedActivities) async throws -> [Int] {
    var totals: [Int] = []
    for filter in filters {
      totals.append(try await activities.page(ActivityQuery(filter, page: 9_999)).totalCount)
    }
    return totals
  }

  @Test func withoutReading() async throws {
    let folder = try SearchArchive()
    try await folder.commit((0..<600).map { sample($0, day: $0 % 3) })
    var amended = sample(7, day: 1)
    amended.channel = "EMAIL"
    _ = try await folder.commit([], amendments: [amended])
    let archive = try await folder.redact([SampleActivity.identifier(9)])
    // 9 was sent by LinkedIn; 7, opened there, went over to email.
    let expected = [301, 199, 200, 120, 0]
    let unread = ArchivedActivities(archive, memory: ArchiveMemory())
    #expect(try await totals(unread) == expected)
    let memory = ArchiveMemory()
    let counted = ArchivedActivities(archive, memory: memory)
    await Overview(counted).prepare(upTo: .max)
    try folder.removeAllSegments(of: archive)
    #expect(try await totals(counted) == expected)
    #expect(try await counted.page(ActivityQuery(page: 9_999)).totalCount == 599)
  }

  /// What is more than can be prepared is left to who asks.
  @Test func noMoreIsPreparedThanAskedFor() async throws {
    let folder = try SearchArchive()
    let archive = try await folder.commit((0..<90).map { sample($0, day: $0 % 3) })
    let last = try #require(archive.segments(of: .activities).last)
    let activities = ArchivedActivities(archive, memory: ArchiveMemory())
    await Overview(activities).prepare(upTo: last.contentSize)
    try folder.removeAllSegments(of: archive)
    let counts = try await Overview(activities).counts()
    #expect(counts.activities == 30 && counts.faults == 2)
    #expect(Set(counts.unread.map(\.path)).count == 2)
    #expect(!counts.unread.contains { $0.path == last.location.path })
  }

  /// Of redactions alone the index tells enough.
  @Test func redactionsAreCountedByTheIndex() async throws {
    let folder = try SearchArchive()
    try await folder.commit((0..<300).map { sample($0, day: $0 % 3) })
    let archive = try await folder.redact(Set([3, 4, 10].map(SampleActivity.identifier)))
    let activities = ArchivedActivities(archive, memory: ArchiveMemory())
    try await activities.prepare()
    let page = try await activities.page(ActivityQuery(order: .ascending, size: 100))
    #expect(page.totalCount == 297 && page.items.count == 100)
    try folder.removeAllSegments(of: archive)
    let later = ArchivedActivities(archive, memory: ArchiveMemory())
    #expect(try await later.page(ActivityQuery(page: 9_999)).totalCount == 297)
  }

  /// Nor is anything read of amended days but those of the page.
  @Test func amendedDaysOfOtherPagesAreNotRead() async throws {
    let folder = try SearchArchive()
    try await folder.commit((0..<300).map { sample($0, day: $0 % 3) })
    let archive = try await folder.commit(
      [], amendments: [3, 4, 5].map { sample($0, day: $0 % 3) })
    let days = archive.days(of: .amendments)
    for day in days.dropLast() {
      for segment in archive.segments(in: .amendments(day)) { try folder.remove(segment.location) }
    }
    let activities = ArchivedActivities(archive, memory: ArchiveMemory())
    let page = try await activities.page(ActivityQuery(size: 100))
    #expect(page.totalCount == 300 && page.items.count == 100)
    await #expect(throws: StoreError.self) {
      try await activities.page(ActivityQuery(page: 2, size: 100))
    }
  }

  /// An amendment that amends nothing is an activity that the index does not count.
  @Test func unfoundedAmendments() async throws {
    let folder = try SearchArchive()
    try await folder.commit((0..<300).map { sample($0, day: $0 % 3) })
    let archive = try await folder.commit([], amendments: [sample(1_001, day: 2)])
    let activities = ArchivedActivities(archive, memory: ArchiveMemory())
    let page = try await activities.page(ActivityQuery(size: 100))
    #expect(page.totalCount == 301 && page.items.count == 100)
  }

  /// A hostile API cannot make the counts large, and what is not counted is read.
  @Test func moreValuesThanAreCounted() async throws {
    let folder = try SearchArchive()
    let archive = try await folder.commit(
      (0..<1_300).map { number in
        var activity = sample(number, day: 0)
        if number % 2 == 0 { activity.channel = "CHANNEL_\(number)" }
        if number == 3 { activity.channel = String(repeating: "x", count: 5_000) }
        return activity
      })
    let memory = ArchiveMemory()
    let activities = ArchivedActivities(archive, memory: memory)
    await Overview(activities).prepare(upTo: .max)
    var filter = ActivityFilter()
    filter.channel = "LINKEDIN"
    #expect(try await activities.page(ActivityQuery(filter)).totalCount == 649)
    filter.channel = "CHANNEL_1298"
    #expect(try await activities.page(ActivityQuery(filter)).totalCount == 1)
    let counts = try await Overview(activities).counts()
    #expect(counts.channels.counts.count == ValueCounts.mostValues && counts.channels.others > 0)
    let counted = counts.channels.counts.values.reduce(counts.channels.others, +)
    #expect(counted == 1_300 && counts.types.counts.values.reduce(0, +) == 1_300)
  }
}

import Activities
import ArchiveFormat
import ArchiveStore
import Archiver
import Testing

/// What cannot match is not read: the files that hold it may as well be gone.
@Suite struct PruningTests {
  /// Three days of 3,000 activities, each by another person; three blocks a day.
  private func threeDays(_ folder: SearchArchive) async throws -> Archive {
    let activities = (0..<3).flatMap { day in
      (0..<2_100).map { index in
        let number = day * 2_100 + index
        var activity = SampleActivity(100_000 + number, day: day, seconds: index * 20)
        activity.person = SampleActivity.identifier(200_000 + number)
        activity.sequence = SampleActivity.identifier(300_000 + number)
        activity.type = ["message.sent", "task.created", "meeting.created"][day]
        return activity
      }
    }
    return try await folder.commit(activities)
  }

  @Test func daysOutsideTheBoundsAreNotOpened() async throws {
    let folder = try SearchArchive()
    let archive = try await threeDays(folder)
    for day in [0, 2] {
      try folder.remove(SegmentLocation(.activities(SampleActivity.day(day)), part: 0))
    }
    let query = SearchQuery {
      $0.after = SampleActivity.day(1).start - .nanoseconds(1)
      $0.before = SampleActivity.day(2).start
    }
    let (texts, report) = try await Search(archive).found(query)
    #expect(texts.count == 2_100)
    #expect(report.isWhole)
    #expect(report.blocksRead == 3)
    #expect(report.segmentsPassedOver == 2)
  }

  @Test func segmentsWithoutTheTypeAreNotOpened() async throws {
    let folder = try SearchArchive()
    let archive = try await threeDays(folder)
    for day in [0, 2] {
      try folder.remove(SegmentLocation(.activities(SampleActivity.day(day)), part: 0))
    }
    for query in [
      SearchQuery { $0.types = ["task.created"] },
      SearchQuery {
        $0.types = ["task.created", "message.sent"]
        $0.eventType = "CREATED"
      },
    ] {
      let (texts, report) = try await Search(archive).found(query)
      #expect(texts.count == 2_100)
      #expect(report.isWhole && report.segmentsPassedOver == 2)
    }
  }

  @Test func blocksWithoutTheIdentifierAreNotInflated() async throws {
    let folder = try SearchArchive()
    let archive = try await threeDays(folder)
    let byPerson = SearchQuery { $0.personID = SampleActivity.identifier(203_321) }
    let bySequence = SearchQuery { $0.sequenceID = SampleActivity.identifier(303_321) }
    for query in [byPerson, bySequence] {
      let (texts, report) = try await Search(archive).found(query)
      #expect(texts == [try sample(3_321).text])
      // A filter has a few false positives in a hundred; all nine blocks would be no filter.
      #expect(report.blocksRead <= 3)
      #expect(report.blocksRead + report.blocksPassedOver == 9)
    }
    let nobody = SearchQuery {
      $0.personID = SampleActivity.identifier(203_321)
      $0.sequenceID = SampleActivity.identifier(300_001)
    }
    #expect(try await Search(archive).found(nobody).report.blocksRead <= 1)
  }

  private func sample(_ number: Int) throws -> SampleActivity {
    let (day, index) = number.quotientAndRemainder(dividingBy: 2_100)
    var activity = SampleActivity(100_000 + number, day: day, seconds: index * 20)
    activity.person = SampleActivity.identifier(200_000 + number)
    activity.sequence = SampleActivity.identifier(300_000 + number)
    activity.type = ["message.sent", "task.created", "meeting.created"][day]
    return activity
  }

  @Test func blocksOutsideTheBoundsAreNotInflated() async throws {
    let folder = try SearchArchive()
    let archive = try await threeDays(folder)
    let query = SearchQuery { $0.before = SampleActivity.day(0).start + .seconds(20 * 1_024) }
    let (texts, report) = try await Search(archive).found(query)
    #expect(texts.count == 1_024)
    #expect(report.blocksRead == 1)
    #expect(report.blocksPassedOver == 2)
  }

  @Test func whatTheIndexTellsIsNotRead() async throws {
    let folder = try SearchArchive()
    let archive = try await threeDays(folder)
    try folder.removeAllSegments(of: archive)
    let search = Search(archive)
    let all = SearchQuery()
    #expect(try await search.count(all).records == 6_300)
    let (rows, report) = try await search.counts(all, by: [.type])
    #expect(rows.map(\.values) == [["meeting.created"], ["message.sent"], ["task.created"]])
    #expect(rows.map(\.count) == [2_100, 2_100, 2_100])
    #expect(report.isWhole && report.blocksRead == 0)
    let created = SearchQuery { $0.eventType = "CREATED" }
    let days = try await search.counts(created, by: [.day]).rows
    #expect(days.map(\.values) == [["2025-03-15"], ["2025-03-16"]])
    #expect(try await search.counts(all, by: [.month]).rows.map(\.values) == [["2025-03"]])
    #expect(try await search.counts(created, by: [.eventType]).rows.map(\.count) == [4_200])
    let combined = try await search.counts(created, by: [.month, .day, .eventType, .type]).rows
    #expect(
      combined.map(\.values) == [
        ["2025-03", "2025-03-15", "CREATED", "task.created"],
        ["2025-03", "2025-03-16", "CREATED", "meeting.created"],
      ])
    #expect(combined.map(\.count) == [2_100, 2_100])
    // What it does not tell needs the files, which are gone.
    #expect(try await !search.counts(all, by: [.channel]).report.isWhole)
    #expect(try await !search.counts(all, by: [.month, .channel]).report.isWhole)
    let partOfADay = SearchQuery { $0.after = SampleActivity.day(1).start }
    let partial = try await search.count(partOfADay)
    #expect(!partial.isWhole && partial.records == 2_100)
  }

  @Test func aLimitEndsTheSearchEarly() async throws {
    let folder = try SearchArchive()
    let activities = (0..<30).flatMap { day in
      (0..<10).map { SampleActivity(day * 10 + $0, day: day, seconds: $0) }
    }
    let archive = try await folder.commit(activities)
    let search = Search(archive, concurrency: 2)
    let (texts, report) = try await search.found(SearchQuery(), limit: 11)
    #expect(texts == activities.prefix(11).map(\.text))
    #expect(report.records == 11)
    #expect(report.blocksRead <= 8)
    #expect(try await search.found(SearchQuery(), limit: 0).texts.isEmpty)
  }

  @Test func partsAreOpenedWhenTheirTimeComes() async throws {
    let folder = try SearchArchive()
    for part in 0..<20 {
      try await folder.commit((0..<3).map { SampleActivity(part * 3 + $0, seconds: part * 9 + $0) })
    }
    let archive = await folder.writer.archive
    try folder.remove(SegmentLocation(.activities(SampleActivity.day(0)), part: 19))
    let (texts, report) = try await Search(archive, concurrency: 1).found(SearchQuery(), limit: 5)
    #expect(texts == (0..<5).map { SampleActivity($0, seconds: $0 / 3 * 9 + $0 % 3).text })
    #expect(report.isWhole)
  }

  @Test func whatTheReceiverThrowsEndsTheSearch() async throws {
    struct Enough: Error {}
    let folder = try SearchArchive()
    let archive = try await threeDays(folder)
    var received = 0
    await #expect(throws: Enough.self) {
      _ = try await Search(archive).records(matching: SearchQuery()) { _ in
        received += 1
        if received == 10 { throw Enough() }
      }
    }
    #expect(received == 10)
  }
}

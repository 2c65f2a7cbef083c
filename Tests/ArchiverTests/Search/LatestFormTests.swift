import Activities
import ArchiveFormat
import ArchiveStore
import Archiver
import Testing

@Suite struct LatestFormTests {
  private let first: SampleActivity
  private let second: SampleActivity
  private let third: SampleActivity
  private let other: SampleActivity

  init() {
    var form = SampleActivity(1, seconds: 60)
    form.type = "message.replied"
    first = form
    form.category = "INTERESTED"
    second = form
    form.category = "NOT_NOW"
    third = form
    other = SampleActivity(2, seconds: 90)
  }

  private func archive(_ folder: SearchArchive) async throws -> Archive {
    try await folder.commit([first, other])
    try await folder.commit([], amendments: [second])
    return try await folder.commit([SampleActivity(3, seconds: 30)], amendments: [third])
  }

  @Test func anAmendedActivityAppearsOnceInItsLatestForm() async throws {
    let folder = try SearchArchive()
    let search = Search(try await archive(folder))
    let all = [SampleActivity(3, seconds: 30), third, other].map(\.text)
    #expect(try await search.texts(SearchQuery()) == all)
    #expect(try await search.count(SearchQuery()).records == 3)
    #expect(try await search.texts(SearchQuery("NOT_NOW")) == [third.text])
    #expect(try await search.texts(SearchQuery("INTERESTED")).isEmpty)
    #expect(try await search.counts(SearchQuery(), by: [.replyCategory]).rows.count == 2)
  }

  @Test func everyVersionIsShownOnDemand() async throws {
    let folder = try SearchArchive()
    let search = Search(try await archive(folder))
    var query = SearchQuery { $0.types = ["message.replied"] }
    query.allVersions = true
    #expect(try await search.texts(query) == [first, second, third].map(\.text))
    #expect(try await search.count(query).records == 3)
  }

  @Test func formsComeInTheirOrder() async throws {
    let folder = try SearchArchive()
    let search = Search(try await archive(folder))
    let (forms, report) = try await search.forms(of: first.id)
    #expect(forms.map(\.record) == [first, second, third].map(\.record))
    #expect(report.isWhole)
    #expect(try await search.forms(of: other.id).forms.map(\.record) == [other.record])
    let unknown = try await search.forms(of: SampleActivity.identifier(77))
    #expect(unknown.forms.isEmpty && unknown.report.isWhole)
  }

  @Test func anArchiveIsSearchedAsItWasWhenOpened() async throws {
    let folder = try SearchArchive()
    try await folder.commit([first, other])
    let opened = try Archive(at: folder.path)
    try await folder.commit([SampleActivity(3, seconds: 30)], amendments: [second])
    #expect(try await Search(opened).texts(SearchQuery()) == [first, other].map(\.text))
    let reopened = try Archive(at: folder.path)
    #expect(try await Search(reopened).texts(SearchQuery()).count == 3)
  }

  /// The API may give an activity another time, and with it another day.
  @Test func aRedatedActivityAppearsOnceAtItsLatestTime() async throws {
    let folder = try SearchArchive()
    var moved = other
    moved.instant = moved.instant + .seconds(2 * 86_400)
    try await folder.commit([first, other])
    let walk = try Self.walk(redating: other.id)
    let amended = try await folder.commit([], amendments: [moved], walks: [walk])
    #expect(try await Search(amended).texts(SearchQuery()) == [first, moved].map(\.text))
    let days = try await Search(amended).counts(SearchQuery(), by: [.day]).rows
    #expect(days.map(\.values) == [["2025-03-14"], ["2025-03-16"]])
    #expect(days.map(\.count) == [1, 1])

    // It may also be received as one of the other day.
    let again = try SearchArchive()
    try await again.commit([first, other])
    let received = try await again.commit([moved], walks: [walk])
    #expect(try await Search(received).texts(SearchQuery()) == [first, moved].map(\.text))
    #expect(try await Search(received).count(SearchQuery()).records == 2)
  }

  /// What was amended before is older than what came at another time after it.
  @Test func aRedatedActivityIsLaterThanItsEarlierAmendments() async throws {
    let folder = try SearchArchive()
    var moved = third
    moved.instant = moved.instant + .seconds(2 * 86_400)
    try await folder.commit([first, other])
    try await folder.commit([], amendments: [second])
    let archive = try await folder.commit([moved], walks: [try Self.walk(redating: first.id)])
    let search = Search(archive)
    #expect(try await search.texts(SearchQuery()) == [other, moved].map(\.text))
    #expect(try await search.forms(of: first.id).forms.last?.record == moved.record)
    #expect(try Prove(archive).proof(of: first.id)?.record == moved.record)
    let served = ArchivedActivities(archive, memory: ArchiveMemory())
    #expect(try await served.activity(first.id) == moved.record)
    let page = try await served.page(ActivityQuery(order: .ascending))
    #expect(page.items == [other, moved].map(\.record) && page.totalCount == 2)
  }

  private static func walk(redating id: Identifier) throws -> WalkEntry {
    try #require(
      WalkEntry(
        window: Window(SampleActivity.day(0)), isComplete: true, reported: 1, received: 1, added: 0,
        amended: 1, quarantined: 0, redated: [id], startedAt: SampleActivity.day(5).start,
        endedAt: SampleActivity.day(5).start))
  }
}

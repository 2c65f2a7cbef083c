import Activities
import ArchiveFormat
import ArchiveStore
import Archiver
import Testing
import TestSupport

/// Both orders, cut into pages anywhere, give the same records.
@Suite("Searching in either order") struct SearchOrderTests {
  /// Three days whose parts overlap, with many activities at each instant, and amendments.
  private func archive(_ folder: SearchArchive, _ random: inout SeededGenerator) async throws
    -> Archive
  {
    var held: [SampleActivity] = []
    for commit in 0..<4 {
      var added: [SampleActivity] = []
      for day in 0..<3 {
        let most = commit == 1 && day == 1 ? 2_100 : 60
        for _ in 0..<most {
          let number = held.count + added.count
          let seconds = Int.random(in: 0..<12, using: &random) * 7_000
          var activity = SampleActivity(number * 7_919 % 100_003, day: day, seconds: seconds)
          activity.channel = Channel.allCases[number % 3].rawValue
          added.append(activity)
        }
      }
      let amended = held.filter { _ in Int.random(in: 0..<20, using: &random) == 0 }.map {
        var form = $0
        form.category = "C\(commit)"
        return form
      }
      try await folder.commit(added, amendments: amended)
      held += added
    }
    return await folder.writer.archive
  }

  private func page(
    _ search: Search, _ query: SearchQuery, _ order: SortOrder, after key: RecordKey?,
    limit: Int?
  ) async throws -> (forms: [ActivityForm], report: SearchReport) {
    var forms: [ActivityForm] = []
    let report = try await search.records(
      matching: query, order: order, after: key, limit: limit
    ) { forms.append($0) }
    return (forms, report)
  }

  /// All pages, each from behind the last record of the one before.
  private func texts(
    _ search: Search, _ query: SearchQuery, _ order: SortOrder, size: Int
  ) async throws -> [String] {
    var texts: [String] = []
    var key: RecordKey?
    while true {
      let (forms, report) = try await page(search, query, order, after: key, limit: size)
      #expect(report.isWhole && report.records == forms.count && forms.count <= size)
      guard let last = forms.last else { return texts }
      try #require(last.key != key, "no progress")
      texts += forms.map { String(decoding: $0.record, as: UTF8.self) }
      key = last.key
    }
  }

  @Test(arguments: [31, 32] as [UInt64]) func agree(_ seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    let folder = try SearchArchive()
    let search = Search(try await archive(folder, &random))
    var bounded = SearchQuery { $0.channel = "EMAIL" }
    bounded.filter.after = SampleActivity.day(0).start + .seconds(7_000)
    bounded.filter.before = SampleActivity.day(2).start + .seconds(14_001)
    let narrow = try SearchQuery("\"C1\".*")
    for (query, sizes) in [(narrow, [1, 2, 7]), (bounded, [97, 1_024]), (SearchQuery(), [499])] {
      let all = try await search.texts(query)
      #expect(!all.isEmpty, "seed \(seed)")
      for size in sizes {
        let note = "seed \(seed), size \(size) of \(all.count): \(query.filter)"
        #expect(try await texts(search, query, .ascending, size: size) == all, "\(note)")
        #expect(
          try await texts(search, query, .descending, size: size) == all.reversed(), "\(note)")
      }
      let whole = try await page(search, query, .descending, after: nil, limit: nil)
      #expect(whole.forms.map { String(decoding: $0.record, as: UTF8.self) } == all.reversed())
    }
  }

  @Test func theCursorIsTheKeyOfAllFormsOfAnActivity() async throws {
    var random = SeededGenerator(seed: 33)
    let folder = try SearchArchive()
    let search = Search(try await archive(folder, &random))
    var query = try SearchQuery("C3|EMAIL")
    query.allVersions = true
    let ascending = try await page(search, query, .ascending, after: nil, limit: nil).forms
    let descending = try await page(search, query, .descending, after: nil, limit: nil).forms
    #expect(ascending.map(\.record) == descending.reversed().map(\.record))
    let key = ascending[ascending.count / 2].key
    let rest = try await page(search, query, .descending, after: key, limit: nil).forms
    #expect(rest.map(\.key) == descending.map(\.key).filter { $0 < key })
  }

  /// Neither other days nor the beginning of a day is read for its last activities.
  @Test func onlyWhatIsAskedForIsRead() async throws {
    let folder = try SearchArchive()
    let archive = try await folder.commit(
      [SampleActivity(0, day: -1), SampleActivity(1, day: 1)]
        + (2..<8_194).map { SampleActivity($0, seconds: $0 * 10) })
    for day in [-1, 1] {
      try folder.remove(SegmentLocation(.activities(SampleActivity.day(day)), part: 0))
    }
    let last = RecordKey(instant: SampleActivity.day(0).end, id: SampleActivity.identifier(0))
    let key = RecordKey(instant: last.instant - .nanoseconds(1), id: last.id)
    let (forms, report) = try await page(
      Search(archive), SearchQuery(), .descending, after: key, limit: 20)
    #expect(forms.map(\.key.id) == (8_174..<8_194).reversed().map(SampleActivity.identifier))
    #expect(report.isWhole && report.blocksRead <= 5 && report.segmentsPassedOver == 1)
    let narrow = SearchQuery { $0.personID = SampleActivity.identifier(77) }
    let nothing = try await page(Search(archive), narrow, .descending, after: key, limit: 20).report
    #expect(nothing.blocksPassedOver + nothing.blocksRead == 8 && nothing.blocksRead <= 2)
  }

  /// Each missing file is told once, however many slices there are.
  @Test func faultsAreToldOnce() async throws {
    let folder = try SearchArchive()
    let day = (0..<9_000).map { SampleActivity($0, seconds: $0) }
    try await folder.commit(day)
    let archive = try await folder.commit([
      SampleActivity(9_000), SampleActivity(9_001, seconds: 9_001),
    ])
    try folder.remove(SegmentLocation(.activities(SampleActivity.day(0)), part: 1))
    let (forms, report) = try await page(
      Search(archive), SearchQuery(), .descending, after: nil, limit: nil)
    #expect(forms.count == 9_000 && report.faultCount == 1)
  }

  @Test func itIsToldWhatWasRedacted() async throws {
    let folder = try SearchArchive()
    try await folder.commit([SampleActivity(1), SampleActivity(2, seconds: 5)])
    let archive = try await folder.redact([SampleActivity.identifier(2)])
    for order in SortOrder.allCases {
      let (forms, _) = try await page(Search(archive), SearchQuery(), order, after: nil, limit: nil)
      let redacted = forms.filter { $0.redaction != nil }
      #expect(forms.count == 2 && redacted.map(\.key.id) == [SampleActivity.identifier(2)])
      #expect(redacted.first?.redaction?.reason == "asked to")
    }
  }
}

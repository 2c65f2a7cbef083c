import Activities
import ArchiveStore
import Archiver
import Testing

/// Random archives, page by page, must show what a plain list shows, as they grow.
@Suite("Pages of an archive") struct ArchivePagesTests {
  @Test(arguments: [21, 22] as [UInt64]) func agreeWithAList(_ seed: UInt64) async throws {
    var model = try PagingModel(seed: seed)
    // One memory serves all commits.
    let memory = ArchiveMemory()
    var old: (activities: ArchivedActivities, shown: [String])?
    for step in 0..<5 {
      let archive = step == 3 ? try await model.redact() : try await model.commit()
      let activities = ArchivedActivities(archive, memory: memory)
      let note = "seed \(seed), step \(step)"
      try await check(activities, ActivityFilter(), &model, note)
      for round in 0..<5 {
        let filter = model.filter()
        try await check(activities, filter, &model, "\(note), round \(round): \(filter)")
      }
      try await checkSingle(activities, model, note)
      if step == 2, let old {
        #expect(
          try await texts(old.activities) == old.shown, "the commit before is served as it was")
      }
      old = (activities, model.shown.map(\.text))
    }
  }

  /// What is forgotten is found out again.
  @Test func agreeWithAListInLittleMemory() async throws {
    var model = try PagingModel(seed: 23)
    _ = try await model.commit()
    let activities = ArchivedActivities(
      try await model.commit(), memory: ArchiveMemory(limit: 200_000))
    for _ in 0..<3 {
      var filter = model.filter()
      filter.after = filter.after ?? SampleActivity.day(2).start
      try await check(activities, filter, &model, "seed 23: \(filter)")
    }
  }

  /// Walks over all pages in both orders.
  private func check(
    _ activities: ArchivedActivities, _ filter: ActivityFilter, _ model: inout PagingModel,
    _ note: String
  ) async throws {
    let shown = model.shown(filter).map(\.text)
    let size = shown.count > 300 ? 100 : model.number(10...100)
    let ascending = try await texts(activities, filter, .ascending, size: size, total: shown.count)
    #expect(ascending == shown, "\(note)")
    let other = shown.count > 300 ? 97 : model.number(10...100)
    let descending = try await texts(
      activities, filter, .descending, size: other, total: shown.count)
    #expect(descending == shown.reversed(), "\(note)")
  }

  private func texts(
    _ activities: ArchivedActivities, _ filter: ActivityFilter = ActivityFilter(),
    _ order: SortOrder = .ascending, size: Int = 100, total: Int? = nil
  ) async throws -> [String] {
    var texts: [String] = []
    var query = ActivityQuery(filter, order: order, size: size)
    while true {
      let page = try await activities.page(query)
      if let total { #expect(page.totalCount == total, "\(query)") }
      texts += page.items.map { String(decoding: $0, as: UTF8.self) }
      // A page that is not full must be the last.
      let rest = page.totalCount - (query.page - 1) * size
      #expect(page.items.count == max(0, min(size, rest)), "\(query)")
      if page.items.isEmpty { return texts }
      query.page += 1
    }
  }

  private func checkSingle(
    _ activities: ArchivedActivities, _ model: PagingModel, _ note: String
  ) async throws {
    let ids = model.ids
    let some = ids.indices.filter { $0 % 97 == 0 }.map { ids[$0] } + model.redacted
    for id in some {
      let found = try await activities.activity(id).map { String(decoding: $0, as: UTF8.self) }
      #expect(found == model.latest(id), "\(note): \(id)")
    }
    #expect(try await activities.activity(SampleActivity.identifier(200_000)) == nil)
  }
}

import Activities
import ArchiveStore
import Archiver
import Testing

/// The order of counts, which a person reads from the top.
@Suite struct CountOrderTests {
  private func archive(_ folder: SearchArchive) async throws -> Archive {
    // By month: 2025-03 has 2 A and 1 B, 2025-04 has 3 B, 1 A and 2 without.
    let categories: [(day: Int, categories: [String?])] = [
      (0, ["A", "B", "A"]), (20, ["B", nil, "B", "A", "B", nil]),
    ]
    let activities = categories.flatMap { day, categories in
      categories.enumerated().map { index, category in
        var activity = SampleActivity(day * 100 + index, day: day, seconds: index)
        activity.category = category
        activity.channel = category == "A" ? "EMAIL" : "MANUAL"
        return activity
      }
    }
    return try await folder.commit(activities)
  }

  private func rows(_ keys: [CountKey]) async throws -> [String] {
    let folder = try SearchArchive()
    let rows = try await Search(archive(folder)).counts(SearchQuery(), by: keys).rows
    return rows.map { row in
      (row.values.map { $0 ?? "-" } + ["\(row.count)"]).joined(separator: " ")
    }
  }

  @Test func valuesComeByFallingCountAndMonthsInTheirOrder() async throws {
    #expect(try await rows([.replyCategory]) == ["B 4", "A 3", "- 2"])
    #expect(try await rows([.month]) == ["2025-03 3", "2025-04 6"])
    #expect(
      try await rows([.month, .replyCategory]) == [
        "2025-03 A 2", "2025-03 B 1", "2025-04 B 3", "2025-04 - 2", "2025-04 A 1",
      ])
  }

  @Test func whatIsMoreInAllComesFirst() async throws {
    #expect(
      try await rows([.replyCategory, .month]) == [
        "B 2025-03 1", "B 2025-04 3", "A 2025-03 2", "A 2025-04 1", "- 2025-04 2",
      ])
    #expect(
      try await rows([.channel, .month, .replyCategory]) == [
        "MANUAL 2025-03 B 1", "MANUAL 2025-04 B 3", "MANUAL 2025-04 - 2", "EMAIL 2025-03 A 2",
        "EMAIL 2025-04 A 1",
      ])
  }

  @Test func withoutKeysThereIsOneRow() async throws {
    #expect(try await rows([]) == ["9"])
    let folder = try SearchArchive()
    let nothing = try SearchQuery("occurs nowhere")
    let counts = try await Search(archive(folder)).counts(nothing, by: [])
    #expect(counts.rows.map(\.count) == [0] && counts.report.records == 0)
    let months = try await Search(archive(SearchArchive())).counts(nothing, by: [.month])
    #expect(months.rows.isEmpty)
  }
}

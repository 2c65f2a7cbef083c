import Activities
import ArchiveStore
import Archiver
import Testing

/// How far a search has come never goes back, and never beyond what there is.
@Suite("Progress of searches") struct SearchProgressTests {
  private func progress(
    _ archive: Archive, _ query: SearchQuery, _ order: SortOrder
  ) async throws -> [SearchProgress] {
    var told: [SearchProgress] = []
    _ = try await Search(archive, concurrency: 2).records(
      matching: query, order: order, progress: { told.append($0) }, deliver: { _ in })
    return told
  }

  /// Five days: one of three blocks, the others of one.
  private func archive(_ folder: SearchArchive) async throws -> Archive {
    let many = (0..<2_500).map { SampleActivity($0, day: 2, seconds: $0) }
    let few = [0, 1, 3, 4].map { SampleActivity(5_000 + $0, day: $0) }
    return try await folder.commit(few + many)
  }

  @Test(arguments: [SortOrder.ascending, .descending])
  func itGoesOnToTheEnd(order: SortOrder) async throws {
    let folder = try SearchArchive()
    let archive = try await archive(folder)
    let told = try await progress(archive, SearchQuery(), order)
    #expect(told.last?.blocks == 7 && told.last?.totalBlocks == 7)
    #expect(told.count >= 5 && told.allSatisfy { $0.totalBlocks == 7 })
    #expect(told.map(\.blocks) == told.map(\.blocks).sorted())
  }

  /// What headers and the index rule out is behind a search, too; what the bounds leave out is not
  /// before it.
  @Test(arguments: [SortOrder.ascending, .descending])
  func whatIsPassedOverCounts(order: SortOrder) async throws {
    let folder = try SearchArchive()
    let archive = try await archive(folder)
    var filter = ActivityFilter(before: SampleActivity.day(4).start)
    filter.personID = SampleActivity.identifier(999_999)
    let told = try await progress(archive, SearchQuery(filter: filter), order)
    #expect(told.allSatisfy { $0.totalBlocks == 6 && $0.blocks <= 6 })
    #expect(told.map(\.blocks) == told.map(\.blocks).sorted())
  }
}

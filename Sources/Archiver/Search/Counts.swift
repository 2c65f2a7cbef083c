import Activities
import ArchiveStore

/// How many records have a value.
public struct CountRow: Hashable, Sendable {
  /// The value; nil for records without one.
  public let value: String?
  /// The records that have it, at least one.
  public let count: Int
}

extension Search {
  /// How many records match.
  ///
  /// Counts as `records(matching:)` delivers; the index is enough where it tells the answer.
  public func count(_ query: SearchQuery) async throws -> SearchReport {
    try await tally(query, by: nil).report
  }

  /// How many records match by `key`: days and months in order, others by falling count and then
  /// by value.
  public func counts(
    _ query: SearchQuery, by key: CountKey
  ) async throws -> (rows: [CountRow], report: SearchReport) {
    let (counts, report) = try await tally(query, by: key)
    let rows = counts.map { CountRow(value: $0.key, count: $0.value) }
    let isByTime = key == .day || key == .month
    return (
      rows.sorted { left, right in
        if !isByTime, left.count != right.count { return left.count > right.count }
        return (left.value ?? "") < (right.value ?? "")
      }, report
    )
  }

  private func tally(
    _ query: SearchQuery, by key: CountKey?
  ) async throws -> (counts: [String?: Int], report: SearchReport) {
    var (counts, known) = IndexCounts(archive, query, by: key).counts()
    var report = SearchReport()
    var latest = query.allVersions ? nil : try await latestForms(&report)
    // Without a key the months stand in, as the cheapest that every record has.
    let pipeline = ScanPipeline(
      archive: archive, query: query, concurrency: concurrency, countingBy: key ?? .month)
    let plan = BlockPlan(archive, query, excluding: known)
    try await pipeline.run(plan, &report) { task, result, _ in
      switch task {
      case .amendments(let day, _): latest?.learn(result.latest, of: day)
      case .block(let day, let segment, _):
        var result = result
        latest?.keepLatest(of: &result, day, FormRank(of: segment))
        for match in result.matches { counts[match.value, default: 0] += 1 }
      }
      return true
    }
    report.records = counts.values.reduce(0) { $0 &+ $1 }
    return (counts, report)
  }
}

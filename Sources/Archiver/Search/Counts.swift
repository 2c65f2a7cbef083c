import Activities
import ArchiveStore

/// How many records have certain values.
public struct CountRow: Hashable, Sendable {
  /// A value for each key; nil for records without one.
  public let values: [String?]
  /// The records that have them all: at least one, unless the row is of all records.
  public let count: Int
}

extension Search {
  /// How many records match.
  ///
  /// Counts as `records(matching:)` delivers; the index is enough where it tells the answer.
  public func count(_ query: SearchQuery) async throws -> SearchReport {
    try await tally(query, by: []).report
  }

  /// How many records match by each combination of values that occurs; one row without keys.
  ///
  /// The rows are in the order of the first key's values, among equals of the second's, and so on:
  /// days and months as they follow each other, other values by falling count and then by text.
  public func counts(
    _ query: SearchQuery, by keys: [CountKey]
  ) async throws -> (rows: [CountRow], report: SearchReport) {
    let (counts, report) = try await tally(query, by: keys)
    if keys.isEmpty { return ([CountRow(values: [], count: report.records)], report) }
    let rows = counts.map { CountRow(values: $0.key.list, count: $0.value) }
    return (CountOrder(rows, by: keys).sorted(), report)
  }

  private func tally(
    _ query: SearchQuery, by keys: [CountKey]
  ) async throws -> (counts: [CountedValues: Int], report: SearchReport) {
    var (counts, known) = IndexCounts(archive, query, by: keys).counts()
    var report = SearchReport()
    var latest = query.allVersions ? nil : try await latestForms(&report)
    let pipeline = ScanPipeline(
      archive: archive, query: query, concurrency: concurrency, countingBy: keys)
    let plan = BlockPlan(archive, query, excluding: known)
    try await pipeline.run(plan, &report) { task, result, _ in
      switch task {
      case .amendments(let day, _): latest?.learn(result.latest, of: day)
      case .block(let day, let segment, _):
        var result = result
        latest?.keepLatest(of: &result, day, FormRank(of: segment))
        for match in result.matches { counts[match.values, default: 0] += 1 }
      }
      return true
    }
    report.records = counts.values.reduce(0) { $0 &+ $1 }
    return (counts, report)
  }
}

import Activities
import ArchiveStore
import Patterns

/// Searches the records of an archive, as of the commit that it was opened at.
///
/// Memory is bounded by a few blocks a core and one a part of the same day, and by the ids of the
/// activities amended on one day. Partitions, segments and blocks that cannot match are not read.
public struct Search: Sendable {
  /// What is searched.
  public let archive: Archive
  let concurrency: Int

  /// A search that scans `concurrency` blocks side by side.
  public init(_ archive: Archive, concurrency: Int = processorCount()) {
    self.archive = archive
    self.concurrency = concurrency
  }

  /// Delivers what matches in the order of time, equal times in the order of ids, and the forms of
  /// one activity in the order in which they came; or all of it in the exact reverse.
  ///
  /// With a key in `after`, as that of the form delivered last, it goes on behind all forms with this
  /// key. An activity is delivered once, in its latest form, which must match by itself, unless the query
  /// asks for every form. Scanning goes on only a little while `deliver` is busy, and ends after
  /// `limit` records; `progress` is told now and then how far it is. What cannot be read is told by
  /// the report; the rest is searched. Throws `CancellationError` and what the closures throw.
  public nonisolated(nonsending) func records(
    matching query: SearchQuery, order: SortOrder = .ascending, after key: RecordKey? = nil,
    limit: Int? = nil,
    progress: nonisolated(nonsending) (SearchProgress) async throws -> Void = { _ in },
    deliver: nonisolated(nonsending) (ActivityForm) async throws -> Void
  ) async throws -> SearchReport {
    var report = SearchReport()
    if let limit, limit <= 0 { return report }
    let latest = query.allVersions ? nil : try await latestForms(&report)
    let rest = query.following(key, order)
    if order == .descending {
      let descent = Descent(search: self, query: rest, latest: latest, before: key)
      try await descent.run(limit: limit, &report, progress: progress, deliver: deliver)
    } else {
      var delivered = 0
      try await scan(BlockPlan(archive, rest), rest, latest, &report, progress: progress) { form in
        if let key, form.key <= key { return true }
        try await deliver(form)
        delivered += 1
        return delivered != limit
      }
      report.records = delivered
    }
    return report
  }

  /// Calls `consume` with what matches in a plan's blocks, in ascending order, until it answers false.
  nonisolated(nonsending) func scan(
    _ plan: BlockPlan, _ query: SearchQuery, _ latest: LatestForms?, _ report: inout SearchReport,
    progress: nonisolated(nonsending) (SearchProgress) async throws -> Void = { _ in },
    consume: nonisolated(nonsending) (ActivityForm) async throws -> Bool
  ) async throws {
    var latest = latest
    var merge = MatchMerge()
    let pipeline = ScanPipeline(archive: archive, query: query, concurrency: concurrency)
    try await pipeline.run(plan, &report) { task, result, bound in
      switch task {
      case .amendments(let day, _): latest?.learn(result.latest, of: day)
      case .block(let day, let segment, _):
        var result = result
        latest?.keepLatest(of: &result, day, FormRank(of: segment))
        merge.add(result, of: segment)
      }
      while let form = merge.next(before: bound) {
        if try await !consume(form) { return false }
      }
      try await progress(plan.progress)
      return true
    }
  }

  /// Which forms are the latest, as far as one day does not tell.
  nonisolated(nonsending) func latestForms(_ report: inout SearchReport) async throws -> LatestForms
  {
    let ids = archive.redated
    guard !ids.isEmpty else { return LatestForms() }
    let finder = FormFinder(archive: archive, ids: ids, concurrency: concurrency)
    let ranks = try await finder.forms(&report).map { ($0.form.key.id, $0.form.rank) }
    return LatestForms(redated: Dictionary(ranks) { max($0, $1) })
  }
}

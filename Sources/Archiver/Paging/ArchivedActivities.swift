import Activities
import ArchiveFormat
import ArchiveStore

/// The activities of an archive as of one commit, each once, in its latest form; those that were
/// redacted are left out.
///
/// In the order of time, equal times in the order of ids; descending is the exact reverse. The index
/// counts what it can, and headers of blocks rule out what they can; what had to be read is remembered.
/// A page with a place that cannot be read is refused: it would lack what lies there. May be shared by
/// tasks.
public final class ArchivedActivities: ActivitySource {
  /// What is served.
  public let archive: Archive
  let memory: ArchiveMemory
  let ledger: FormLedger
  /// The days that hold something, in order.
  let days: [DayParts]
  /// What was read and is there still, in time order.
  private let read: [Window]

  /// The activities of an opened archive; the memory may serve other commits of the same archive, too.
  public init(_ archive: Archive, memory: ArchiveMemory) {
    self.archive = archive
    self.memory = memory
    ledger = FormLedger(archive, memory)
    let days = Set(archive.days(of: .activities)).union(archive.days(of: .amendments))
    self.days = days.sorted().map { DayParts($0, of: archive) }
    read = archive.held
  }

  /// The page that `query` asks for.
  ///
  /// Throws `StoreError` and `PagingError` for what cannot be read, and `CancellationError`.
  public func page(_ query: ActivityQuery) async throws -> ActivityPage {
    do {
      return try await page(query, exactly: false)
    } catch is PagingError {
      // Amendments that amend nothing are more than the index tells of.
      return try await page(query, exactly: true)
    }
  }

  /// The page; unless it must be exact, days that are not counted yet are taken to have what the
  /// index says.
  private func page(_ query: ActivityQuery, exactly: Bool) async throws -> ActivityPage {
    let days = self.days(of: query.filter)
    let counts = try await counts(days, exactly: exactly)
    let total = counts.reduce(0, +)
    let unread = query.filter.window.subtracting(read)
    let (start, overflow) = (query.page - 1).multipliedReportingOverflow(by: query.size)
    guard !overflow, start >= 0, start < total else {
      return ActivityPage(items: [], totalCount: total, unread: unread)
    }
    let end = min(total, start + query.size)
    let isAscending = query.order == .ascending
    let ranks = isAscending ? start..<end : total - end..<total - start
    let items = try await records(ranks, of: days, counts)
    return ActivityPage(
      items: isAscending ? items : items.reversed(), totalCount: total, unread: unread)
  }

  /// The latest form of an activity; nil if the archive does not hold it, or it was redacted.
  ///
  /// Throws as `page(_:)` does.
  public func activity(_ id: Identifier) async throws -> [UInt8]? {
    var latest: (rank: FormRank, record: [UInt8])?
    for day in days {
      for segment in day.segments where segment.holds(id) {
        let rank = FormRank(of: segment)
        for block in try await ledger.directory(segment).blocks
        where block.summary.mayContain(id) {
          try Task.checkCancellation()
          let records = try await ledger.records(of: block, segment)
          guard let position = records.keys.firstIndex(where: { $0.id == id }) else { continue }
          let record = records.record(position)
          if segment.redactedRecord(record.span.bytes) != nil { return nil }
          if latest.map({ $0.rank < rank }) ?? true { latest = (rank, record) }
        }
      }
    }
    return latest?.record
  }

  /// Finds out what every page needs: which forms are the latest, day by day and side by side.
  ///
  /// Without it pages do so for their days. Throws as `page(_:)` does.
  public func prepare() async throws {
    _ = try await counts(days(of: ActivityFilter()), exactly: true)
  }

  /// The days of which a filter's bounds leave something.
  func days(of filter: ActivityFilter) -> [ActivityDay] {
    let criteria = BlockCriteria(filter: filter)
    return days.filter { criteria.mayMatch($0.day) }
      .map { ActivityDay(ledger: ledger, parts: $0, filter: filter) }
  }

  /// How many activities each day has.
  private func counts(_ days: [ActivityDay], exactly: Bool) async throws -> [Int] {
    let known = exactly ? rememberedCounts(days) : expectedCounts(days)
    let unknown = days.indices.filter { known[$0] == nil }
    guard unknown.count > 1 else {
      var counts = known.map { $0 ?? 0 }
      for index in unknown { counts[index] = try await days[index].count() }
      return counts
    }
    let found = try await unknown.mapSideBySide { try await days[$0].count() }
    var counts = known.map { $0 ?? 0 }
    for (index, count) in zip(unknown, found) { counts[index] = count }
    return counts
  }

  // With such closures in an async function, what Swift 6.3 makes of it in release may corrupt the
  // heap.
  private func rememberedCounts(_ days: [ActivityDay]) -> [Int?] {
    days.map { $0.rememberedCount() }
  }

  private func expectedCounts(_ days: [ActivityDay]) -> [Int?] {
    days.map { $0.rememberedCount() ?? $0.expectedCount() }
  }

  /// The records of some ranks, in order.
  private func records(
    _ ranks: Range<Int>, of days: [ActivityDay], _ counts: [Int]
  ) async throws -> [[UInt8]] {
    var items: [[UInt8]] = []
    var before = 0
    for (day, count) in zip(days, counts) {
      let wanted = (ranks.lowerBound - before..<ranks.upperBound - before).clamped(to: 0..<count)
      before += count
      if !wanted.isEmpty { items += try await records(wanted, of: day, count) }
      if before >= ranks.upperBound { break }
    }
    return items
  }

  /// The records of some ranks among the `count` that a day has.
  private func records(
    _ ranks: Range<Int>, of day: ActivityDay, _ count: Int
  ) async throws -> [[UInt8]] {
    let blocks = try await day.blocks()
    // The index may tell other types than the records have.
    guard blocks.reduce(0, { $0 + $1.count }) == count else { throw day.damaged }
    let slice = DaySlice(ranks, of: blocks)
    var contents: [BlockRecords] = []
    for block in slice.blocks {
      try Task.checkCancellation()
      contents.append(try await ledger.records(of: block.block, block.segment))
    }
    return slice.records(contents)
  }
}

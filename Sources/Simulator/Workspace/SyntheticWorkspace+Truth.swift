import Activities

/// One activity as the workspace shows it.
public struct VisibleActivity: Sendable {
  /// Nil for an item without a UUID `id`.
  public let id: Identifier?
  /// What the API sorts by and compares with bounds.
  public let instant: Instant
  /// The bytes that the API sends for it.
  public let record: [UInt8]
}

/// The truth that an archive is compared with.
extension SyntheticWorkspace {
  /// How many activities a filter matches now.
  public func count(_ filter: ActivityFilter = ActivityFilter()) -> Int {
    rows(filter).count
  }

  /// Calls `body` with each activity that is visible at one moment, in ascending order.
  public func forEachActivity(
    _ filter: ActivityFilter = ActivityFilter(),
    _ body: (VisibleActivity) throws -> Void
  ) rethrows {
    let rows = rows(filter)
    for index in 0..<rows.count {
      try body(visible(rows[index]))
    }
  }

  /// Every activity that is visible now, in ascending order.
  public func activities(_ filter: ActivityFilter = ActivityFilter()) -> [VisibleActivity] {
    var activities: [VisibleActivity] = []
    forEachActivity(filter) { activities.append($0) }
    return activities
  }

  /// The record of every activity that is visible now, in ascending order.
  public func allRecords() -> [[UInt8]] {
    activities().map(\.record)
  }

  /// One visible activity, chosen by a random number; nil if none matches.
  public func anyActivity(
    _ filter: ActivityFilter = ActivityFilter(), random: UInt64
  ) -> VisibleActivity? {
    let rows = rows(filter)
    guard rows.count > 0 else { return nil }
    return visible(rows[Int(random % UInt64(rows.count))])
  }

  private func visible(_ row: VisibleRows.Row) -> VisibleActivity {
    switch row {
    case .key(let key):
      VisibleActivity(
        id: writer.identifier(of: key), instant: key.instant, record: writer.record(of: key))
    case .added(let activity):
      VisibleActivity(id: activity.id, instant: activity.instant, record: activity.record)
    }
  }
}

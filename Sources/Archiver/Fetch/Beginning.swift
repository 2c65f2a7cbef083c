import Activities
import ActivityAPI

/// Finds where a new archive begins: at the midnight before the oldest activity.
struct Beginning: Sendable {
  let client: APIClient
  let now: Instant

  /// `oldest` is the first page, of one item. Nil if there is none.
  func find(_ oldest: Page) async throws -> Instant? {
    if let first = oldest.records.first { return first.key.instant.day.start }
    return oldest.items.isEmpty ? nil : try await bisect()
  }

  /// An item that does not tell its time is found by the number of those before a day.
  private func bisect() async throws -> Instant {
    var low = UTCDay(containing: Instant(nanoseconds: .min)).number + 1
    var high = now.day.number
    // Before the first day that can be asked for lies what no window can reach.
    let unreachable = try await count(before: low)
    while high - low > 1 {
      let middle = (low + high) / 2
      if try await count(before: middle) > unreachable { high = middle } else { low = middle }
    }
    return UTCDay(number: try await count(before: high) > unreachable ? low : high).start
  }

  private func count(before day: Int) async throws -> Int {
    try await client.count(ActivityFilter(before: UTCDay(number: day).start))
  }
}

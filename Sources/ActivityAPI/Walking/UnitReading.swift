import Activities

/// Reads the activities of one unit of time by page number.
///
/// More activities at one instant than a page holds leave no bound to move. Tied activities may
/// come in another order on each request, so the pages are read in both orders and several sizes
/// until the distinct ones reach the unit's `total_count`. What is still missing then shows in the
/// count that ends the walk.
struct UnitReading: Sendable {
  private let walk: WindowWalk
  private let filter: ActivityFilter
  private var distinct: Set<Identity> = []
  private var fresh = 0

  private enum Identity: Hashable {
    case id(Identifier)
    case content([UInt8])
  }

  init(_ walk: WindowWalk, after: Instant, before: Instant) {
    self.walk = walk
    filter = ActivityFilter(after: after, before: before, eventType: walk.eventType)
  }

  /// Reads the unit and says how many of its items the walk had not received.
  func run() async throws -> Int {
    var reading = self
    var fruitless = 0
    var pass = 0
    while fruitless < Self.mostFruitlessPasses {
      let before = reading.distinct.count
      let order: SortOrder = pass.isMultiple(of: 2) ? .ascending : .descending
      if try await reading.readPages(order, size: Self.sizes[pass / 2 % Self.sizes.count]) {
        return reading.fresh
      }
      fruitless = reading.distinct.count > before ? 0 : fruitless + 1
      pass += 1
    }
    return reading.fresh
  }

  private static let sizes = [100, 97, 83, 61]
  private static let mostFruitlessPasses = 6

  /// Reads all pages once; true as soon as every activity of the unit has been received.
  private mutating func readPages(_ order: SortOrder, size: Int) async throws -> Bool {
    var number = 1
    while true {
      let page = try await walk.client.page(
        ActivityQuery(filter, order: order, page: number, size: size))
      fresh += try await walk.tally.receive(page)
      for item in page.items { distinct.insert(Self.identity(of: item)) }
      if distinct.count >= page.totalCount { return true }
      guard page.hasMore, number * size < page.totalCount else { return false }
      guard !page.items.isEmpty else { throw APIError.emptyPage }
      number += 1
    }
  }

  private static func identity(of item: ReceivedItem) -> Identity {
    switch item {
    case .record(let record): .id(record.key.id)
    case .unplaceable(let bytes, _): .content(bytes)
    }
  }
}

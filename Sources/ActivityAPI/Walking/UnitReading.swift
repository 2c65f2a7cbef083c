import Activities

/// Reads the activities of one unit of time by page number.
///
/// More activities at one instant than a page holds leave no bound to move. Tied activities may
/// come in another order on each request, so the pages are read in both orders and several sizes
/// until the distinct ones reach the unit's `total_count`, and once more to see that nothing is new:
/// a page that shifts hides an activity, and one that has gone since makes up for it in the count.
/// What is still missing then shows in the count that ends the walk.
struct UnitReading: Sendable {
  private let walk: WindowWalk
  private let filter: ActivityFilter
  private var distinct: Set<Identity> = []
  private var total: Int?
  private var restarts = 0
  private var fresh = 0

  private enum Identity: Hashable {
    case id(Identifier)
    case content([UInt8])
  }

  private enum Pass {
    /// A response showed everything at once.
    case whole
    /// The pages were read, or enough of them.
    case read
    /// `total_count` changed, so that pages may have shifted: what was seen does not count.
    case shifted
  }

  init(_ walk: WindowWalk, after: Instant, before: Instant) {
    self.walk = walk
    filter = ActivityFilter(after: after, before: before, eventType: walk.eventType)
  }

  /// Reads the unit and says how many of its items the walk had not received. The tally is in doubt
  /// if the unit did not stand still.
  func run() async throws -> Int {
    var reading = self
    var fruitless = 0
    var pass = 0
    while fruitless < Self.mostFruitlessPasses {
      let before = reading.distinct.count
      let order: SortOrder = pass.isMultiple(of: 2) ? .ascending : .descending
      switch try await reading.readPages(order, size: Self.sizes[pass / 2 % Self.sizes.count]) {
      case .whole: return reading.fresh
      case .read:
        let isNew = reading.distinct.count > before
        if !isNew, reading.distinct.count == reading.total { return reading.fresh }
        fruitless = isNew ? 0 : fruitless + 1
      case .shifted:
        reading.restarts += 1
        guard reading.restarts <= Self.mostRestarts else {
          await walk.tally.doubt()
          return reading.fresh
        }
        reading.distinct.removeAll()
        fruitless = 0
      }
      pass += 1
    }
    return reading.fresh
  }

  private static let sizes = [100, 97, 83, 61]
  private static let mostFruitlessPasses = 6
  private static let mostRestarts = 6

  /// Reads all pages once, or until every activity of the unit has been received.
  private mutating func readPages(_ order: SortOrder, size: Int) async throws -> Pass {
    let isConfirming = distinct.count == total
    var number = 1
    while true {
      let page = try await walk.client.page(
        ActivityQuery(filter, order: order, page: number, size: size))
      fresh += try await walk.tally.receive(page)
      if number == 1, !page.hasMore, page.items.count >= page.totalCount { return .whole }
      let known = total
      total = page.totalCount
      if let known, known != page.totalCount { return .shifted }
      for item in page.items { distinct.insert(Self.identity(of: item, in: page)) }
      // More than there are: one went, another came.
      if distinct.count > page.totalCount { return .shifted }
      if distinct.count == page.totalCount, !isConfirming { return .read }
      guard page.hasMore, number * size < page.totalCount else { return .read }
      guard !page.items.isEmpty else { throw APIError.emptyPage }
      number += 1
    }
  }

  private static func identity(of item: ReceivedItem, in page: Page) -> Identity {
    switch item {
    case .record(let record): .id(record.key.id)
    case .unplaceable(let range, _): .content(Array(page.bytes[range]))
    }
  }
}

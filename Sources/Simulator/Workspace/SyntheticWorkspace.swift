import Activities
import Synchronization

/// A made-up workspace of any size: the same configuration gives the same records everywhere.
///
/// An activity takes 16 bytes of memory; its record is computed when it is asked for. What the
/// workspace shows can be changed at any time (`insert`, `delete`, …); each page, count and record
/// is a view of one moment.
public final class SyntheticWorkspace: ActivitySource {
  /// What the workspace was made of.
  public let configuration: WorkspaceConfiguration
  /// What the workspace takes for now.
  public let clock: SimulatedClock
  let timeline: Timeline
  let writer: RecordWriter
  let hash: SeededHash
  let overlay = Mutex(Overlay())
  private let pages = Atomic<UInt64>(0)
  private let positionLists = Mutex<[FieldSelection: [UInt32]]>([:])

  /// Makes the workspace; takes about a second for a million activities in an optimised build.
  public init(_ configuration: WorkspaceConfiguration, clock: SimulatedClock? = nil) {
    self.configuration = configuration
    self.clock = clock ?? SimulatedClock(.fixed(configuration.until))
    hash = SeededHash(seed: configuration.seed)
    timeline = Timeline(configuration, hash: hash)
    writer = RecordWriter(configuration, hash: hash, calendar: timeline.calendar)
    addUnplaceableItems()
  }

  /// The page that a query asks for and the exact count of all that it matches, as of now.
  public func page(_ query: ActivityQuery) -> ActivityPage {
    let rows = rows(query.filter)
    let (start, overflow) = (query.page - 1).multipliedReportingOverflow(by: query.size)
    guard !overflow, start < rows.count else {
      return ActivityPage(items: [], totalCount: rows.count)
    }
    let range = start..<min(start + query.size, rows.count)
    let page = rows.page(range, order: query.order, tieOrder: tieOrder())
    return ActivityPage(items: page.map(record), totalCount: rows.count)
  }

  /// The record of a visible activity; nil if there is none with this id now.
  public func activity(_ id: Identifier) -> [UInt8]? {
    let overlay = overlay.withLock { $0 }
    if let added = overlay.added(id) { return isShown(added.instant) ? added.record : nil }
    guard let position = position(of: id), !overlay.isHidden(position) else { return nil }
    let key = timeline.keys[position]
    return isShown(key.instant) ? writer.record(of: key) : nil
  }

  /// Where the timeline has an activity, visible or not.
  func position(of id: Identifier) -> Int? {
    guard let name = writer.identifiers.name(of: id), name.kind == .activity else { return nil }
    return timeline.position(enrollment: name.number, step: name.part)
  }

  /// What a filter matches now.
  func rows(_ filter: ActivityFilter) -> VisibleRows {
    var filter = filter
    if configuration.hidesFuture {
      let end = Instant(nanoseconds: clock.now.nanoseconds + 1)
      filter.before = filter.before.map { min($0, end) } ?? end
    }
    let overlay = overlay.withLock { $0 }
    return VisibleRows(
      timeline: timeline, positions: positions(filter, overlay),
      added: overlay.added(matching: filter))
  }

  func record(_ row: VisibleRows.Row) -> [UInt8] {
    switch row {
    case .key(let key): writer.record(of: key)
    case .added(let activity): activity.record
    }
  }

  private func isShown(_ instant: Instant) -> Bool {
    !configuration.hidesFuture || instant <= clock.now
  }

  private func positions(_ filter: ActivityFilter, _ overlay: Overlay) -> VisiblePositions {
    guard let selection = FieldSelection(filter, writer: writer) else { return .list([]) }
    let range = timeline.positions(within: filter)
    if selection.isEverything { return .range(range, hidden: overlay.hidden(in: range)) }
    guard selection.isCommon else {
      return .list(visible(matching(selection, in: range), overlay))
    }
    let all = positionLists.withLock { lists in
      if let list = lists[selection] { return list }
      let list = matching(selection, in: timeline.keys.indices)
      if lists.count >= 32 { lists.removeAll() }
      lists[selection] = list
      return list
    }
    let lower = all.partitionPoint { $0 >= UInt32(range.lowerBound) }
    let upper = all.partitionPoint { $0 >= UInt32(range.upperBound) }
    return .list(visible(Array(all[lower..<upper]), overlay))
  }

  private func matching(_ selection: FieldSelection, in range: Range<Int>) -> [UInt32] {
    var positions: [UInt32] = []
    for position in range where selection.matches(timeline.keys[position], writer: writer) {
      positions.append(UInt32(position))
    }
    return positions
  }

  private func visible(_ positions: [UInt32], _ overlay: Overlay) -> [UInt32] {
    guard !overlay.hidden.isEmpty else { return positions }
    return positions.filter { !overlay.isHidden(Int($0)) }
  }

  /// A new order of ties for each page, if ties are to be shuffled.
  private func tieOrder() -> ((VisibleRows.Row) -> UInt64)? {
    guard configuration.shufflesTies else { return nil }
    let page = pages.wrappingAdd(1, ordering: .relaxed).newValue
    let hash = SeededHash(seed: hash.value(.tieOrder, page))
    return { row in
      let (first, second) = row.name
      return hash.value(.tieOrder, first, second)
    }
  }
}

import Activities
import ArchiveFormat
import ArchiveStore

/// Searches from the last instant to the first: slices of a day, each searched forwards and delivered in
/// reverse.
///
/// Memory is bounded by the blocks of a slice, and those that overlap it, or by the limit if that is
/// less.
struct Descent {
  let search: Search
  let query: SearchQuery
  /// Which forms are the latest, as far as one day does not tell; nil if every form counts.
  let latest: LatestForms?
  /// Nothing is delivered at or behind this key.
  let before: RecordKey?

  nonisolated(nonsending) func run(
    limit: Int?, _ report: inout SearchReport,
    progress: nonisolated(nonsending) (SearchProgress) async throws -> Void,
    deliver: nonisolated(nonsending) (ActivityForm) async throws -> Void
  ) async throws {
    var slices = SlicePlan(search.archive, query.filter)
    var faults: Set<StoreError> = []
    while let slice = slices.next() {
      var part = SearchReport()
      let forms = try await self.forms(in: slice, last: limit.map { $0 - report.records }, &part)
      report.addReading(of: part, besides: &faults)
      for form in forms.reversed() {
        try await deliver(form)
        report.records += 1
      }
      if report.records == limit { break }
      try await progress(slices.progress)
    }
    report.blocksPassedOver += slices.blocksPassedOver
    report.segmentsPassedOver += slices.segmentsPassedOver
  }

  /// What matches in a slice, but no more than the last of it.
  private nonisolated(nonsending) func forms(
    in slice: Window, last count: Int?, _ report: inout SearchReport
  ) async throws -> [ActivityForm] {
    var query = query
    query.filter.narrow(to: slice)
    let most = count ?? .max
    var forms: [ActivityForm] = []
    try await search.scan(BlockPlan(search.archive, query), query, latest, &report) { form in
      if let before, form.key >= before { return true }
      forms.append(form)
      // What is too much goes at once when it is as much as is kept.
      if forms.count / 2 >= most { forms.removeFirst(forms.count - most) }
      return true
    }
    return Array(forms.suffix(most))
  }
}

extension SearchReport {
  /// Adds what a part of the same search had to read, without the faults that another part has told.
  fileprivate mutating func addReading(
    of part: SearchReport, besides known: inout Set<StoreError>
  ) {
    blocksRead += part.blocksRead
    contentBytes += part.contentBytes
    unreadableRecords += part.unreadableRecords
    for fault in part.faults where known.insert(fault).inserted { add(fault) }
    faultCount += part.faultCount - part.faults.count
  }
}

/// Cuts the days that a filter leaves into slices of time with a few blocks each, from the last to the
/// first: the first ones small, as they may be enough.
private struct SlicePlan {
  private let archive: Archive
  private let criteria: BlockCriteria
  private var days: ArraySlice<UTCDay>
  /// The slices of the present day, in time order, and how many blocks begin in each.
  private var slices: [(window: Window, blocks: Int)] = []
  private var meter: SearchMeter
  private var size = 4
  private(set) var blocksPassedOver = 0
  private(set) var segmentsPassedOver = 0

  /// No slice begins more blocks.
  private static let maximumSize = 32

  init(_ archive: Archive, _ filter: ActivityFilter) {
    self.archive = archive
    let criteria = BlockCriteria(filter: filter)
    self.criteria = criteria
    let all = Set(archive.days(of: .activities)).union(archive.days(of: .amendments)).sorted()
    days = all.filter(criteria.mayMatch)[...]
    meter = SearchMeter(days.flatMap { archive.segments(of: $0) })
    for day in all where !criteria.mayMatch(day) {
      segmentsPassedOver += archive.segments(of: day).count
    }
  }

  /// The slice before the last one; nil before the first.
  mutating func next() -> Window? {
    while slices.isEmpty, let day = days.popLast() {
      meter.begin(archive.segments(of: day))
      slices = cut(day)
    }
    guard let slice = slices.popLast() else { return nil }
    meter.add(slice.blocks)
    return slice.window
  }

  /// How far it is when the slice that was given last is searched.
  var progress: SearchProgress { meter.progress }

  /// The slices of a day, in time order.
  private mutating func cut(_ day: UTCDay) -> [(window: Window, blocks: Int)] {
    let (firsts, isWhole) = firstInstants(day)
    if firsts.isEmpty { return isWhole ? [] : [(Window(day), 0)] }
    var slices: [(window: Window, blocks: Int)] = []
    var until = day.end
    var rest = firsts.sorted()[...]
    while rest.count > size {
      let from = rest[rest.endIndex - size]
      let begun = rest.count
      while let last = rest.last, last >= from { rest.removeLast() }
      slices.append((Window(from: from, until: until), begun - rest.count))
      until = from
      size = min(2 * size, Self.maximumSize)
    }
    slices.append((Window(from: day.start, until: until), rest.count))
    return slices.reversed().filter { !$0.window.isEmpty }
  }

  /// The first instant of each block that may match, and whether all headers could be read: the search
  /// tells of those that could not.
  private mutating func firstInstants(_ day: UTCDay) -> (instants: [Instant], isWhole: Bool) {
    var instants: [Instant] = []
    var isWhole = true
    for segment in archive.segments(of: day) {
      guard criteria.mayMatch(segment) else {
        segmentsPassedOver += 1
        meter.add([segment].blocks)
        continue
      }
      let cursor = BlockCursor(segment, of: archive, criteria)
      do throws(StoreError) {
        try cursor.advance()
        while let block = cursor.next {
          instants.append(block.summary.times.lowerBound)
          try cursor.advance()
        }
      } catch {
        isWhole = false
      }
      blocksPassedOver += cursor.passedOver
      meter.add(cursor.passedOver)
    }
    return (instants, isWhole)
  }
}

extension Archive {
  /// The segments of a day: activities before amendments.
  func segments(of day: UTCDay) -> [Segment] {
    segments(in: .activities(day)) + segments(in: .amendments(day))
  }
}

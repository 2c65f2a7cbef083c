import Activities
import ArchiveFormat
import ArchiveStore

/// One piece of work of a search.
enum ScanTask: Sendable {
  /// Learn which activities of a day have been amended.
  case amendments(UTCDay, [Segment])
  /// Read a block of a day.
  case block(UTCDay, Segment, Block)

  /// No record of this piece, or of one planned after it, is earlier.
  var first: Instant {
    switch self {
    case .amendments(let day, _): day.start
    case .block(_, _, let block): block.summary.times.lowerBound
    }
  }
}

/// The blocks that may match, day by day and within a day by their first instant, so that a search
/// can give its results in order without holding a day.
///
/// Holds an open reader per part of one day, and the header of its next block.
final class BlockPlan {
  private let archive: Archive
  private let criteria: BlockCriteria
  private let needsLatest: Bool
  private let excluded: Set<SegmentLocation>
  private var days: ArraySlice<UTCDay>
  private var day: UTCDay?
  private var cursors: [BlockCursor] = []
  private var prepared: ScanTask?
  private(set) var blocksPassedOver = 0
  private(set) var segmentsPassedOver = 0
  private(set) var faults: [StoreError] = []

  /// A plan for the days that the query's time bounds leave; segments in `excluded` are left out.
  init(_ archive: Archive, _ query: SearchQuery, excluding excluded: Set<SegmentLocation> = []) {
    self.archive = archive
    self.excluded = excluded
    let criteria = BlockCriteria(filter: query.filter)
    self.criteria = criteria
    needsLatest = !query.allVersions
    let all = Set(archive.days(of: .activities)).union(archive.days(of: .amendments)).sorted()
    days = all.filter(criteria.mayMatch)[...]
    segmentsPassedOver = all.filter { !criteria.mayMatch($0) }.reduce(0) { sum, day in
      sum + Self.segments(of: day, in: archive).count
    }
  }

  /// The next piece; nil at the end.
  func next() -> ScanTask? {
    let task = peek()
    prepared = nil
    return task
  }

  /// The next piece, which stays the next.
  func peek() -> ScanTask? {
    if let prepared { return prepared }
    if cursors.isEmpty {
      prepared = openDay()
      if prepared != nil { return prepared }
    }
    prepared = takeBlock()
    return prepared
  }

  /// Takes the earliest block of the day's parts.
  private func takeBlock() -> ScanTask? {
    let earliest = cursors.indices.min { left, right in
      first(cursors[left]) < first(cursors[right])
    }
    guard let day, let earliest, let block = cursors[earliest].next else { return nil }
    let cursor = cursors[earliest]
    advance(cursor)
    if cursor.next == nil { close(earliest) }
    return .block(day, cursor.segment, block)
  }

  private func first(_ cursor: BlockCursor) -> Instant {
    cursor.next?.summary.times.lowerBound ?? Instant(nanoseconds: .max)
  }

  /// Moves to the next day with a block that may match; the learning that must precede it, if any.
  private func openDay() -> ScanTask? {
    while cursors.isEmpty, let day = days.popFirst() {
      self.day = day
      for segment in Self.segments(of: day, in: archive) { open(segment) }
      guard !cursors.isEmpty, needsLatest else { continue }
      let amendments = archive.segments(in: .amendments(day))
      if !amendments.isEmpty { return .amendments(day, amendments) }
    }
    return nil
  }

  private func open(_ segment: Segment) {
    guard !excluded.contains(segment.location), criteria.mayMatch(segment) else {
      segmentsPassedOver += 1
      return
    }
    do throws(StoreError) {
      let cursor = try BlockCursor(segment, of: archive, criteria)
      cursors.append(cursor)
      advance(cursor)
      if cursor.next == nil { close(cursors.count - 1) }
    } catch {
      faults.append(error)
    }
  }

  private func advance(_ cursor: BlockCursor) {
    do throws(StoreError) {
      try cursor.advance()
    } catch {
      faults.append(error)
    }
  }

  private func close(_ index: Int) {
    blocksPassedOver += cursors.remove(at: index).passedOver
  }

  private static func segments(of day: UTCDay, in archive: Archive) -> [Segment] {
    archive.segments(in: .activities(day)) + archive.segments(in: .amendments(day))
  }
}

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
/// Holds an open file and the header of a block for each part of the day that reaches over the
/// present instant.
final class BlockPlan {
  private let archive: Archive
  private let criteria: BlockCriteria
  private let needsLatest: Bool
  private let excluded: Set<SegmentLocation>
  private var days: ArraySlice<UTCDay>
  private var day: UTCDay?
  /// The day's amendments, until they are planned for learning.
  private var amendments: [Segment] = []
  private var cursors: [BlockCursor] = []
  private var prepared: [ScanTask] = []
  private(set) var blocksPassedOver = 0
  private(set) var segmentsPassedOver = 0
  private(set) var faults: [StoreError] = []
  private var meter: SearchMeter

  /// A plan for the days that the query's time bounds leave; segments in `excluded` are left out.
  init(_ archive: Archive, _ query: SearchQuery, excluding excluded: Set<SegmentLocation> = []) {
    self.archive = archive
    self.excluded = excluded
    let criteria = BlockCriteria(filter: query.filter)
    self.criteria = criteria
    needsLatest = !query.allVersions
    let all = Set(archive.days(of: .activities)).union(archive.days(of: .amendments)).sorted()
    days = all.filter(criteria.mayMatch)[...]
    meter = SearchMeter(days.flatMap { archive.segments(of: $0) })
    segmentsPassedOver = all.filter { !criteria.mayMatch($0) }.reduce(0) { sum, day in
      sum + archive.segments(of: day).count
    }
  }

  /// How far the plan has come.
  var progress: SearchProgress { meter.progress }

  /// The next piece; nil at the end.
  func next() -> ScanTask? {
    guard peek() != nil else { return nil }
    return prepared.removeFirst()
  }

  /// The next piece, which stays the next.
  func peek() -> ScanTask? {
    while prepared.isEmpty {
      if let (day, block) = takeBlock() {
        if !amendments.isEmpty { prepared.append(.amendments(day, amendments)) }
        amendments = []
        prepared.append(block)
      } else if !beginDay() {
        return nil
      }
    }
    return prepared.first
  }

  /// Takes the earliest block of the day's parts.
  private func takeBlock() -> (UTCDay, ScanTask)? {
    guard let day else { return nil }
    while let index = cursors.indices.min(by: { cursors[$0].first < cursors[$1].first }) {
      let cursor = cursors[index]
      let block = cursor.next
      do throws(StoreError) {
        try cursor.advance()
      } catch {
        faults.append(error)
      }
      if cursor.next == nil {
        let passedOver = cursors.remove(at: index).passedOver
        blocksPassedOver += passedOver
        meter.add(passedOver)
      }
      if let block {
        meter.add(1)
        return (day, .block(day, cursor.segment, block))
      }
    }
    return nil
  }

  /// Moves to the next day; false after the last.
  private func beginDay() -> Bool {
    day = days.popFirst()
    guard let day else { return false }
    let segments = archive.segments(of: day)
    let wanted = segments.filter { !excluded.contains($0.location) && criteria.mayMatch($0) }
    cursors = wanted.map { BlockCursor($0, of: archive, criteria) }
    segmentsPassedOver += segments.count - cursors.count
    meter.begin(segments)
    meter.add(segments.blocks &- wanted.blocks)
    amendments = needsLatest ? archive.segments(in: .amendments(day)) : []
    return true
  }
}

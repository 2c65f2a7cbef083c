import Activities
import ArchiveFormat
import ArchiveStore

/// One day of an archive, as its index has it.
public struct CalendarDay: Hashable, Sendable {
  /// Which one.
  public let day: UTCDay
  /// Activities, each once.
  public let activities: Int
  /// Later forms of activities.
  public let amendments: Int
  /// What is to be known before one relies on the day.
  public let marks: Set<DayMark>

  /// The marks in the order of their weight.
  public var sortedMarks: [DayMark] { DayMark.allCases.filter(marks.contains) }
}

extension CalendarDay {
  init(_ day: UTCDay, of archive: Archive, _ marks: DayMarks) {
    self.init(
      day: day, activities: archive.segments(in: .activities(day)).records,
      amendments: archive.segments(in: .amendments(day)).records, marks: marks.of(day))
  }

  /// Every day from the first that is held, was read, or should have been, to the last; none if there is
  /// no such day.
  static func all(
    of archive: Archive, _ coverage: Coverage, incomplete: [WalkEntry], unsettled: [Window],
    found: Set<UTCDay>
  ) -> [CalendarDay] {
    let held = archive.days(of: .activities) + archive.days(of: .amendments)
    let windows = coverage.covered + coverage.gaps + incomplete.map(\.window)
    let from = held.map(\.start) + windows.map(\.from)
    let until = held.map(\.end) + windows.map(\.until)
    guard let first = from.min(), let end = until.max() else { return [] }
    let redacted = archive.segments(of: .activities) + archive.segments(of: .amendments)
    let marks = DayMarks(
      coverage: coverage, incomplete: incomplete, unsettled: unsettled, found: found,
      redacted: Set(redacted.filter { !$0.redactions.isEmpty }.compactMap(\.location.partition)))
    return Window(from: first, until: end).days.map { part in
      CalendarDay(part.from.day, of: archive, marks)
    }
  }
}

/// What a day is marked by.
public enum DayMark: String, CaseIterable, Sendable {
  /// A file of the day is missing, or verify has found something in one.
  case finding
  /// No walk has read all of it.
  case gap
  /// A walk did not read its part of it to the end.
  case incomplete
  /// It was read, and removed on purpose, at the end of its retention.
  case expired
  /// It may have changed since: nothing has read it late enough after its end.
  case unsettled
  /// Records of it were redacted.
  case redacted
}

/// Tells what a day is marked by.
struct DayMarks {
  /// For each mark the windows that it comes from; they neither overlap nor touch.
  private let windows: [(mark: DayMark, windows: [Window])]
  private let days: [(mark: DayMark, days: Set<UTCDay>)]

  init(
    coverage: Coverage, incomplete: [WalkEntry], unsettled: [Window], found: Set<UTCDay>,
    redacted: Set<UTCDay>
  ) {
    windows = [
      (.gap, Window.merged(coverage.gaps)),
      (.incomplete, Window.merged(incomplete.map(\.window))),
      (.expired, Window.merged(coverage.expiredAfterReading)),
      (.unsettled, Window.merged(unsettled)),
    ]
    days = [(.finding, found), (.redacted, redacted)]
  }

  func of(_ day: UTCDay) -> Set<DayMark> {
    let day = Window(day)
    let touching = windows.filter { $0.windows.touch(day) }.map(\.mark)
    return Set(touching + days.filter { $0.days.contains(day.from.day) }.map(\.mark))
  }
}

extension [Window] {
  /// Whether one of these windows, which are in time order and apart, shares an instant with `other`.
  fileprivate func touch(_ other: Window) -> Bool {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle].until <= other.from { low = middle + 1 } else { high = middle }
    }
    return low < count && self[low].from < other.until
  }
}

extension Coverage {
  /// What walks had read of what has expired.
  var expiredAfterReading: [Window] {
    covered.map { $0.intersection(expired) }.filter { !$0.isEmpty }
  }
}

extension [Segment] {
  /// The number of their records by the index, which may say any.
  var records: Int { reduce(0) { $0 &+ $1.entry.count } }
}

import Activities
import Archiver

/// The days of an archive as a calendar for a terminal: a row for each weekday, a column for each week.
struct CalendarPicture {
  /// Every day from the first to the last, in order.
  let days: [CalendarDay]
  let canvas: Canvas

  /// Room for the weekdays and the year.
  static let margin = 5

  /// The months above the days, the newest last, and below them what the colours mean; nothing if there
  /// are no days or no room.
  func lines() -> [String] {
    let columns = canvas.columns - Self.margin
    guard let first = days.first?.day, let last = days.last?.day, columns >= Self.margin else {
      return []
    }
    let legend = CalendarWording.legend(days, style, columns: canvas.columns)
    let rows = Week.rows(
      from: Week(containing: first), to: Week(containing: last).advanced(by: 1), columns: columns)
    let height = 1 + (7 + style.weekdays - 1) / style.weekdays
    let shown = rows.suffix(max(1, (canvas.rows - legend.count - 4) / height))
    let begin = shown.first?.lowerBound.day(0) ?? first
    return (first < begin ? [CalendarWording.hidden(first, UTCDay(number: begin.number - 1))] : [])
      + shown.flatMap { lines(of: $0, columns) } + [""] + legend
  }

  private var style: any CalendarStyle { canvas.calendarStyle }

  private func lines(of weeks: Range<Week>, _ columns: Int) -> [String] {
    let heading = OutputFormat.padded(String(weeks.lowerBound.year), to: Self.margin)
    let shades = Shades(busiest: days.map(\.activities).max() ?? 0)
    let rows = (0..<7).map { weekday in weeks.map { cell($0.day(weekday), shades) } }
    return [heading + MonthLine(weeks: weeks, columns: columns).text()]
      + stride(from: 0, to: 7, by: style.weekdays).map { weekday in
        let name = OutputFormat.padded(CalendarWording.weekdays[weekday], to: Self.margin)
        return name + style.line(rows[weekday..<min(weekday + style.weekdays, 7)].trimmed)
      }
  }

  private func cell(_ day: UTCDay, _ shades: Shades) -> CalendarCell {
    guard let first = days.first?.day else { return .outside }
    let index = day.number - first.number
    return days.indices.contains(index) ? CalendarCell(days[index], shades) : .outside
  }
}

extension ArraySlice<[CalendarCell]> {
  /// Without the columns behind the last day.
  fileprivate var trimmed: [[CalendarCell]] {
    let end = compactMap { row in row.lastIndex { $0 != .outside } }.max().map { $0 + 1 } ?? 0
    return map { Array($0.prefix(end)) }
  }
}

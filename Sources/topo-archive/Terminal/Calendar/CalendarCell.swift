import Archiver

/// What is shown of a day in a calendar.
enum CalendarCell: Hashable {
  /// Nothing: it is before the first day or after the last.
  case outside
  /// How many activities it has, from 0 for none to 4 for the most of a day.
  case shade(Int)
  /// What is to be known before one relies on it.
  case mark(DayMark)

  /// The heaviest mark of a day, else its count.
  init(_ day: CalendarDay, _ shades: Shades) {
    self = day.sortedMarks.first.map(CalendarCell.mark) ?? .shade(shades.shade(day.activities))
  }
}

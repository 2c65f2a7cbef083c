import Activities

/// A week from Monday to Sunday, which is of the month and the year in which its Thursday lies.
struct Week: Hashable, Strideable {
  /// Weeks since the one of 1970-01-01, which was a Thursday.
  let number: Int

  init(number: Int) {
    self.number = number
  }

  /// The week in which a day lies.
  init(containing day: UTCDay) {
    let fromMonday = day.number + 3
    number = (fromMonday < 0 ? fromMonday - 6 : fromMonday) / 7
  }

  /// The day by its number in the week, from 0 for Monday.
  func day(_ weekday: Int) -> UTCDay { UTCDay(number: 7 * number - 3 + weekday) }

  var year: Int { day(3).date.year }
  var month: Int { day(3).date.month }

  /// The first week of its year.
  var firstOfYear: Week {
    var week = self
    while week.advanced(by: -1).year == year { week = week.advanced(by: -1) }
    return week
  }

  func advanced(by weeks: Int) -> Week { Week(number: number + weeks) }
  func distance(to other: Week) -> Int { other.number - number }

  /// The most weeks that a year has.
  static let mostOfYear = 53

  /// The weeks up to `end`, as they follow each other in rows of at most `columns`.
  ///
  /// They are one row if that is wide enough. Else a row begins with a year, so that the months stand
  /// below each other, before `first` too; where it is too narrow for a year, it is full.
  static func rows(from first: Week, to end: Week, columns: Int) -> [Range<Week>] {
    guard first.distance(to: end) > columns else { return [first..<end] }
    let years = columns / mostOfYear
    var rows: [Range<Week>] = []
    var end = end
    while first < end {
      var start = years == 0 ? max(first, end.advanced(by: -columns)) : end
      for _ in 0..<years where first < start { start = start.advanced(by: -1).firstOfYear }
      rows.append(start..<end)
      end = start
    }
    return rows.reversed()
  }
}

/// The line above a row of weeks: the months where they begin, in January's place the year.
struct MonthLine {
  private struct Label {
    let column: Int
    let text: String
    let isYear: Bool
  }

  let weeks: Range<Week>
  /// How many columns there are.
  let columns: Int

  /// The line; a year has its place before a month.
  func text() -> String {
    let labels = labels
    var line = ""
    for (index, label) in labels.enumerated() {
      let next = index + 1 < labels.count ? labels[index + 1].column : columns + 1
      let isFree = line.isEmpty || line.count < label.column
      guard isFree, label.isYear || label.column + label.text.count < next else { continue }
      guard label.column + label.text.count <= columns else { continue }
      line = OutputFormat.padded(line, to: label.column) + label.text
    }
    return line
  }

  private var labels: [Label] {
    weeks.enumerated().compactMap { column, week in
      guard column == 0 || week.month != week.advanced(by: -1).month else { return nil }
      let isYear = column > 0 && week.month == 1
      let month = CalendarWording.months[week.month - 1].prefix(3)
      return Label(
        column: column, text: isYear ? String(week.year) : String(month), isYear: isYear)
    }
  }
}

import Activities
import Archiver

/// Words of a calendar, and those around the one that a terminal shows.
enum CalendarWording {
  static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
  static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  /// What is said above days that have others before them.
  static func hidden(_ first: UTCDay, _ last: UTCDay) -> String {
    "\(run(first...last)): shown by serve, or by a larger terminal"
  }

  /// What a shade stands for, then each mark with its days.
  static func legend(
    _ days: [CalendarDay], _ style: any CalendarStyle, columns: Int
  ) -> [String] {
    shades(days, style, columns)
      + DayMark.allCases.compactMap { mark in
        let marked = days.filter { $0.marks.contains(mark) }.map(\.day)
        guard !marked.isEmpty else { return nil }
        let name = OutputFormat.padded(SnapshotWording.short(mark), to: 12)
        let words = "\(name) \(Numbers.count(marked.count, "day")): "
        let room = columns - 2 - words.count
        return "\(style.sample(.mark(mark))) \(words)\(list(marked, columns: room))"
      }
  }

  private static func shades(
    _ days: [CalendarDay], _ style: any CalendarStyle, _ columns: Int
  ) -> [String] {
    let shades = Shades(busiest: days.map(\.activities).max() ?? 0)
    let counts = (1...Shades.strongest).compactMap { shade in
      shades.counts(shade).map { (shade, range($0)) }
    }
    let items = [(0, "none")] + counts
    var lines = ["activities a day:"]
    var width = lines[0].count
    for (shade, words) in items {
      let item = "\(style.sample(.shade(shade))) \(words)"
      width += 4 + words.count
      if width <= columns {
        lines[lines.count - 1] += (shade == 0 ? " " : "  ") + item
      } else {
        lines.append("  " + item)
        width = 4 + words.count
      }
    }
    return lines
  }

  private static func range(_ counts: ClosedRange<Int>) -> String {
    let first = Numbers.grouped(counts.lowerBound)
    return counts.count == 1 ? first : "\(first)\u{2013}\(Numbers.grouped(counts.upperBound))"
  }

  /// As many of the days as there is room for, at least the first ones, and how many more there are.
  private static func list(_ days: [UTCDay], columns: Int) -> String {
    let runs = runs(days)
    func list(_ shown: Int) -> String {
      let hidden = days.count - runs.prefix(shown).reduce(0) { $0 + length($1) }
      let texts = runs.prefix(shown).map(run).joined(separator: ", ")
      return hidden > 0 ? "\(texts) and \(Numbers.grouped(hidden)) more" : texts
    }
    // No more can fit: a day takes ten columns.
    var shown = min(runs.count, max(columns, 0) / 10 + 1)
    while shown > 1, list(shown).count > columns { shown -= 1 }
    return list(shown)
  }

  /// Days that follow each other, from the first to the last.
  private static func runs(_ days: [UTCDay]) -> [ClosedRange<UTCDay>] {
    days.reduce(into: []) { runs, day in
      if let last = runs.last, last.upperBound.next == day {
        runs[runs.count - 1] = last.lowerBound...day
      } else {
        runs.append(day...day)
      }
    }
  }

  private static func length(_ days: ClosedRange<UTCDay>) -> Int {
    days.upperBound.number - days.lowerBound.number + 1
  }

  private static func run(_ days: ClosedRange<UTCDay>) -> String {
    days.lowerBound == days.upperBound
      ? "\(days.lowerBound)" : "\(days.lowerBound) to \(days.upperBound)"
  }
}

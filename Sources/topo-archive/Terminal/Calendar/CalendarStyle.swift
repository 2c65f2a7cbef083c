import Archiver

/// How the days of a calendar look on a terminal.
protocol CalendarStyle: Sendable {
  /// How many weekdays share a line.
  var weekdays: Int { get }
  /// The cells of the weekdays of one line, column by column.
  func line(_ weekdays: [[CalendarCell]]) -> String
  /// A cell for the legend.
  func sample(_ cell: CalendarCell) -> String
}

extension Canvas {
  /// How calendars look on it.
  var calendarStyle: any CalendarStyle { hasColour ? HalfBlocks() : CellCharacters() }
}

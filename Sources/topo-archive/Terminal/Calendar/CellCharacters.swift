import Archiver

/// A day is a character: a shade, or the letter of a mark. For terminals and users without colours.
struct CellCharacters: CalendarStyle {
  let weekdays = 1

  func line(_ weekdays: [[CalendarCell]]) -> String {
    (weekdays.first ?? []).map(sample).joined()
  }

  func sample(_ cell: CalendarCell) -> String {
    switch cell {
    case .outside: " "
    case .shade(let shade): ["·", "░", "▒", "▓", "█"][min(max(shade, 0), Shades.strongest)]
    case .mark(.finding): "F"
    case .mark(.gap): "N"
    case .mark(.incomplete): "I"
    case .mark(.expired): "E"
    case .mark(.unsettled): "S"
    case .mark(.redacted): "R"
    }
  }
}

import Archiver

/// Two days in a column, one above the other, each in its colour.
///
/// The colours can be told from a black and from a white background alike: the more, the more vivid.
struct HalfBlocks: CalendarStyle {
  let weekdays = 2

  func line(_ weekdays: [[CalendarCell]]) -> String {
    let above = weekdays.first ?? []
    let below = weekdays.dropFirst().first ?? above.map { _ in .outside }
    var text = ColouredText()
    for (above, below) in zip(above, below) {
      switch (Self.colour(above), Self.colour(below)) {
      case (let above?, let below): text.append("▀", ink: above, paper: below)
      case (nil, let below?): text.append("▄", ink: below)
      case (nil, nil): text.append(" ")
      }
    }
    return text.finish()
  }

  func sample(_ cell: CalendarCell) -> String {
    var text = ColouredText()
    let colour = Self.colour(cell)
    text.append(colour == nil ? " " : "■", ink: colour)
    return text.finish()
  }

  private static let shades = [110, 75, 33, 27]

  /// One of the 256 colours that terminals agree on; nil for none.
  private static func colour(_ cell: CalendarCell) -> Int? {
    switch cell {
    case .outside, .shade(0): nil
    case .shade(let shade): shades[min(shade, shades.count) - 1]
    case .mark(.finding), .mark(.gap): 160
    case .mark(.incomplete): 208
    case .mark(.expired): 243
    case .mark(.unsettled): 178
    case .mark(.redacted): 170
    }
  }
}

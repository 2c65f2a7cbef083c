import Testing

/// A line as a terminal shows it: characters with their colours.
struct PaintedLine {
  struct Column: Hashable {
    let character: Character
    let ink: Int?
    let paper: Int?

    /// The colours of the upper and of the lower half.
    var halves: [Int?] {
      switch character {
      case "▀": [ink, paper]
      case "▄": [paper, ink]
      default: [paper, paper]
      }
    }
  }

  private(set) var columns: [Column] = []
  /// What the next line would begin with.
  private(set) var ink: Int?
  private(set) var paper: Int?

  var text: String { String(columns.map(\.character)) }

  /// Obeys the sequences that set and end colours; any other is an issue.
  init(_ line: String) {
    var rest = line[...]
    while let character = rest.popFirst() {
      guard character == "\u{1B}" else {
        columns.append(Column(character: character, ink: ink, paper: paper))
        continue
      }
      let sequence = rest.prefix { $0 != "m" }
      rest = rest.dropFirst(sequence.count + 1)
      obey(String(sequence.dropFirst()))
    }
  }

  private mutating func obey(_ sequence: String) {
    let numbers = sequence.split(separator: ";").compactMap { Int($0) }
    switch (numbers.first, numbers.count) {
    case (0, 1): (ink, paper) = (nil, nil)
    case (39, 1): ink = nil
    case (49, 1): paper = nil
    case (38, 3): ink = numbers[2]
    case (48, 3): paper = numbers[2]
    default: Issue.record("a sequence that is not known: \(sequence.debugDescription)")
    }
  }
}

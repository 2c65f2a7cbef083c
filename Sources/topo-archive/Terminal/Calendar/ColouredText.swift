/// Text in some of a terminal's 256 colours, which changes colours only where it must.
struct ColouredText {
  private var text = ""
  private var ink: Int?
  private var paper: Int?

  /// Adds a character; without a colour, in the terminal's own.
  mutating func append(_ character: Character, ink: Int? = nil, paper: Int? = nil) {
    // Nobody sees the ink of a blank.
    if ink != self.ink, character != " " {
      text += ink.map { "\u{1B}[38;5;\($0)m" } ?? "\u{1B}[39m"
      self.ink = ink
    }
    if paper != self.paper {
      text += paper.map { "\u{1B}[48;5;\($0)m" } ?? "\u{1B}[49m"
      self.paper = paper
    }
    text.append(character)
  }

  /// The text, after which the terminal has its own colours again.
  func finish() -> String {
    ink == nil && paper == nil ? text : text + "\u{1B}[0m"
  }
}

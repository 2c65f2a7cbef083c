/// A terminal that pictures can be drawn on.
struct Canvas: Hashable {
  /// How many columns it has.
  let columns: Int
  /// How many lines it shows at once.
  let rows: Int
  /// Whether the user and the terminal take 256 colours.
  let hasColour: Bool

  /// Whether a terminal of this kind, as `TERM` names it, has 256 colours: all but the oldest have.
  static func isColoured(_ kind: String) -> Bool {
    !["linux", "ansi", "cons25", ""].contains(kind) && !kind.hasPrefix("vt")
  }
}

import Activities

/// Words for stretches of time.
enum WindowWording {
  private static let shown = 3

  static func words(_ window: Window) -> String {
    if window.hasNoEnd { return "the time from \(window.from) on" }
    if window.hasNoBeginning { return "the time before \(window.until)" }
    return "\(window.from) to \(window.until)"
  }

  /// The first few, and how many more there are.
  static func listed(_ windows: [Window]) -> String {
    let first = windows.prefix(shown).map(words).joined(separator: ", ")
    let hidden = windows.count - shown
    return hidden > 0 ? "\(first) and \(hidden) more" : first
  }
}

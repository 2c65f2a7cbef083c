import Synchronization

/// One line on stderr that shows how far a command is; nothing where stderr is no terminal.
final class ProgressBar: Sendable {
  private struct Drawn {
    var at: ContinuousClock.Instant?
  }

  private let isShown = Terminal.isError
  private let drawn = Mutex(Drawn())

  /// Draws the bar with `words` behind it, at most ten times a second.
  func show(_ fraction: Double, _ words: @autoclosure () -> String) {
    guard isShown else { return }
    let due = drawn.withLock { drawn in
      if let at = drawn.at, .now - at < .milliseconds(100) { return false }
      drawn.at = .now
      return true
    }
    guard due else { return }
    let cells = 24
    let full = Int((min(max(fraction, 0), 1) * Double(cells)).rounded(.down))
    let bar = String(repeating: "█", count: full) + String(repeating: "░", count: cells - full)
    let line = "\(bar) \(Int(min(max(fraction, 0), 1) * 100)) %  \(words())"
    let fitting = String(Terminal.harmless(line).prefix(max(Terminal.width - 1, 10)))
    Terminal.write(Array("\r\u{1B}[2K\(fitting)".utf8), to: 2)
  }

  /// Removes the bar.
  func clear() {
    guard isShown, drawn.withLock({ $0.at != nil }) else { return }
    Terminal.write(Array("\r\u{1B}[2K".utf8), to: 2)
  }
}

import Synchronization

/// One line on stderr that shows how far a command is; nothing where stderr cannot be drawn on.
final class ProgressBar: Sendable {
  private struct Drawn {
    var at: ContinuousClock.Instant?
  }

  private let isShown: Bool
  private let drawn = Mutex(Drawn())

  /// A bar that is not drawn yet; never, if other lines are to be seen instead.
  init(isWanted: Bool = true) {
    isShown = isWanted && Terminal.canDraw
  }

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
    Terminal.drawBar("\(bar) \(Int(min(max(fraction, 0), 1) * 100)) %  \(words())")
  }

  /// Removes the bar.
  func clear() {
    Terminal.clearBar()
  }
}

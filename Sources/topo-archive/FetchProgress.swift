import Archiver
import Synchronization

/// Turns what fetch tells into a progress bar, and the making of an archive into a line.
final class FetchProgress: Sendable {
  private struct Figures {
    var windows = 0
    var finished = 0
    var expected = 0
    var received = 0
    let began = ContinuousClock.now
  }

  private let bar: ProgressBar
  private let archive: String
  private let figures = Mutex(Figures())

  init(bar: ProgressBar, archive: String) {
    self.bar = bar
    self.archive = archive
  }

  /// Takes in an event and draws.
  func note(_ event: FetchEvent) {
    if case .made = event { return Terminal.say(FetchWording.made(archive)) }
    let now = figures.withLock { figures in
      switch event {
      case .made: break
      case .planned(let windows, let activities):
        figures.windows = windows
        figures.expected = activities
      case .received(let count): figures.received += count
      case .finished: figures.finished += 1
      }
      return figures
    }
    let fraction =
      now.expected > 0
      ? Double(now.received) / Double(now.expected)
      : Double(now.finished) / Double(max(now.windows, 1))
    let elapsed = ContinuousClock.now - now.began
    let rate = Double(now.received) / max(elapsed / .seconds(1), 1)
    bar.show(
      fraction,
      "\(Numbers.grouped(now.received)) activities, \(now.finished) of \(now.windows) days"
        + (elapsed > .seconds(1) ? ", \(Numbers.grouped(Int(rate)))/s" : ""))
  }
}

import ActivityAPI
import Synchronization

/// Says now and then that the API keeps the run waiting, so that nobody wonders at the silence.
final class RetryTeller: Sendable {
  /// What is over sooner is not worth a word.
  private static let patience = Duration.seconds(5)
  /// No line follows another sooner.
  private static let interval = Duration.seconds(30)

  private let said = Mutex<ContinuousClock.Instant?>(nil)

  /// Takes in that a request is about to be repeated, and says so if it is time.
  func note(_ notice: RetryNotice) {
    guard isDue(notice, at: .now) else { return }
    Terminal.warn(APIWording.line(for: notice))
  }

  /// Whether the notice is to be said, which it then counts as.
  func isDue(_ notice: RetryNotice, at now: ContinuousClock.Instant) -> Bool {
    guard notice.elapsed + notice.pause > Self.patience else { return false }
    return said.withLock { said in
      if let said, now - said < Self.interval { return false }
      said = now
      return true
    }
  }
}

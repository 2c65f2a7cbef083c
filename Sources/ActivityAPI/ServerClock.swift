import Activities
import Synchronization

/// The time as the server's `Date` headers tell it, carried on by this machine between responses.
///
/// This machine's own clock counts only until a response has named the time.
public final class ServerClock: Sendable {
  private struct Reading {
    var instant: Instant
    var at: ContinuousClock.Instant

    var now: Instant { instant + (ContinuousClock.now - at) }
  }

  private let latest = Mutex<Reading?>(nil)

  /// The present time in whole seconds, which is all that a server tells.
  public var now: Instant {
    (latest.withLock { $0 }?.now ?? Instant.now).wholeSecond
  }

  /// Whether a response has named the time.
  public var isServers: Bool { latest.withLock { $0 != nil } }

  /// Takes in what a response says. Times within a second or two of what was expected are the
  /// rounding of headers and the way of the response, and do not turn the clock back.
  func set(_ instant: Instant) {
    latest.withLock { latest in
      if let expected = latest?.now, abs((expected - instant).components.seconds) < 2 { return }
      latest = Reading(instant: instant, at: .now)
    }
  }
}

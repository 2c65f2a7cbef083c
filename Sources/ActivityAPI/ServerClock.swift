import Activities
import Synchronization

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The time as the server's `Date` headers tell it, carried on by this machine between responses.
///
/// This machine's own clock counts only until a response has named the time.
public final class ServerClock: Sendable {
  private struct Reading {
    var instant: Instant
    var at: ContinuousClock.Instant
  }

  private let latest = Mutex<Reading?>(nil)

  /// The present time.
  public var now: Instant {
    guard let reading = latest.withLock({ $0 }) else { return Self.local }
    return reading.instant + (ContinuousClock.now - reading.at)
  }

  /// Whether a response has named the time.
  public var isServers: Bool { latest.withLock { $0 != nil } }

  func set(_ instant: Instant) {
    latest.withLock { $0 = Reading(instant: instant, at: .now) }
  }

  private static var local: Instant {
    Instant(seconds: Int64(Date().timeIntervalSince1970))
  }
}

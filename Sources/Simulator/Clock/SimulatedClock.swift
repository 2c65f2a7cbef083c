import Activities
import Synchronization

/// The time that a simulated server believes it is.
public final class SimulatedClock: Sendable {
  /// What the clock goes by.
  public enum Setting: Sendable {
    /// Stands still until it is advanced.
    case fixed(Instant)
    /// This machine's clock, so much ahead (or behind, if negative).
    case offset(Duration)
  }

  private let setting: Mutex<Setting>

  /// A clock with this setting; without one, this machine's.
  public init(_ setting: Setting = .offset(.zero)) {
    self.setting = Mutex(setting)
  }

  /// A clock that shows `instant` now and goes on from there.
  public static func running(from instant: Instant) -> SimulatedClock {
    SimulatedClock(.offset(instant - Instant.now))
  }

  /// The time that the clock shows.
  public var now: Instant {
    switch setting.withLock({ $0 }) {
    case .fixed(let instant): instant
    case .offset(let offset): Instant.now + offset
    }
  }

  /// Moves the clock on, or back if the duration is negative.
  public func advance(by duration: Duration) {
    setting.withLock { setting in
      switch setting {
      case .fixed(let instant): setting = .fixed(instant + duration)
      case .offset(let offset): setting = .offset(offset + duration)
      }
    }
  }
}

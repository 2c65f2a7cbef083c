import Activities

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// This machine's clock.
enum SystemTime {
  /// What time it is.
  static var now: Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(seconds: Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
  }

  /// The same in whole seconds, for people.
  static var second: Instant { Instant(seconds: now.seconds) }
}

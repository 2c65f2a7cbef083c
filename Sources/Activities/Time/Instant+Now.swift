#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension Instant {
  /// What time it is by this machine's clock.
  public static var now: Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(seconds: Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
  }

  /// The instant without the fraction of its second, as it is written for people.
  public var wholeSecond: Instant { Instant(seconds: seconds) }
}

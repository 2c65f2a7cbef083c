import Activities

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Instant {
  /// What time it is by this machine's clock, in milliseconds.
  static var now: Instant {
    Instant(nanoseconds: Int64(Date().timeIntervalSince1970 * 1_000) * 1_000_000)
  }
}

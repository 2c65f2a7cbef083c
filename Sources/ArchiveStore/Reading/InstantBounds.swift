import Activities
import ArchiveFormat

/// Exclusive bounds on `created_at`, as the API's `created_at_after` and `created_at_before` are.
struct InstantBounds: Sendable {
  let after: Instant?
  let before: Instant?

  func contains(_ instant: Instant) -> Bool {
    if let after, instant <= after { return false }
    if let before, instant >= before { return false }
    return true
  }

  /// Whether all instants of a range are within the bounds.
  func contains(_ range: ClosedRange<Instant>) -> Bool {
    contains(range.lowerBound) && contains(range.upperBound)
  }

  /// Whether some instant of a range may be within the bounds.
  func overlaps(_ range: ClosedRange<Instant>) -> Bool {
    if let after, range.upperBound <= after { return false }
    if let before, range.lowerBound >= before { return false }
    return true
  }
}

extension Segment {
  /// Whether some record may be within the bounds; true for quarantine, which has no times.
  func overlaps(_ bounds: InstantBounds) -> Bool {
    entry.activities.map { bounds.overlaps($0.times) } ?? true
  }
}

import Activities
import ArchiveFormat

/// A stretch of time that was to be covered, but that no walk has gone for.
public struct Gap: Hashable, Sendable {
  /// Where a gap lies, seen from what walks have gone for.
  public enum Place: Hashable, Sendable {
    case before, between, after
  }

  /// The stretch. It begins with the least instant, or ends with the greatest, where what was asked
  /// for has no beginning or no end.
  public let window: Window
  /// Where it lies; before, if no walk has gone for anything.
  public let place: Place
}

extension Coverage {
  /// What walks have gone for, whether or not they were complete.
  func attempted(_ walks: [WalkEntry]) -> [Window] {
    Window.merged(covered + incomplete.map { walks[$0].window })
  }

  /// What was asked for and no walk has gone for: between the first instant and the last that one
  /// has, where no other time is given. What has expired is not missing; but what was asked for, and
  /// never read before it expired, is.
  func gaps(_ walks: [WalkEntry], since: Instant?, until: Instant?) -> [Gap] {
    let attempted = attempted(walks)
    let first = attempted.first?.from ?? Instant(nanoseconds: .max)
    let last = attempted.last?.until ?? Instant(nanoseconds: .min)
    let from = since ?? (until.map { first < $0 } ?? true ? first : Instant(nanoseconds: .min))
    let end = until ?? (since.map { $0 < last } ?? true ? last : Instant(nanoseconds: .max))
    let isAskedFor = since != nil || until != nil
    let lacking = Window(from: from, until: end).subtracting(attempted)
    return lacking.flatMap { isAskedFor ? [$0] : $0.subtracting([expired]) }.map { window in
      let place: Gap.Place =
        window.until <= first ? .before : window.from >= last ? .after : .between
      return Gap(window: window, place: place)
    }
  }
}

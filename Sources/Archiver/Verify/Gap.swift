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
    let asked = Window(since: since, until: until)
    let isAskedFor = since != nil || until != nil
    guard let extent = Window.extent(of: attempted) else {
      return isAskedFor ? [Gap(window: asked, place: .before)] : []
    }
    let lacking = asked.bounded(by: extent).subtracting(attempted)
    return lacking.flatMap { isAskedFor ? [$0] : $0.subtracting([expired]) }.map { window in
      let place: Gap.Place =
        window.until <= extent.from ? .before : window.from >= extent.until ? .after : .between
      return Gap(window: window, place: place)
    }
  }
}

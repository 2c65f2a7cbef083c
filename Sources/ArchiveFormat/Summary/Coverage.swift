import Activities

/// What the walks of an index have covered, and what they have not.
///
/// Only walks without a filter count: the others read but a part of their window.
public struct Coverage: Hashable, Sendable {
  /// What complete walks have read, in time order; neighbours do not touch.
  public let covered: [Window]
  /// What no walk has read between the first instant that one has and the last, in time order.
  public let gaps: [Window]
  /// Incomplete walks that later complete ones have not cleared, as positions in `walks`.
  public let incomplete: [Int]

  /// What has expired, and lacks nothing; empty if nothing has.
  public let expired: Window

  /// The coverage by walks in the order of the index, of which what lies before `expiredBefore` has
  /// expired.
  public init(_ walks: [WalkEntry], expiredBefore: Instant? = nil) {
    let expired = Window(since: nil, until: expiredBefore ?? Instant(nanoseconds: .min))
    self.expired = expired
    var later = WindowSet()
    var uncleared: [Int] = []
    for (position, walk) in walks.enumerated().reversed() where walk.eventType == nil {
      if walk.isComplete {
        later.insert(walk.window)
      } else if !later.contains(walk.window) {
        uncleared.append(position)
      }
    }
    covered = later.windows
    incomplete = uncleared.reversed().filter { position in
      walks[position].window.intersection(expired) != walks[position].window
    }
    let attempted = Window.merged(covered + incomplete.map { walks[$0].window })
    gaps = zip(attempted, attempted.dropFirst()).flatMap { before, after in
      Window(from: before.until, until: after.from).subtracting([expired])
    }
  }

  private init(covered: [Window], gaps: [Window], incomplete: [Int], expired: Window) {
    self.covered = covered
    self.gaps = gaps
    self.incomplete = incomplete
    self.expired = expired
  }

  /// The same as far as a window goes, all of which was to be read; `walks` are those of the coverage.
  ///
  /// What was never read is a gap, be it from before what has expired: only what was there can expire.
  public func within(_ window: Window, _ walks: [WalkEntry]) -> Coverage {
    let incomplete = incomplete.filter { position in
      !walks[position].window.intersection(window).isEmpty
    }
    let attempted = covered + incomplete.map { walks[$0].window }
    return Coverage(
      covered: covered.map { $0.intersection(window) }.filter { !$0.isEmpty },
      gaps: window.subtracting(attempted), incomplete: incomplete, expired: expired)
  }

  /// Whether there is no gap and no incomplete walk; an archive without walks lacks nothing.
  public var isComplete: Bool { gaps.isEmpty && incomplete.isEmpty }

  /// What needs no other look: the windows of complete walks that began at least `settle` after
  /// their window's end, merged and in time order.
  public static func settled(_ walks: [WalkEntry], settle: Duration) -> [Window] {
    Window.merged(
      walks.filter {
        $0.eventType == nil && $0.isComplete && $0.startedAt >= $0.window.until + settle
      }.map(\.window))
  }
}

import Activities
import ArchiveFormat

/// What a run of fetch has to ask, worked out from the index alone: there is no other cursor.
struct FetchPlan: Hashable {
  /// How a window is dealt with.
  enum Kind: Hashable {
    /// Read every page.
    case walk
    /// Compare `total_count` with what is held, and read only where they differ.
    case look
    /// Compare `total_count` with what is held, and read every page where they differ.
    case compare
    /// Read the replies again, whose category may have been filled in.
    case replies
  }

  struct Step: Hashable {
    let window: Window
    let kind: Kind
  }

  /// In time order, replies last.
  let steps: [Step]

  /// Plans the windows between `start` and `until`, of at most a UTC day each.
  ///
  /// A window is settled by a complete walk that began at least `settle` after its end. What is not
  /// settled is walked if it was not yet, or if it can be settled now; else it is looked at.
  init(
    walks: [WalkEntry], start: Instant, until: Instant, now: Instant, settle: Duration,
    amendWindow: Duration
  ) {
    let work = Window(from: start, until: until)
    let coverage = Coverage(walks)
    let incomplete = coverage.incomplete.map { walks[$0].window }
    let covered = coverage.covered.flatMap { $0.subtracting(incomplete) }
    let settled = Coverage.settled(walks, settle: settle).flatMap { $0.subtracting(incomplete) }
    let open = work.subtracting(settled).flatMap(\.days)
    var steps: [Step] = []
    for window in open {
      if window.until + settle <= now {
        steps.append(Step(window: window, kind: .walk))
        continue
      }
      let missing = window.subtracting(covered)
      let parts =
        window.subtracting(missing).map { Step(window: $0, kind: .look) }
        + missing.map { Step(window: $0, kind: .walk) }
      steps += parts.sorted { $0.window.from < $1.window.from }
    }
    let walked = steps.filter { $0.kind == .walk }.map(\.window)
    self.steps =
      steps
      + Self.replies(
        Window(from: max(start, now - amendWindow), until: until), walks: walks, walked: walked,
        now: now)
  }

  /// Replies are read again at most once in a calendar day, by whatever walk.
  private static func replies(
    _ recent: Window, walks: [WalkEntry], walked: [Window], now: Instant
  ) -> [Step] {
    let today = walks.filter {
      $0.isComplete && $0.startedAt.day == now.day
        && ($0.eventType == nil || $0.eventType == Self.replied)
    }
    return recent.subtracting(walked + today.map(\.window)).flatMap(\.days)
      .map { Step(window: $0, kind: .replies) }
  }

  /// The `event_type` of the activities that change after they were recorded.
  static let replied = EventType.messageReplied.action
}

extension Window {
  /// Whole seconds: times may be displayed in milliseconds or seconds, and an activity that shows
  /// itself on one side of a finer cut can be on the other.
  var roundedToSeconds: Window {
    guard !isEmpty else { return self }
    let end = Instant(seconds: until.seconds)
    return Window(
      from: Instant(seconds: from.seconds), until: end < until ? end + .seconds(1) : end)
  }
}

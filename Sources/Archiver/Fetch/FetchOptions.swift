import Activities
import ArchiveFormat

/// What a run of fetch is asked to do; the defaults are the command's.
public struct FetchOptions: Sendable {
  /// Where the archive begins; nil for where it began, or the oldest activity.
  public var since: Instant?
  /// Where the run ends; nil for the present less `lag`.
  public var until: Instant?
  /// Activities younger than this are left to the next run.
  public var lag: Duration = .seconds(120)
  /// How long after its end a window may still change.
  public var settle: Duration = .seconds(48 * 3_600)
  /// How long a reply's category may still be filled in.
  public var amendWindow: Duration = .seconds(30 * 86_400)
  /// Walks side by side.
  public var concurrency = 4
  /// A window with more activities is halved until none is.
  public var largestWindow = 100_000
  /// Signs each checkpoint; nil for none.
  public var signingKey: SigningKey?

  /// The defaults.
  public init() {}

  /// The activities that one walk takes in: more walks side by side take in less each, so that
  /// memory does not grow with them.
  var limitOfAWalk: Int { min(largestWindow, max(1_000, 400_000 / max(1, concurrency))) }

  /// Windows dealt with at once: those that walk and some that wait for their commit, as walks that
  /// began together end together.
  var stepsUnderWay: Int { concurrency + max(2, concurrency / 2) }

  /// The bytes of pages that one walk keeps in memory: more than most days have, so that few are spilled.
  var budgetOfAWalk: Int { max(256 << 10, (64 << 20) / max(4, concurrency)) }
}

/// What a run of fetch tells while it goes on.
public enum FetchEvent: Sendable {
  /// There was no archive, and now there is one.
  case made
  /// The windows that the run will look at, and how many activities the API has in all of them.
  case planned(windows: Int, activities: Int)
  /// So many more activities came.
  case received(Int)
  /// A window, or the part that was committed of it, is done.
  case finished(Window)
}

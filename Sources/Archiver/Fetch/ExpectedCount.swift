import Activities
import ArchiveFormat

/// How many items the API should show in a window, as the index alone tells.
///
/// A complete walk says how many it received, in quarantine or not; what later ones found new or gone
/// is added or subtracted. So an item that cannot be placed, or an activity that was dated anew, does
/// not make a day look changed for ever.
struct ExpectedCount {
  private let window: Window
  /// What has been walked so far; nil if a walk reached beyond the window.
  private var walked: Window?
  private var count = 0
  private var isKnown = true

  /// Nil if walks across the window's bounds leave it open.
  static func of(_ window: Window, _ walks: [WalkEntry]) -> Int? {
    var expected = ExpectedCount(window: window)
    for walk in walks where !walk.window.intersection(window).isEmpty { expected.add(walk) }
    return expected.isKnown ? expected.count : nil
  }

  private init(window: Window) {
    self.window = window
  }

  private mutating func add(_ walk: WalkEntry) {
    let part = walk.window.intersection(window)
    let isInside = part == walk.window
    let isWhole = walked.map { $0.intersection(part) == $0 } ?? true
    if walk.isComplete, walk.eventType == nil, isWhole, isInside || walk.received == 0 {
      count = walk.received
      isKnown = true
    } else if isInside {
      // Numbers of an index may be any.
      count &+= walk.added &+ walk.quarantined &+ walk.returned.count
      count &-= walk.vanished.count &+ walk.redated.count
    } else {
      isKnown = false
    }
    walked = Window(
      from: min(walked?.from ?? part.from, part.from),
      until: max(walked?.until ?? part.until, part.until))
  }
}

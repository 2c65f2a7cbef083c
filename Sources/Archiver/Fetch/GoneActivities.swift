import Activities
import ArchiveFormat

/// Which held activities of a window the API has no more, or not at their time.
///
/// A walk speaks of what lies in its window only: an activity that was dated anew is gone from where
/// it was, and not from where it is.
struct GoneActivities {
  private struct Remark {
    let window: Window
    let isGone: Bool
  }

  private var remarks: [Identifier: [Remark]] = [:]

  init(_ walks: [WalkEntry], within window: Window) {
    for walk in walks where !walk.window.intersection(window).isEmpty {
      for id in walk.returned { add(id, walk.window, isGone: false) }
      for id in walk.vanished { add(id, walk.window, isGone: true) }
      for id in walk.redated { add(id, walk.window, isGone: true) }
    }
  }

  var isEmpty: Bool { remarks.isEmpty }

  /// All that may be gone.
  var ids: Set<Identifier> { Set(remarks.keys) }

  /// What the last walk said that had the activity in its window.
  func contains(_ key: RecordKey) -> Bool {
    remarks[key.id]?.last { $0.window.contains(key.instant) }?.isGone ?? false
  }

  private mutating func add(_ id: Identifier, _ window: Window, isGone: Bool) {
    remarks[id, default: []].append(Remark(window: window, isGone: isGone))
  }
}

import Activities

/// A set of instants, kept as windows in time order that neither overlap nor touch.
struct WindowSet {
  private(set) var windows: [Window] = []

  mutating func insert(_ window: Window) {
    guard !window.isEmpty else { return }
    let first = position { $0.until < window.from }
    let end = position { $0.from <= window.until }
    guard first < end else {
      windows.insert(window, at: first)
      return
    }
    let merged = Window(
      from: min(windows[first].from, window.from),
      until: max(windows[end - 1].until, window.until))
    windows.replaceSubrange(first..<end, with: CollectionOfOne(merged))
  }

  /// Whether every instant of `window` is in the set.
  func contains(_ window: Window) -> Bool {
    let index = position { $0.until < window.until }
    guard index < windows.count else { return window.isEmpty }
    return windows[index].from <= window.from || window.isEmpty
  }

  /// The first position whose window does not satisfy `precedes`, which holds for a prefix only.
  private func position(where precedes: (Window) -> Bool) -> Int {
    var low = 0
    var high = windows.count
    while low < high {
      let middle = (low + high) / 2
      if precedes(windows[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

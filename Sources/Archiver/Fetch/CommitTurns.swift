import Activities

/// Lets commits take their turns: one at a time while anything walks, which needs the processors more,
/// and then several side by side, but never two of the same day.
///
/// What comes first begins first.
actor CommitTurns {
  private let most: Int
  private var limit = 1
  private var underWay: [Window] = []
  private var waiting: [(days: Window, turn: CheckedContinuation<Void, Never>)] = []

  /// At most `most` commits at once.
  init(atMost most: Int) {
    self.most = max(1, most)
  }

  /// Waits for the turn of a window. `isAlone` tells that nothing walks now.
  func acquire(_ window: Window, isAlone: Bool) async {
    limit = isAlone ? most : 1
    let days = window.wholeDays
    if waiting.isEmpty, mayBegin(days) {
      underWay.append(days)
    } else {
      await withCheckedContinuation { waiting.append((days, $0)) }
    }
  }

  /// Ends the turn of a window.
  func release(_ window: Window) {
    if let index = underWay.firstIndex(of: window.wholeDays) { underWay.remove(at: index) }
    while let next = waiting.first, mayBegin(next.days) {
      waiting.removeFirst()
      underWay.append(next.days)
      next.turn.resume()
    }
  }

  private func mayBegin(_ days: Window) -> Bool {
    underWay.count < limit && underWay.allSatisfy { $0.intersection(days).isEmpty }
  }
}

extension Window {
  /// The days that the window has a part of.
  fileprivate var wholeDays: Window {
    Window(from: from.day.start, until: until.day.start == until ? until : until.day.end)
  }
}

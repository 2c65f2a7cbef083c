import Activities

/// The ids that a walk received within its window.
public struct ReceivedIDs: Sendable {
  private let instants: [Identifier: Instant]
  private let window: Window
  /// Those, and maybe others, that came at more than one time.
  public let atSeveralTimes: Set<Identifier>

  init(
    _ instants: [Identifier: Instant], within window: Window, atSeveralTimes: Set<Identifier>
  ) {
    self.instants = instants
    self.window = window
    self.atSeveralTimes = atSeveralTimes
  }

  /// Whether an id was received within the window.
  public func contains(_ id: Identifier) -> Bool {
    instants[id].map(window.contains) ?? false
  }

  /// One of them; nil if there are none.
  public var first: Identifier? {
    instants.first { window.contains($0.value) }?.key
  }

  /// All of them, in a set that is made anew.
  public var all: Set<Identifier> {
    var ids = Set<Identifier>(minimumCapacity: instants.count)
    for (id, instant) in instants where window.contains(instant) { ids.insert(id) }
    return ids
  }
}

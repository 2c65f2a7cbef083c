import Synchronization

/// Whether a client is there; when it goes, the work for it ends.
final class Presence: Sendable {
  private struct Held {
    var isOver = false
    var task: Task<Void, Never>?
  }

  private let held = Mutex(Held())

  /// Cancels the task as soon as the client has gone.
  func keep(_ task: Task<Void, Never>) {
    let isOver = held.withLock { held in
      held.task = task
      return held.isOver
    }
    if isOver { task.cancel() }
  }

  /// The client has gone, or sends nothing any more, which is what leaving looks like.
  func end() {
    let task = held.withLock { held in
      held.isOver = true
      return held.task
    }
    task?.cancel()
  }
}

import Synchronization

/// How many answers may read through the archive at the same time; others wait for their turn.
///
/// Each holds a few blocks in memory, however slowly its client reads.
final class ScanSlots: Sendable {
  private struct Held {
    var free: Int
    var waiting: [(number: Int, turn: CheckedContinuation<Void, any Error>)] = []
    var next = 0
  }

  private let held: Mutex<Held>

  init(_ count: Int) {
    held = Mutex(Held(free: count))
  }

  /// Does the work when it is its turn. Throws `CancellationError` if the task ends before.
  func use<Value>(_ work: () async throws -> Value) async throws -> Value {
    try await take()
    defer { giveBack() }
    return try await work()
  }

  private func take() async throws {
    let number = held.withLock { held in
      held.next += 1
      return held.next
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { turn in
        let isCancelled = Task.isCancelled
        let isFree = held.withLock { held in
          guard held.free > 0, !isCancelled else {
            if !isCancelled { held.waiting.append((number, turn)) }
            return false
          }
          held.free -= 1
          return true
        }
        if isFree {
          turn.resume()
        } else if isCancelled {
          turn.resume(throwing: CancellationError())
        }
      }
    } onCancel: {
      let turn = held.withLock { held in
        held.waiting.firstIndex { $0.number == number }.map { held.waiting.remove(at: $0).turn }
      }
      turn?.resume(throwing: CancellationError())
    }
  }

  private func giveBack() {
    let turn = held.withLock { held in
      if held.waiting.isEmpty {
        held.free += 1
        return nil as CheckedContinuation<Void, any Error>?
      }
      return held.waiting.removeFirst().turn
    }
    turn?.resume()
  }
}

import NIOCore
import NIOPosix

/// A moment to come, for which a task can wait to a fraction of a millisecond.
///
/// On Linux `Task.sleep` rounds up to whole milliseconds and wakes one later; an event loop does not.
struct ExactDelay: Sendable {
  private let end: NIODeadline

  /// Ends `duration` from now.
  init(_ duration: Duration) {
    end = .now() + .init(duration)
  }

  /// Returns when the moment has come; throws if the task is cancelled before.
  func pass() async throws {
    guard end > .now() else { return }
    let alarm = MultiThreadedEventLoopGroup.singleton.any().scheduleTask(deadline: end) {}
    try await withTaskCancellationHandler {
      try await alarm.futureResult.get()
    } onCancel: {
      alarm.cancel()
    }
  }
}

import Dispatch

/// Threads for work that takes long without waiting, so that requests which do not are answered
/// meanwhile by the others.
final class WorkExecutor: TaskExecutor {
  private static let shared = WorkExecutor()
  private let queue = DispatchQueue(label: "archive-work", attributes: .concurrent)

  private init() {}

  /// A task that runs on these threads, and so do the tasks that it starts as its children.
  static func task<Success: Sendable>(
    _ work: sending @escaping @isolated(any) () async -> Success
  ) -> Task<Success, Never> {
    Task(executorPreference: shared, operation: work)
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}

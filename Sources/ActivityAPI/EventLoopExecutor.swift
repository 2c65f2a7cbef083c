import NIOCore

/// Runs tasks on the thread of an event loop, so that no other has to be woken for what comes from its
/// connections.
///
/// For work that is short: the loop's connections wait meanwhile.
final class EventLoopExecutor: TaskExecutor {
  private let loop: any EventLoop

  init(_ loop: any EventLoop) {
    self.loop = loop
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}

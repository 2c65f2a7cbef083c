import Activities
import Archiver
import NIOCore
import NIOPosix
import Synchronization
import Testing

@Suite("Commits keep off the threads that responses come from")
struct CommitThreadTests {
  /// Walks that run there share the places for walks with steps that commit, so that a busy loop has
  /// others wait for its turn.
  @Test func noStepEndsOnAnEventLoop() async throws {
    try await withFetchFixture(configuration(activities: 3_000, days: 300)) { fixture in
      let busy = MultiThreadedEventLoopGroup.singleton.makeIterator().map { loop in
        loop.scheduleRepeatedTask(initialDelay: .zero, delay: .microseconds(200)) { _ in
          let end = ContinuousClock.now + .milliseconds(2)
          while ContinuousClock.now < end {}
        }
      }
      defer { for each in busy { each.cancel() } }
      let onLoops = Mutex<[Window]>([])
      var options = FetchOptions()
      options.concurrency = 32
      try await fixture.withClient(try fixture.client(concurrency: 32)) { client in
        let report = try await Fetch(
          directory: fixture.directory, client: client, options: options
        ) { event in
          guard case .finished(let window) = event,
            MultiThreadedEventLoopGroup.currentEventLoop != nil
          else { return }
          onLoops.withLock { $0.append(window) }
        }.run()
        #expect(report.added == 3_000)
      }
      #expect(onLoops.withLock { $0 } == [])
    }
  }
}

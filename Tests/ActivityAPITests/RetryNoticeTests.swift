import Activities
import Logging
import Simulator
import Synchronization
import Testing

@testable import ActivityAPI

/// A request that is repeated is never repeated in silence.
@Suite("Notices of retries") struct RetryNoticeTests {
  /// The notices of one list request under `faults`.
  private func notices(
    _ faults: [FaultRule], attempts: Int = 9
  ) async throws -> [RetryNotice] {
    var configuration = SimulatorConfiguration(activities: 10, days: 1)
    configuration.faults = faults
    let notices = Mutex<[RetryNotice]>([])
    try await withSimulator(configuration) { simulator in
      var options = APIClient.Options()
      options.retry = RetryPolicy(attempts: attempts, firstPause: .milliseconds(1))
      options.logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
      options.noteRetry = { notice in notices.withLock { $0.append(notice) } }
      let client = APIClient(
        baseURL: try BaseURL(simulator.baseURL), key: simulator.key, options: options)
      _ = try? await client.page(ActivityQuery(order: .ascending, size: 1))
      await client.shutdown()
    }
    return notices.withLock { $0 }
  }

  @Test func countTheAttemptsAndSayWhy() async throws {
    let notices = try await notices([
      FaultRule(.refusal(status: 503), .requests([1, 3])), FaultRule(.dropped, .requests([2])),
    ])
    #expect(
      notices.map(\.reason) == [
        .unexpectedStatus(503), .unreachable(.broken), .unexpectedStatus(503),
      ])
    #expect(notices.map(\.attempt) == [2, 3, 4])
    #expect(notices.allSatisfy { $0.attempts == 9 && !$0.isAskedFor })
    #expect(notices.map(\.elapsed) == notices.map(\.elapsed).sorted())
  }

  @Test func theLastAttemptIsNotFollowedByOne() async throws {
    let notices = try await notices([FaultRule(.refusal(status: 500))], attempts: 3)
    #expect(notices.map(\.attempt) == [2, 3])
  }

  @Test func aPauseThatTheAPIAsksForIsTold() async throws {
    let notices = try await notices([
      FaultRule(.refusal(status: 429, retryAfter: .seconds(1)), .requests([1]))
    ])
    #expect(notices.map(\.reason) == [.unexpectedStatus(429)])
    #expect(notices.allSatisfy { $0.isAskedFor && $0.pause == .seconds(1) })
  }

  @Test func whatEndsTheRunIsNoRetry() async throws {
    #expect(try await notices([FaultRule(.refusal(status: 401))]).isEmpty)
    #expect(
      try await notices([FaultRule(.refusal(status: 429, retryAfter: .seconds(7_200)))]).isEmpty)
  }
}

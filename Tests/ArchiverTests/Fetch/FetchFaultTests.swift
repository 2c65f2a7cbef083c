import Activities
import ActivityAPI
import ArchiveFormat
import ArchiveStore
import Archiver
import Simulator
import Testing

@Suite("Fetch through faults: all of it, or no claim")
struct FetchFaultTests {
  @Test(arguments: [
    Fault.refusal(status: 429, retryAfter: .seconds(0)),
    .refusal(status: 429, retryAfter: .date(in: .seconds(0))), .refusal(status: 429),
    .refusal(status: 408), .refusal(status: 500), .refusal(status: 503), .dropped, .droppedBody,
    .truncatedBody, .webPage, .latency(.milliseconds(5)),
  ])
  func aPassingFaultCostsARetryAndNothingElse(fault: Fault) async throws {
    var configuration = configuration(activities: 1_000, days: 3)
    configuration.faults = [FaultRule(fault, .probability(0.2))]
    try await withFetchFixture(configuration) { fixture in
      let report = try await fixture.fetch()
      #expect(report.isComplete)
      if case .latency = fault {} else { #expect(report.retries > 0) }
      #expect(try fixture.records() == fixture.truth())
    }
  }

  @Test func aStalledBodyTimesOutAndIsAskedForAgain() async throws {
    var configuration = configuration(activities: 300, days: 2)
    configuration.faults = [FaultRule(.stalledBody, .requests([5]))]
    try await withFetchFixture(configuration) { fixture in
      // So long, as tests beside this one keep the event loops busy.
      let report = try await fixture.fetch(timeout: .seconds(10))
      #expect(report.retries > 0)
      #expect(try fixture.records() == fixture.truth())
    }
  }

  @Test(arguments: [Fault.trickledBody(.milliseconds(10)), .latency(.seconds(60))])
  func anAnswerThatNeverEndsOrBeginsTimesOut(fault: Fault) async throws {
    var configuration = configuration(activities: 300, days: 2)
    configuration.faults = [FaultRule(fault)]
    try await withSimulator(configuration) { simulator in
      var options = APIClient.Options()
      options.retry = RetryPolicy(
        attempts: 2, firstPause: .milliseconds(1), timeout: .milliseconds(100))
      let client = APIClient(
        baseURL: try BaseURL(simulator.baseURL), key: simulator.key, options: options)
      await #expect(throws: APIError.unreachable(.answerTimedOut)) {
        try await client.page(ActivityQuery(order: .ascending, size: 100))
      }
      await client.shutdown()
      #expect(simulator.log.count == 2)
    }
  }

  @Test(arguments: [
    (Fault.refusal(status: 401), APIError.unauthorized),
    (.refusal(status: 403), .forbidden), (.wrongHost, .noSuchEndpoint),
    (
      .redirect(to: "https://elsewhere.example/"),
      .redirected(location: "https://elsewhere.example/")
    ),
    (.emptyPage, .emptyPage), (.ignoredBounds, .boundsIgnored),
    (.refusal(status: 418), .unexpectedStatus(418)),
    (.refusal(status: 429, retryAfter: .seconds(90_000)), .waitTooLong(seconds: 90_000)),
    (.refusal(status: 500), .unexpectedStatus(500)), (.truncatedBody, .unreadableBody),
    (.paddedBody(33 << 20), .bodyTooLarge(limit: 32 << 20)),
  ])
  func aLastingFaultEndsTheRunAndKeepsWhatCame(fault: Fault, expected: APIError) async throws {
    var configuration = configuration(activities: 1_500, days: 3)
    configuration.faults = [FaultRule(fault, .from(12))]
    try await withFetchFixture(configuration) { fixture in
      await #expect(throws: expected) { try await fixture.fetch() }
      let kept = Set(try fixture.records())
      #expect(kept.isSubset(of: Set(try fixture.truth())))
      let coverage = Coverage(try fixture.archive().walks)
      fixture.simulator.faults = []
      #expect(try await fixture.fetch().isComplete)
      #expect(try fixture.records() == fixture.truth())
      #expect(!coverage.isComplete || kept.count < 1_500)
      #expect(Coverage(try fixture.archive().walks).isComplete)
    }
  }

  @Test(arguments: [Fault.ignoredSortOrder, .repeatedPage, .endlessPages])
  func aServerThatBreaksItsWordIsAnErrorNeverALoop(fault: Fault) async throws {
    var configuration = configuration(activities: 1_500, days: 3)
    configuration.faults = [FaultRule(fault)]
    try await withFetchFixture(configuration) { fixture in
      await #expect(throws: APIError.self) { try await fixture.fetch() }
      #expect(fixture.simulator.log.count(.list) < 500)
    }
  }

  @Test func aCountThatNeverAgreesIsNotClaimed() async throws {
    var configuration = configuration(activities: 800, days: 2)
    configuration.faults = [FaultRule(.laggingCount(3))]
    try await withFetchFixture(configuration) { fixture in
      let report = try await fixture.fetch()
      #expect(!report.isComplete)
      #expect(!report.incomplete.isEmpty)
      #expect(try fixture.records() == fixture.truth())
      fixture.simulator.faults = []
      #expect(try await fixture.fetch().isComplete)
    }
  }

  @Test func cancelledItKeepsWhatCameAndSaysSo() async throws {
    var configuration = configuration(activities: 4_000, days: 4)
    configuration.faults = [FaultRule(.latency(.milliseconds(30)))]
    try await withFetchFixture(configuration) { fixture in
      let run = Task { try await fixture.fetch() }
      while fixture.simulator.log.count(.list) < 12 { try await Task.sleep(for: .milliseconds(5)) }
      run.cancel()
      let report = try await run.value
      #expect(report.wasInterrupted)
      #expect(!report.isComplete)
      let kept = try fixture.records()
      #expect(kept.count < 4_000)
      #expect(Set(kept).isSubset(of: Set(try fixture.truth())))
      fixture.simulator.faults = []
      #expect(try await fixture.fetch().isComplete)
      #expect(try fixture.records() == fixture.truth())
    }
  }
}

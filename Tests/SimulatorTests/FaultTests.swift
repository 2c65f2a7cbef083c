import Activities
import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Simulator
import Testing

@Suite struct FaultTests {
  @Test func refusalsComeAtTheNumberedRequestsOnly() async throws {
    var configuration = SimulatorConfiguration(activities: 30)
    configuration.faults = [
      FaultRule(.refusal(status: 429, retryAfter: .seconds(7)), .requests([2])),
      FaultRule(.refusal(status: 503, retryAfter: .date(in: .seconds(90))), .requests([3])),
      FaultRule(.refusal(status: 408), .from(5)),
    ]
    try await withSimulator(configuration) { simulator in
      var answers: [Answer] = []
      for _ in 0..<6 { answers.append(try await simulator.send("/v1/activities")) }
      #expect(answers.map(\.status) == [200, 429, 503, 200, 408, 408])
      #expect(answers[1].headers["retry-after"] == "7")
      #expect(answers[2].headers["retry-after"] == "Sat, 28 Jun 2025 00:01:30 GMT")
      #expect(answers[4].headers["retry-after"] == nil)
      #expect(simulator.log.count(status: 408) == 2)
      let id = try #require(simulator.workspace.activities()[0].id)
      #expect(try await simulator.send("/v1/activities/\(id)").status == 200)
    }
  }

  @Test func aProbabilityPicksTheSameRequestsForTheSameSeed() async throws {
    var outcomes: [[Int]] = []
    for seed in [1, 1, 2] as [UInt64] {
      var configuration = SimulatorConfiguration(activities: 1, seed: seed)
      configuration.faults = [FaultRule(.refusal(status: 500), .probability(0.5))]
      try await withSimulator(configuration) { simulator in
        var statuses: [Int] = []
        for _ in 0..<40 { statuses.append(try await simulator.send("/v1/activities").status) }
        outcomes.append(statuses)
      }
    }
    #expect(outcomes[0] == outcomes[1])
    #expect(outcomes[0] != outcomes[2])
    #expect(Set(outcomes[0]) == [200, 500])
  }

  @Test(arguments: [Fault.dropped, .droppedBody])
  func aDroppedConnectionIsNoAnswer(fault: Fault) async throws {
    var configuration = SimulatorConfiguration(activities: 100)
    configuration.faults = [FaultRule(fault, .requests([1]))]
    try await withSimulator(configuration) { simulator in
      await #expect(throws: (any Error).self) {
        _ = try await simulator.send("/v1/activities?size=100")
      }
      let page = try await simulator.list("size=100")
      #expect(page.items.count == 100)
    }
  }

  @Test func aStalledBodyEndsWhenTheSimulatorStops() async throws {
    var configuration = SimulatorConfiguration(activities: 100)
    configuration.faults = [FaultRule(.stalledBody)]
    let simulator = try await Simulator.start(configuration)
    var request = HTTPClientRequest(url: simulator.baseURL + "/v1/activities?size=100")
    request.headers.add(name: "Authorization", value: "Bearer \(simulator.key)")
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
    var body = response.body.makeAsyncIterator()
    let first = try await body.next()
    #expect(first?.readableBytes ?? 0 > 0)
    await simulator.stop()
    await #expect(throws: (any Error).self) {
      while try await body.next() != nil {}
    }
  }

  @Test func bodiesThatAreNoPages() async throws {
    var configuration = SimulatorConfiguration(activities: 100)
    configuration.faults = [
      FaultRule(.truncatedBody, .requests([1])), FaultRule(.webPage, .requests([2])),
      FaultRule(.wrongHost, .requests([3])), FaultRule(.paddedBody(300_000), .requests([4])),
    ]
    try await withSimulator(configuration) { simulator in
      let whole = try PageText(simulator)
      let truncated = try await simulator.send("/v1/activities?size=100")
      #expect(truncated.status == 200)
      #expect(truncated.body == Array(whole.body.prefix(whole.body.count / 2)))
      let webPage = try await simulator.send("/v1/activities")
      #expect(webPage.status == 200)
      #expect(webPage.text.hasPrefix("<html>"))
      #expect(try await simulator.send("/v1/activities").status == 404)
      let padded = try await simulator.send("/v1/activities?size=100")
      #expect(padded.body.count == 300_000)
      #expect(try Envelope(padded.body).items.count == 100)
      simulator.faults = [FaultRule(.redirect(to: "\(simulator.baseURL)/elsewhere"))]
      let redirected = try await simulator.send("/v1/activities")
      #expect(redirected.status == 404)
      #expect(simulator.log.count(status: 307) == 1)
      #expect(simulator.log.count(.other) == 1)
    }
  }

  @Test func pagesThatSayWhatIsNotSo() async throws {
    var configuration = SimulatorConfiguration(activities: 250)
    configuration.faults = [
      FaultRule(.endlessPages, .requests([1])), FaultRule(.emptyPage, .requests([2])),
      FaultRule(.laggingCount(40), .requests([3])), FaultRule(.laggingCount(400), .requests([4])),
    ]
    try await withSimulator(configuration) { simulator in
      let last = try await simulator.list("size=100&page=3")
      #expect(last.items.count == 50)
      #expect(last.hasMore)
      let empty = try await simulator.list("size=100&page=3")
      #expect(empty.items.isEmpty)
      #expect(empty.hasMore)
      #expect(empty.totalCount == 250)
      #expect(try await simulator.list().totalCount == 210)
      #expect(try await simulator.list().totalCount == 0)
      #expect(try await simulator.list().totalCount == 250)
    }
  }

  @Test func pagesThatRepeatOrIgnoreWhatWasAsked() async throws {
    try await withSimulator(SimulatorConfiguration(activities: 250)) { simulator in
      let truth = simulator.workspace.activities()
      simulator.faults = [FaultRule(.repeatedPage, .from(2))]
      var pages: [[[UInt8]]] = []
      for number in 1...4 { pages.append(try await simulator.list("page=\(number)").items) }
      #expect(pages[0] != pages[1])
      #expect(pages[1] == pages[2])
      #expect(pages[1] == pages[3])

      simulator.faults = [FaultRule(.ignoredBounds)]
      let bounds = "created_at_after=\(truth[200].instant)&sort_order=ASC&size=100"
      let unbounded = try await simulator.list(bounds)
      #expect(unbounded.totalCount == 250)
      #expect(unbounded.items == truth.prefix(100).map(\.record))

      simulator.faults = [FaultRule(.ignoredSortOrder)]
      let descending = try await simulator.list("sort_order=ASC")
      #expect(descending.items == truth.suffix(10).reversed().map(\.record))
    }
  }

  @Test func latencyDelaysTheAnswerAndKeepsNoOneFromStopping() async throws {
    var configuration = SimulatorConfiguration(activities: 1)
    configuration.faults = [FaultRule(.latency(.seconds(3_600)))]
    let simulator = try await Simulator.start(configuration)
    let answer = Task { try await simulator.send("/v1/activities") }
    while simulator.log.count(.list) == 0 { try await Task.sleep(for: .milliseconds(1)) }
    await simulator.stop()
    await #expect(throws: (any Error).self) { try await answer.value }
  }
}

/// The undisturbed body of the newest hundred activities.
private struct PageText {
  var body: [UInt8]

  init(_ simulator: Simulator) throws {
    let records = simulator.workspace.allRecords().reversed().prefix(100)
    let items = records.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ",")
    body = Array(
      #"{"items":[\#(items)],"total_count":100,"total_pages":1,"has_more":false}"#.utf8)
  }
}

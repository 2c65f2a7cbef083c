import Activities
import Logging
import NIOPosix
import Simulator
import Synchronization
import Testing

@testable import ActivityAPI

/// What a walk has handed over, one page after the other.
private final class Deliveries: Sendable {
  private struct Contents {
    var instants: [Instant] = []
    var forms: [Identifier: [UInt8]] = [:]
    var count = 0
    var underWay = 0
    var mostUnderWay = 0
  }

  private let contents = Mutex(Contents())

  /// Begins a delivery and gives its number, from 1.
  func begin() -> Int {
    contents.withLock { contents in
      contents.count += 1
      contents.underWay += 1
      contents.mostUnderWay = max(contents.mostUnderWay, contents.underWay)
      return contents.count
    }
  }

  func end(_ received: ReceivedItems) {
    contents.withLock { contents in
      contents.underWay -= 1
      for case .record(let record) in received.items {
        contents.instants.append(record.key.instant)
        contents.forms[record.key.id] = Array(received.bytes[record.range])
      }
    }
  }

  var count: Int { contents.withLock { $0.count } }
  var mostUnderWay: Int { contents.withLock { $0.mostUnderWay } }
  var ids: Set<Identifier> { contents.withLock { Set($0.forms.keys) } }
  var isInOrder: Bool {
    contents.withLock { contents in
      zip(contents.instants, contents.instants.dropFirst()).allSatisfy { $0 <= $1 }
    }
  }

  func form(of id: Identifier) -> [UInt8]? { contents.withLock { $0.forms[id] } }
}

private struct Refusal: Error {}

@Suite("A page is delivered while the next is on its way")
struct WalkDeliveryTests {
  /// Walks a day, by one request at a time if nothing else is said; `during` is called while a page
  /// is delivered.
  private func walk(
    _ simulator: Simulator, into deliveries: Deliveries, concurrency: Int = 1,
    during: @escaping @Sendable (_ number: Int) async throws -> Void
  ) async throws -> WalkResult {
    var options = APIClient.Options()
    options.concurrency = concurrency
    options.logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let client = APIClient(
      baseURL: try BaseURL(simulator.baseURL), key: simulator.key, options: options)
    let slots = WalkSlots(concurrency)
    await slots.acquire()
    let until = simulator.workspace.configuration.until
    let outcome = await WindowWalk(
      of: Window(from: until - .seconds(86_400), until: until), client: client, slots: slots,
      deliver: { items in
        let number = deliveries.begin()
        try await during(number)
        deliveries.end(items)
      }
    ).run()
    await client.shutdown()
    return try result(outcome)
  }

  /// Waits until `isTrue`, for half a minute at most.
  private func wait(until isTrue: () -> Bool) async throws {
    for _ in 0..<15_000 where !isTrue() { try await Task.sleep(for: .milliseconds(2)) }
  }

  @Test func onePageAheadAndNoMore() async throws {
    try await withSimulator(SimulatorConfiguration(activities: 850, days: 1)) { simulator in
      let deliveries = Deliveries()
      let ahead = Mutex<[Int]>([])
      let result = try await walk(simulator, into: deliveries) { number in
        try await wait { simulator.log.count(.list) > number || number == 9 }
        // A request too many would come by then.
        try await Task.sleep(for: .milliseconds(20))
        ahead.withLock { $0.append(simulator.log.count(.list) - number) }
      }
      #expect(result.isComplete)
      #expect(ahead.withLock { $0 } == [1, 1, 1, 1, 1, 1, 1, 1, 0])
      #expect(deliveries.mostUnderWay == 1)
      #expect(deliveries.isInOrder)
      #expect(deliveries.ids.count == 850)
    }
  }

  #if os(Linux)
    /// No other thread is woken for a page, also where a walk is split. Loops of other systems do not
    /// tell that one is on their thread.
    @Test(arguments: [1, 4])
    func pagesAreTakenInOnTheThreadsTheyComeFrom(concurrency: Int) async throws {
      try await withSimulator(SimulatorConfiguration(activities: 2_000, days: 1)) { simulator in
        let deliveries = Deliveries()
        let elsewhere = Mutex<[Int]>([])
        let result = try await walk(simulator, into: deliveries, concurrency: concurrency) { page in
          if MultiThreadedEventLoopGroup.currentEventLoop == nil {
            elsewhere.withLock { $0.append(page) }
          }
        }
        #expect(result.isComplete)
        #expect(elsewhere.withLock { $0 } == [])
      }
    }
  #endif

  @Test(arguments: 1...9)
  func aDeliveryThatFailsEndsTheWalk(failing: Int) async throws {
    try await withSimulator(SimulatorConfiguration(activities: 850, days: 1)) { simulator in
      let deliveries = Deliveries()
      let result = try await walk(simulator, into: deliveries) { number in
        if number == failing { throw Refusal() }
      }
      #expect(result.failure is Refusal)
      #expect(!result.isComplete)
      #expect(deliveries.count == failing)
      #expect(simulator.log.count(.list) <= failing + 1)
    }
  }

  /// The answer to a request that is under way may never come.
  @Test func aDeliveryThatFailsDoesNotWaitForTheNextPage() async throws {
    var configuration = SimulatorConfiguration(activities: 850, days: 1)
    configuration.faults = [FaultRule(.latency(.seconds(50)), .requests([4]))]
    try await withSimulator(configuration) { simulator in
      let deliveries = Deliveries()
      let result = try await walk(simulator, into: deliveries) { number in
        guard number == 3 else { return }
        try await wait { simulator.log.count(.list) == 4 }
        throw Refusal()
      }
      #expect(result.failure is Refusal)
      #expect(simulator.log.requests.last?.status == nil)
    }
  }

  @Test(arguments: 2...9)
  func aRequestThatFailsLosesNoPageBeforeIt(failing: Int) async throws {
    var configuration = SimulatorConfiguration(activities: 850, days: 1)
    configuration.faults = [FaultRule(.refusal(status: 401), .requests([failing]))]
    try await withSimulator(configuration) { simulator in
      let deliveries = Deliveries()
      let result = try await walk(simulator, into: deliveries) { number in
        if number == failing - 1 { try await wait { simulator.log.count(status: 401) == 1 } }
      }
      #expect(result.failure as? APIError == .unauthorized)
      #expect(deliveries.count == failing - 1)
      #expect(deliveries.ids == result.ids.all)
      #expect(result.received == deliveries.ids.count)
    }
  }

  @Test func cancelledWithARequestUnderWay() async throws {
    var configuration = SimulatorConfiguration(activities: 850, days: 1)
    configuration.faults = [FaultRule(.latency(.seconds(50)), .requests([4]))]
    try await withSimulator(configuration) { simulator in
      let deliveries = Deliveries()
      let run = Mutex<Task<WalkResult, any Error>?>(nil)
      let task = Task {
        try await walk(simulator, into: deliveries) { number in
          guard number == 3 else { return }
          try await wait { simulator.log.count(.list) == 4 }
          run.withLock { $0?.cancel() }
        }
      }
      run.withLock { $0 = task }
      let result = try await task.value
      #expect(result.failure as? APIError == .cancelled)
      #expect(deliveries.count == 3)
      #expect(deliveries.ids == result.ids.all)
      #expect(simulator.log.count(.list) == 4)
    }
  }

  /// The last activity of a page comes again with the next, which may be there before the first has
  /// been delivered.
  @Test func theLaterFormIsDeliveredLast() async throws {
    try await withSimulator(SimulatorConfiguration(activities: 450, days: 1)) { simulator in
      let last = try #require(simulator.workspace.activities().dropFirst(99).first)
      let id = try #require(last.id)
      let changed = last.record.dropLast() + Array(#","changed":true}"#.utf8)
      simulator.drift.schedule(afterListRequest: 1) {
        _ = $0.replaceRecord(of: id, with: Array(changed))
      }
      let deliveries = Deliveries()
      let result = try await walk(simulator, into: deliveries) { number in
        if number == 1 { try await wait { simulator.log.count(status: 200) == 2 } }
      }
      #expect(result.isComplete)
      #expect(deliveries.form(of: id) == Array(changed))
    }
  }

  /// A page that ignores the bounds is kept like any other, and ends the walk; nothing is asked for
  /// meanwhile.
  @Test func aPageAtFaultIsDeliveredAndNothingAskedForAfterIt() async throws {
    var configuration = SimulatorConfiguration(activities: 850, days: 1)
    configuration.faults = [FaultRule(.ignoredBounds, .requests([3]))]
    try await withSimulator(configuration) { simulator in
      let deliveries = Deliveries()
      let result = try await walk(simulator, into: deliveries) { _ in }
      #expect(result.failure as? APIError == .boundsIgnored)
      #expect(simulator.log.count(.list) == 3)
    }
  }
}

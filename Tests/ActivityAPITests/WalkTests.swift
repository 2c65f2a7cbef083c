import Activities
import Logging
import Simulator
import Synchronization
import Testing

@testable import ActivityAPI

/// Keeps what a walk delivers, by id.
final class Delivered: Sendable {
  private let records = Mutex<[Identifier: [UInt8]]>([:])
  private let counts = Mutex((fresh: 0, all: 0))

  func add(_ received: ReceivedItems) {
    counts.withLock { counts in
      counts.fresh += received.freshCount
      counts.all += received.items.count
    }
    for case .record(let record) in received.items {
      records.withLock { $0[record.key.id] = Array(received.bytes[record.range]) }
    }
  }

  var ids: Set<Identifier> { Set(records.withLock { $0.keys }) }
  /// How many were new when they were delivered.
  var total: Int { counts.withLock { $0.fresh } }
  /// How many came again.
  var repeated: Int { counts.withLock { $0.all - $0.fresh } }
}

/// The workspace of the tests, three days to the end of the default window.
func walked(
  _ configuration: SimulatorConfiguration, concurrency: Int = 4, window: Window? = nil,
  limit: Int = .max, eventType: String? = nil, during: (Simulator) async throws -> Void = { _ in }
) async throws -> (WalkOutcome, Delivered, Set<Identifier>, [String]) {
  try await withSimulator(configuration) { simulator in
    var options = APIClient.Options()
    options.retry = RetryPolicy(attempts: 12, firstPause: .milliseconds(1))
    options.concurrency = concurrency
    options.logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let client = APIClient(
      baseURL: try BaseURL(simulator.baseURL), key: simulator.key, options: options)
    let delivered = Delivered()
    let slots = WalkSlots(concurrency)
    await slots.acquire()
    let whole =
      window
      ?? Window(
        from: configuration.workspace.until - .seconds(configuration.workspace.days * 86_400),
        until: configuration.workspace.until)
    let outcome = await WindowWalk(
      of: whole, eventType: eventType, limit: limit, client: client, slots: slots,
      deliver: { delivered.add($0) }
    ).run()
    try await during(simulator)
    var filter = ActivityFilter(eventType: eventType)
    filter.before = whole.until
    filter.after = whole.from - .nanoseconds(1)
    let truth = Set(simulator.workspace.activities(filter).compactMap(\.id))
    await client.shutdown()
    return (outcome, delivered, truth, [])
  }
}

func result(_ outcome: WalkOutcome) throws -> WalkResult {
  guard case .walked(let result) = outcome else {
    Issue.record("the window was found too large")
    throw APIError.cancelled
  }
  return result
}

@Suite("A walk receives every activity that is visible throughout")
struct WalkTests {
  @Test(arguments: [0, 1, 99, 100, 101, 199, 200, 2_345])
  func receivesEveryActivityOnce(count: Int) async throws {
    let (outcome, delivered, truth, _) = try await walked(
      SimulatorConfiguration(activities: count, days: 3))
    let result = try result(outcome)
    #expect(result.failure == nil)
    #expect(result.isComplete)
    #expect(delivered.ids == truth)
    #expect(delivered.total == count)
    // Pages overlap by an activity or two.
    #expect(delivered.repeated <= count / 25)
    #expect(result.received == count)
    #expect(result.reported == count)
    #expect(result.ids.all == truth)
  }

  @Test(arguments: [1, 2, 16])
  func splitsAmongFreeSlots(concurrency: Int) async throws {
    let (outcome, delivered, truth, _) = try await walked(
      SimulatorConfiguration(activities: 6_000, days: 2), concurrency: concurrency)
    #expect(try result(outcome).isComplete)
    #expect(delivered.ids == truth)
    #expect(delivered.total == 6_000)
  }

  @Test(arguments: [
    (false, WorkspaceConfiguration.TimeDisplay.milliseconds), (true, .milliseconds),
    (true, .microseconds), (true, .mixedOffsets),
  ])
  func readsTiesLargerThanAPage(
    stored: Bool, display: WorkspaceConfiguration.TimeDisplay
  ) async throws {
    var workspace = WorkspaceConfiguration(activities: 1_500, days: 2, seed: 3)
    workspace.ties = .init(size: 350, groups: 2)
    workspace.shufflesTies = true
    workspace.storesMicroseconds = stored
    workspace.timeDisplay = display
    let (outcome, delivered, truth, _) = try await walked(SimulatorConfiguration(workspace))
    let result = try result(outcome)
    #expect(result.failure == nil)
    #expect(result.isComplete)
    #expect(delivered.ids == truth)
    #expect(delivered.total == truth.count)
  }

  @Test func keepsWithinTheWindowAndCountsOnlyIt() async throws {
    let configuration = SimulatorConfiguration(activities: 3_000, days: 3)
    let until = configuration.workspace.until
    let window = Window(from: until - .seconds(100_000), until: until - .seconds(50_000))
    let (outcome, delivered, truth, _) = try await walked(configuration, window: window)
    let result = try result(outcome)
    #expect(result.isComplete)
    #expect(!truth.isEmpty)
    #expect(delivered.ids == truth)
    #expect(result.reported == truth.count)
  }

  @Test func readsOneEventTypeOnly() async throws {
    let (outcome, delivered, truth, _) = try await walked(
      SimulatorConfiguration(activities: 4_000, days: 3), eventType: "REPLIED")
    #expect(try result(outcome).isComplete)
    #expect(!truth.isEmpty)
    #expect(delivered.ids == truth)
  }

  @Test func leavesAWindowAloneThatIsTooLarge() async throws {
    let (outcome, delivered, _, _) = try await walked(
      SimulatorConfiguration(activities: 1_000, days: 3), limit: 999)
    guard case .tooMany(let total) = outcome else {
      Issue.record("walked a window beyond the limit")
      return
    }
    #expect(total == 1_000)
    #expect(delivered.total == 0)
  }
}

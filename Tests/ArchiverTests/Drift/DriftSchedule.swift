import Activities
import Simulator
import TestSupport

/// A small workspace, how it moves, what goes wrong, and how it is fetched: all follow from the seed.
struct DriftSchedule {
  /// A run of fetch.
  struct Run {
    /// How long after the run before.
    var pause: Duration
    /// How long before the clock's time it ends; nil for the lag of fetch.
    var leaves: Duration?
  }

  let seed: UInt64
  private(set) var configuration: SimulatorConfiguration
  let runs: [Run]
  let concurrency: Int
  let largestWindow: Int
  /// After ten days, all that a schedule does is over.
  let settle: Duration
  /// A stalled body ends with the timeout only, so it is short where there are some.
  let timeout: Duration
  /// So far the clock goes on after each list request.
  let tick: Duration
  /// What happens to the workspace while nobody looks.
  let later: RandomDrift

  init(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    self.seed = seed
    configuration = SimulatorConfiguration(Self.workspace(seed: seed, &random))
    let ages: [Duration] = [
      .seconds(-100_000), .seconds(-3_600), .zero, .seconds(3_600), .seconds(3 * 86_400),
    ]
    let age = ages[Int(random.below(UInt64(ages.count)))]
    configuration.clock = SimulatedClock(.fixed(configuration.workspace.until + age))
    if random.chance(0.8) { configuration.drift = Self.drift(seed: random.next(), &random) }
    let count = random.below(5)
    configuration.faults = (0..<count).map { _ in .random(&random) }
    timeout =
      configuration.faults.contains { $0.fault == .stalledBody } ? .milliseconds(500) : .seconds(60)
    runs = (0...random.below(3)).map { _ in
      Run(
        pause: .seconds(random.below(90_000)),
        leaves: random.chance(0.3) ? .microseconds(random.below(100_000_000_000)) : nil)
    }
    concurrency = 1 + Int(random.below(8))
    largestWindow = [100_000, 300, 120, 40][Int(random.below(4))]
    settle = [.seconds(7_200), .seconds(48 * 3_600), Self.long][Int(random.below(3))]
    tick = random.chance(0.3) ? .milliseconds(random.below(30_000)) : .zero
    later = Self.drift(seed: random.next(), &random)
  }

  private static let long = Duration.seconds(10 * 86_400)

  /// Whether no day settles before all has come to rest, so that fetch finds all that has moved.
  var settlesLast: Bool { settle == Self.long }

  private static func workspace(
    seed: UInt64, _ random: inout SeededGenerator
  ) -> WorkspaceConfiguration {
    var workspace = WorkspaceConfiguration(
      activities: Int(random.below(random.chance(0.3) ? 20 : 330)),
      days: 1 + Int(random.below(3)), seed: seed)
    if random.chance(0.3) {
      // The days are cut at midnights, wherever the workspace ends.
      workspace.until = workspace.until + .milliseconds(random.below(86_400_000))
    }
    workspace.storesMicroseconds = random.chance(0.5)
    workspace.shufflesTies = random.chance(0.5)
    let displays = WorkspaceConfiguration.TimeDisplay.allCases
    workspace.timeDisplay = displays[Int(random.below(UInt64(displays.count)))]
    if random.chance(0.6) {
      // Less than a page, just a page or two of them, and more.
      let sizes = [2, 50, 99, 100, 101, 150, 199, 200, 201, 260]
      workspace.ties = .init(
        size: sizes[Int(random.below(UInt64(sizes.count)))], groups: 1 + Int(random.below(3)))
    }
    if random.chance(0.2) { workspace.unknownTypes = 0.1 }
    if random.chance(0.2) { workspace.unknownFields = 0.1 }
    if random.chance(0.2) { workspace.unplaceable = Int(random.below(12)) }
    workspace.hidesFuture = random.chance(0.4)
    return workspace
  }

  private static func drift(seed: UInt64, _ random: inout SeededGenerator) -> RandomDrift {
    var drift = RandomDrift(seed: seed)
    drift.inserted = .random(in: 0...0.5, using: &random)
    drift.deleted = .random(in: 0...0.4, using: &random)
    drift.swapped = .random(in: 0...0.4, using: &random)
    drift.restored = .random(in: 0...0.3, using: &random)
    drift.categorised = .random(in: 0...0.5, using: &random)
    if random.chance(0.3) { drift.lastRequest = Int(random.below(20)) }
    return drift
  }

  /// Whether an answer may be an earlier one, which an API that has moved on never gives.
  var showsThePast: Bool { configuration.faults.contains { $0.fault == .repeatedPage } }
}

extension FaultRule {
  /// Any of the things that go wrong, for some of the requests.
  static func random(_ random: inout SeededGenerator) -> FaultRule {
    let kind = random.chance(0.65) ? passing : random.chance(0.7) ? lies : endings
    let fault = kind[Int(random.below(UInt64(kind.count)))]
    // A body that stalls or comes byte by byte costs time.
    let isSlow = [.stalledBody, .trickledBody(.zero)].contains(fault)
    let occurrence: Occurrence
    switch random.below(isSlow ? 1 : 8) {
    case 0: occurrence = .requests([1 + Int(random.below(30))])
    case 1: occurrence = .requests(Set((0..<4).map { _ in 1 + Int(random.below(40)) }))
    case 2: occurrence = .from(1 + Int(random.below(40)))
    case 3: occurrence = kind == passing ? .probability(0.3) : .always
    default: occurrence = .probability(.random(in: 0.01...0.15, using: &random))
    }
    // A page of another host for one id, and the right answer for the next, cannot be told from 404.
    return FaultRule(
      fault, occurrence, on: fault != .wrongHost && random.chance(0.2) ? .get : .list)
  }

  private static let passing: [Fault] = [
    .latency(.milliseconds(1)), .refusal(status: 408), .refusal(status: 429),
    .refusal(status: 429, retryAfter: .seconds(0)),
    .refusal(status: 429, retryAfter: .date(in: .zero)), .refusal(status: 500),
    .refusal(status: 503), .dropped, .droppedBody, .stalledBody, .trickledBody(.zero),
    .truncatedBody, .webPage, .paddedBody(100_000),
  ]
  private static let lies: [Fault] = [
    .endlessPages, .repeatedPage, .emptyPage, .laggingCount(1), .laggingCount(3),
    .laggingCount(100), .laggingCount(-2), .ignoredBounds, .ignoredSortOrder,
  ]
  private static let endings: [Fault] = [
    .refusal(status: 400), .refusal(status: 401), .refusal(status: 403), .refusal(status: 422),
    .refusal(status: 429, retryAfter: .seconds(90_000)), .wrongHost,
    .redirect(to: "https://elsewhere.example/"),
  ]
}

import Activities
import ArgumentParser
import Simulator

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

struct ServingOptions: ParsableArguments {
  @Option(help: "The port to listen at; 0 for any free one.")
  var port = 0

  @Option(help: "Write the port to this file once it listens.")
  var portFile: String?

  @Option(
    help: "The key that opens the API; TOPO_SIMULATOR_KEY, or a fixed one, if not given.")
  var key: String?

  @Flag(help: "Send no Date header.")
  var noDate = false

  func validate() throws {
    guard (0...65_535).contains(port) else { throw ValidationError("--port is 0 to 65535.") }
  }

  func apply(to configuration: inout SimulatorConfiguration) {
    configuration.port = port
    configuration.sendsDate = !noDate
    if let key = key ?? getenv("TOPO_SIMULATOR_KEY").map({ String(cString: $0) }), !key.isEmpty {
      configuration.key = key
    }
  }
}

struct WorkspaceOptions: ParsableArguments {
  @Option(help: "How many activities there are.")
  var activities = 50_000

  @Option(help: "Over how many days they are spread.")
  var days = 60

  @Option(help: "What all random choices follow from.")
  var seed: UInt64 = 1

  @Option(help: "Where the days end, a time; now if not given. It is the server's clock, too.")
  var until: String?

  @Option(help: "What the server's clock shows at the start, a time; --until if not given.")
  var clock: String?

  @Flag(help: "Show no activity before the clock has reached its time.")
  var hideFuture = false

  @Option(help: "Give so many activities one created_at.")
  var ties = 0

  @Option(help: "At how many instants there are ties.")
  var tieGroups = 1

  @Flag(help: "Send ties in another order each time.")
  var shuffleTies = false

  @Flag(help: "Store microseconds; they are shown only with --show-microseconds.")
  var storeMicroseconds = false

  @Flag(help: "Show six fraction digits instead of three.")
  var showMicroseconds = false

  @Option(help: "The share of activities with an undocumented type.")
  var unknownTypes = 0.0

  @Option(help: "The share of activities with undocumented fields.")
  var unknownFields = 0.0

  func validate() throws {
    // The keys of an enrollment have 32 bits, and positions too.
    guard (0...1_000_000_000).contains(activities) else {
      throw ValidationError("--activities is 0 to 1000000000.")
    }
    guard (1...36_500).contains(days) else { throw ValidationError("--days is 1 to 36500.") }
    guard ties >= 0, tieGroups >= 0 else {
      throw ValidationError("--ties and --tie-groups cannot be negative.")
    }
    try requireProbabilities(unknownTypes, unknownFields)
  }

  func configuration() throws -> WorkspaceConfiguration {
    var configuration = WorkspaceConfiguration(
      activities: activities, days: days, until: try end(), seed: seed)
    configuration.hidesFuture = hideFuture
    if ties > 0 { configuration.ties = .init(size: ties, groups: tieGroups) }
    configuration.shufflesTies = shuffleTies
    configuration.storesMicroseconds = storeMicroseconds
    configuration.timeDisplay = showMicroseconds ? .microseconds : .milliseconds
    configuration.unknownTypes = unknownTypes
    configuration.unknownFields = unknownFields
    return configuration
  }

  func serverClock() throws -> SimulatedClock {
    .running(from: try clock.map(Self.instant) ?? end())
  }

  private func end() throws -> Instant {
    try until.map(Self.instant) ?? SimulatedClock().now
  }

  private static func instant(_ text: String) throws -> Instant {
    if let day = UTCDay(text) { return day.start }
    guard let instant = Timestamp(text)?.instant else {
      throw ValidationError("'\(text)' is no day or time, such as 2025-03-14T09:00:00Z.")
    }
    return instant
  }
}

/// Throws unless all are from 0 to 1.
func requireProbabilities(_ values: Double...) throws {
  guard values.allSatisfy({ (0...1).contains($0) }) else {
    throw ValidationError("A probability is from 0 to 1.")
  }
}

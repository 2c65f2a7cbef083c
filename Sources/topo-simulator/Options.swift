import Activities
import ArgumentParser
import Simulator

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

struct ServingOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The port to listen at; 0 for any free one.", valueName: "number"))
  var port = 0

  @Option(help: ArgumentHelp("Write the port to this file once it listens.", valueName: "file"))
  var portFile: String?

  @Option(
    help: ArgumentHelp(
      "The key that opens the API; else TOPO_SIMULATOR_KEY, else a fixed one.", valueName: "key"))
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
  @Option(help: ArgumentHelp("How many activities there are.", valueName: "number"))
  var activities = 50_000

  @Option(help: ArgumentHelp("Over how many days they are spread.", valueName: "number"))
  var days = 60

  @Option(help: ArgumentHelp("What all random choices follow from.", valueName: "number"))
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp(
      "When the days end, a UTC day or time; else now. The clock starts there, too.",
      valueName: "time"))
  var until: String?

  @Option(
    help: ArgumentHelp(
      "What the server's clock shows at the start; else --until.", valueName: "time"))
  var clock: String?

  @Flag(help: "Show no activity before the clock has reached its time.")
  var hideFuture = false

  @Option(help: ArgumentHelp("Give so many activities one created_at.", valueName: "number"))
  var ties = 0

  @Option(help: ArgumentHelp("At how many instants there are ties.", valueName: "number"))
  var tieGroups = 1

  @Flag(help: "Send ties in another order each time.")
  var shuffleTies = false

  @Flag(help: "Store microseconds, shown only with --show-microseconds.")
  var storeMicroseconds = false

  @Flag(help: "Show six fraction digits instead of three.")
  var showMicroseconds = false

  @Option(
    help: ArgumentHelp("How likely an activity has an undocumented type.", valueName: "chance"))
  var unknownTypes = 0.0

  @Option(
    help: ArgumentHelp("How likely an activity has undocumented fields.", valueName: "chance"))
  var unknownFields = 0.0

  @Option(help: "How many items there are besides that cannot be placed in time.")
  var unplaceable = 0

  func validate() throws {
    // The keys of an enrollment have 32 bits, and positions too.
    guard (0...1_000_000_000).contains(activities) else {
      throw ValidationError("--activities is 0 to 1000000000.")
    }
    guard (1...36_500).contains(days) else { throw ValidationError("--days is 1 to 36500.") }
    guard ties >= 0, tieGroups >= 0 else {
      throw ValidationError("--ties and --tie-groups cannot be negative.")
    }
    guard (0...100_000).contains(unplaceable) else {
      throw ValidationError("--unplaceable is 0 to 100000.")
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
    configuration.unplaceable = unplaceable
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

import Activities
import ActivityServer
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

/// The documented API over a synthetic workspace, served over HTTP on 127.0.0.1.
public final class Simulator: Sendable {
  /// What is served; it can be changed and compared with at any time.
  public let workspace: SyntheticWorkspace
  /// What the `Date` field shows; the workspace's clock.
  public let clock: SimulatedClock
  /// The requests that came.
  public let log: RequestLog
  /// What changes in the workspace after which request.
  public let drift: DriftPlan
  /// The key that opens the API.
  public let key: String
  /// The loopback port that the simulator listens at.
  public let port: Int
  /// `http://127.0.0.1:PORT`
  public var baseURL: String { "http://127.0.0.1:\(port)" }

  /// What goes wrong from now on.
  public var faults: [FaultRule] {
    get { faultPlan.rules }
    set { faultPlan.rules = newValue }
  }

  private let faultPlan: FaultPlan
  private let server: Task<Void, Never>

  /// Starts to serve; throws if the port cannot be had. Every simulator started must be stopped.
  public static func start(
    _ configuration: SimulatorConfiguration = SimulatorConfiguration()
  ) async throws -> Simulator {
    let workspace = SyntheticWorkspace(configuration.workspace, clock: configuration.clock)
    return try await start(configuration, serving: workspace)
  }

  /// Starts to serve a workspace that is there already.
  public static func start(
    _ configuration: SimulatorConfiguration, serving workspace: SyntheticWorkspace
  ) async throws -> Simulator {
    let log = RequestLog()
    let router = Router(context: BasicRequestContext.self)
    let faults = FaultPlan(rules: configuration.faults, seed: configuration.workspace.seed)
    let drift = DriftPlan(random: configuration.drift)
    router.add(
      middleware: SimulationMiddleware(
        log: log, faults: faults, drift: drift, workspace: workspace))
    router.add(middleware: NotFoundMiddleware())
    ActivityRoutes.add(
      to: router, source: workspace,
      access: configuration.requiresKey
        ? .keys(reading: [configuration.key], unscoped: [configuration.unscopedKey]) : .open)
    let responder = SimulatorResponder(
      responder: router.buildResponder(),
      clock: configuration.sendsDate ? workspace.clock : nil)
    let (ports, started) = AsyncThrowingStream.makeStream(of: Int.self)
    let server = Server(
      childChannelSetup: ClosingChannel(http: HTTP1Channel(responder: responder.respond)),
      configuration: ServerConfiguration(
        address: .hostname("127.0.0.1", port: configuration.port)),
      onServerRunning: { channel in started.yield(channel.localAddress?.port ?? 0) },
      eventLoopGroup: EventLoopGroupProvider.singleton.eventLoopGroup,
      logger: Logger(label: "topo-simulator") { _ in SwiftLogNoOpLogHandler() })
    let task = Task {
      do {
        try await server.run()
        started.finish()
      } catch {
        started.finish(throwing: error)
      }
    }
    for try await port in ports {
      return Simulator(
        workspace: workspace, log: log, faults: faults, drift: drift, key: configuration.key,
        port: port, server: task)
    }
    throw SimulatorError.notStarted
  }

  private init(
    workspace: SyntheticWorkspace, log: RequestLog, faults: FaultPlan, drift: DriftPlan,
    key: String, port: Int, server: Task<Void, Never>
  ) {
    self.workspace = workspace
    clock = workspace.clock
    self.log = log
    faultPlan = faults
    self.drift = drift
    self.key = key
    self.port = port
    self.server = server
  }

  /// Closes all connections, answered or not, and waits until the port is free.
  public func stop() async {
    server.cancel()
    await server.value
  }
}

/// Why a simulator did not start.
public enum SimulatorError: Error {
  /// The server ended before it listened.
  case notStarted
}

/// Starts a simulator, hands it to `body`, and stops it whatever happens.
public func withSimulator<Result>(
  _ configuration: SimulatorConfiguration = SimulatorConfiguration(),
  _ body: (Simulator) async throws -> Result
) async throws -> Result {
  let simulator = try await Simulator.start(configuration)
  do {
    let result = try await body(simulator)
    await simulator.stop()
    return result
  } catch {
    await simulator.stop()
    throw error
  }
}

import Activities
import ActivityServer

/// How a simulator behaves.
public struct SimulatorConfiguration: Sendable {
  /// What is served.
  public var workspace: WorkspaceConfiguration
  /// What the simulator takes for now; the fixed instant at which the workspace ends unless set.
  public var clock: SimulatedClock?
  /// Whether answers bear a `Date` field, which shows the simulator's clock.
  public var sendsDate = true
  /// The key that opens the API.
  public var key = "topo_test_sk_simulator"
  /// Whether a key is needed at all.
  public var requiresKey = true
  /// A key that is known, but lacks the scope `activities:read`.
  public var unscopedKey = "topo_test_sk_without_scope"
  /// What goes wrong.
  public var faults: [FaultRule] = []
  /// What changes by chance while clients read; nothing if nil.
  public var drift: RandomDrift?
  /// The loopback port to listen at; 0 for any free one.
  public var port = 0

  /// A simulator without faults, at a free port.
  public init(_ workspace: WorkspaceConfiguration = WorkspaceConfiguration()) {
    self.workspace = workspace
  }

  /// A simulator over so many activities.
  public init(activities: Int, days: Int = 10, seed: UInt64 = 1) {
    self.init(WorkspaceConfiguration(activities: activities, days: days, seed: seed))
  }
}

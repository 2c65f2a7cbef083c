import Activities
import ArgumentParser
import Dispatch
import Simulator
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The simulated API as a program.
struct TopoSimulator: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "topo-simulator",
    abstract: "Serves the Topo Activities API over made-up activities, with faults to order.",
    discussion: """
      Listens on 127.0.0.1 only. Prints its address and the key that opens it, and serves until \
      SIGTERM or Ctrl-C. With the same options, --until among them, it serves the same activities.

      A key that lacks the scope activities:read, topo_test_sk_without_scope, is answered 403. A \
      chance is a number from 0 to 1. Faults are drawn for each request, changes after each \
      request of a list. Exit codes: 0 stopped; 2 could not serve; 64 wrong usage.
      """)

  @OptionGroup(title: "Serving") var serving: ServingOptions
  @OptionGroup(title: "Activities") var workspace: WorkspaceOptions
  @OptionGroup(title: "Changes while clients read") var drift: DriftOptions
  @OptionGroup(title: "Faults") var faults: FaultOptions

  func run() throws {
    // Blocked before any other thread begins, so that all of them leave the signals to `wait`.
    let signals = StopSignals()
    var configuration = try SimulatorConfiguration(workspace.configuration())
    configuration.clock = try workspace.serverClock()
    configuration.drift = drift.drift(seed: workspace.seed)
    configuration.faults = faults.rules
    serving.apply(to: &configuration)
    let settings = configuration
    guard let simulator = try? waitFor({ try await Simulator.start(settings) }) else {
      Program.complain("cannot listen at port \(serving.port) of 127.0.0.1; is it in use?")
      throw ExitCode(2)
    }
    if let path = serving.portFile, !Self.replaceFile(path, with: "\(simulator.port)\n") {
      Program.complain("cannot write \(path)")
      throw ExitCode(2)
    }
    print("listening on \(simulator.baseURL)")
    print("key \(simulator.key)")
    fflush(nil)
    signals.wait()
    if let path = serving.portFile { unlink(path) }
    try waitFor { await simulator.stop() }
  }

  /// A reader sees all of the file or nothing.
  private static func replaceFile(_ path: String, with text: String) -> Bool {
    let draft = path + ".new"
    guard let file = fopen(draft, "w") else { return false }
    let isWritten = fputs(text, file) >= 0
    return fclose(file) == 0 && isWritten && rename(draft, path) == 0
  }

  /// Blocks the main thread, which no task of this program runs on.
  private func waitFor<Value: Sendable>(
    _ body: @escaping @Sendable () async throws -> Value
  ) throws -> Value {
    let done = DispatchSemaphore(value: 0)
    let outcome = Outcome<Value>()
    Task.detached {
      do {
        let value = try await body()
        outcome.result.withLock { $0 = .success(value) }
      } catch {
        outcome.result.withLock { $0 = .failure(error) }
      }
      done.signal()
    }
    done.wait()
    guard let result = outcome.result.withLock({ $0 }) else { throw ExitCode.failure }
    return try result.get()
  }
}

private final class Outcome<Value: Sendable>: Sendable {
  let result = Mutex<Result<Value, any Error>?>(nil)
}

/// SIGTERM and SIGINT, waited for instead of handled.
private struct StopSignals {
  private var set = sigset_t()

  init() {
    sigemptyset(&set)
    sigaddset(&set, SIGTERM)
    sigaddset(&set, SIGINT)
    pthread_sigmask(SIG_BLOCK, &set, nil)
  }

  func wait() {
    var set = set
    var signal: Int32 = 0
    sigwait(&set, &signal)
  }
}

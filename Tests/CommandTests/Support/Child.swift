import Dispatch
import Foundation

/// A program that was started, with no signal blocked and none ignored.
///
/// `Foundation.Process`, started from an async test, leaves its child with SIGINT and SIGTERM
/// blocked; so this spawns by itself.
final class Child: Sendable {
  let identifier: pid_t

  /// Starts a program whose stdin is empty; the descriptors become its stdout and stderr.
  init(
    _ command: [String], environment: [String: String], output: Int32, errors: Int32
  ) throws {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_adddup2(&actions, errors, 2)
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for signal in [SIGINT, SIGTERM, SIGPIPE] { sigaddset(&signals, signal) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))

    let words = command.map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (words + variables).forEach { free($0) } }
    var identifier = pid_t()
    let code = posix_spawnp(
      &identifier, command[0], &actions, &attributes, words, variables)
    guard code == 0 else { throw SpawnFailure(code: code) }
    self.identifier = identifier
  }

  func send(_ signal: Int32) {
    kill(identifier, signal)
  }

  /// Waits for the end and returns the exit code, or 128 and the signal that ended it.
  ///
  /// A test that is cancelled, as by its time limit, kills the program.
  func wait() async -> Int32 {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        // A blocked thread of the task pool could be the one that the simulator needs.
        DispatchQueue(label: "blocking").async { [identifier] in
          var status: Int32 = 0
          while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
          let signal = status & 0x7F
          continuation.resume(returning: signal == 0 ? status >> 8 & 0xFF : 128 + signal)
        }
      }
    } onCancel: {
      send(SIGKILL)
    }
  }
}

/// Why a program could not be started.
struct SpawnFailure: Error {
  let code: Int32
}

import Dispatch

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What Ctrl-C and SIGTERM do: the first stops the work cleanly, the second at once.
enum Interruption {
  /// What fetch and its like have done by then.
  static let received = "what has been received"

  /// Does `work`; the first signal cancels its task, which keeps what it has `done`, the second ends
  /// the process with 130.
  static func cancelling<Value: Sendable>(
    keeping done: String,
    _ work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    try await cancelling(saying: "stopping: keeping \(done) (again to stop at once)", work)
  }

  /// The same with other words for the first signal.
  static func cancelling<Value: Sendable>(
    saying words: String,
    _ work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    let task = Task { try await work() }
    // One at a time, or two signals at once would both be the first.
    let queue = DispatchQueue(label: "signals")
    let sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        if task.isCancelled { _exit(ExitStatus.interruptedTwice.rawValue) }
        Terminal.say(words)
        task.cancel()
      }
      source.resume()
      return source
    }
    defer { sources.forEach { $0.cancel() } }
    return try await task.value
  }
}

/// Spaces requests out: a fixed rate, and a common pause when the server asks for one.
actor RequestPacer {
  private let interval: Duration
  private var next: ContinuousClock.Instant = .now

  /// Lets `rate` requests start each second; all at once without one.
  init(rate: Double?) {
    interval = rate.map { .seconds(1 / $0) } ?? .zero
  }

  /// Waits for this request's turn.
  func turn() async throws {
    let start = max(next, .now)
    next = start + interval
    if start > .now { try await Task.sleep(until: start) }
  }

  /// Lets no request start for `duration` from now.
  func pause(for duration: Duration) {
    next = max(next, .now + duration)
  }
}

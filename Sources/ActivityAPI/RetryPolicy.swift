import Activities

/// How often and how patiently a request is repeated.
public struct RetryPolicy: Hashable, Sendable {
  /// Attempts in all, the first included.
  public var attempts: Int
  /// Attempts in all until the API has answered for the first time, where nothing shows that it is
  /// there: no connection, or answers of something else.
  public var firstAttempts: Int
  /// The longest pause after the first failure; doubled after each further one.
  public var firstPause: Duration
  /// No pause is longer, unless the server asks for it.
  public var longestPause: Duration
  /// A `Retry-After` beyond this ends the run instead.
  public var longestWait: Duration
  /// How long one attempt may take to answer, and then to go on; ten times as long in all.
  public var timeout: Duration

  /// The defaults are meant for a run that nobody watches: its pauses last two minutes at most in
  /// all, what the server asks for and the attempts themselves not counted.
  public init(
    attempts: Int = 9, firstAttempts: Int = 3, firstPause: Duration = .milliseconds(500),
    longestPause: Duration = .seconds(60), longestWait: Duration = .seconds(900),
    timeout: Duration = .seconds(60)
  ) {
    self.attempts = attempts
    self.firstAttempts = firstAttempts
    self.firstPause = firstPause
    self.longestPause = longestPause
    self.longestWait = longestWait
    self.timeout = timeout
  }

  /// Exponential back-off with full jitter: any pause up to the limit is as likely as another.
  func pause(afterFailures failures: Int) -> Duration {
    var limit = firstPause
    for _ in 1..<max(failures, 1) where limit < longestPause { limit *= 2 }
    return min(limit, longestPause) * Double.random(in: 0...1)
  }

  /// The wait that a `Retry-After` header asks for: seconds, or an HTTP date from `now` on.
  static func wait(retryAfter header: String?, now: Instant) -> Duration? {
    guard let header else { return nil }
    if let seconds = UInt32(header) { return .seconds(Int64(seconds)) }
    return HTTPDate.instant(header).map { max(.zero, $0 - now) }
  }
}

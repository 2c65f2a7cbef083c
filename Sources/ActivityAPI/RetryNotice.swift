/// A request that got no good answer and is about to be sent again.
public struct RetryNotice: Sendable {
  /// Why the last attempt failed.
  public let reason: APIError
  /// The attempt to come, counted from 1.
  public let attempt: Int
  /// The attempts that there are for such a reason.
  public let attempts: Int
  /// How long it is until then.
  public let pause: Duration
  /// Whether the API asked for that pause.
  public let isAskedFor: Bool
  /// How long the request has been going on.
  public let elapsed: Duration

  /// A notice of these facts.
  public init(
    reason: APIError, attempt: Int, attempts: Int, pause: Duration, isAskedFor: Bool,
    elapsed: Duration
  ) {
    self.reason = reason
    self.attempt = attempt
    self.attempts = attempts
    self.pause = pause
    self.isAskedFor = isAskedFor
    self.elapsed = elapsed
  }
}

import Activities

/// How long ago ends what is completely archived, beside how long ago it may.
struct Freshness {
  /// Nil if nothing is covered.
  let coveredUntil: Instant?
  /// The most that is good.
  let limit: Duration
  /// When it was asked, by this machine's clock.
  let now: Instant

  init(_ coveredUntil: Instant?, limit: Duration, at now: Instant) {
    self.coveredUntil = coveredUntil
    self.limit = limit
    self.now = now
  }

  /// Clocks differ, but not by more.
  private static let tolerance = Duration.seconds(300)

  /// Nil if nothing is covered; negative if it ends in the future.
  var age: Duration? { coveredUntil.map { now - $0 } }

  /// Whether what is covered ends so far in the future that no age can be told: a clock is wrong.
  var isFuture: Bool { age.map { $0 < .zero - Self.tolerance } ?? false }

  /// Whether something is covered, and not too old.
  var isGood: Bool { age.map { $0 <= limit } == true && !isFuture }
}

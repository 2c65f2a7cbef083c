import Activities

/// Words for how old the newest is of what is covered.
enum FreshnessWording {
  static func words(_ freshness: Freshness) -> String {
    let limit = Numbers.span(freshness.limit)
    guard let until = freshness.coveredUntil, let age = freshness.age else {
      return "OLDER than \(limit): nothing is covered yet; run fetch"
    }
    if freshness.isFuture {
      return "UNKNOWN: \(until) is in the future of this machine's clock, which says"
        + " \(freshness.now): set the clock"
    }
    let words = "\(Numbers.span(max(age, .zero))) since \(until)"
    return freshness.isGood
      ? "\(words), within \(limit)"
      : "\(words): OLDER than \(limit); run fetch, and see what it says"
  }

  /// The same for machines.
  static func json(_ freshness: Freshness) -> String {
    var object = JSONText()
    object.boolean("fresh", freshness.isGood)
    object.raw("age_seconds", freshness.age.map { String($0.components.seconds) } ?? "null")
    object.number("max_age_seconds", Int(freshness.limit.components.seconds))
    return object.finish()
  }
}

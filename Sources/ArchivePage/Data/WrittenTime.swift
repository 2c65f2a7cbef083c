import Activities

/// Bounds of time as people write them: a UTC day, which stands for all of it; a time as the API has
/// it; or one as the page shows it, in UTC with a space before the time of day.
enum WrittenTime {
  /// The last instant that is not behind the bound; nil for what is no time.
  static func after(_ text: String) -> Instant? {
    day(text).map { $0.end - .nanoseconds(1) } ?? time(text)
  }

  /// The first instant that is not before the bound; nil for what is no time.
  static func before(_ text: String) -> Instant? {
    day(text)?.start ?? time(text)
  }

  private static func day(_ text: String) -> UTCDay? {
    UTCDay(text).flatMap { $0.start.day == $0 ? $0 : nil }
  }

  private static func time(_ text: String) -> Instant? {
    if let time = Timestamp(text) { return time.instant }
    let shown = /(\d{4}-\d{2}-\d{2})[ Tt](\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?(?: ?(?:UTC|Z|z))?/
    guard let parts = text.wholeMatch(of: shown) else { return nil }
    return Timestamp("\(parts.1)T\(parts.2)\(parts.3 ?? ":00")Z")?.instant
  }
}

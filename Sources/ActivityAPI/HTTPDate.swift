import Activities

/// The date form of HTTP headers (RFC 9110, section 5.6.7).
enum HTTPDate {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Reads the preferred form, `Sun, 06 Nov 1994 08:49:37 GMT`; nil if `text` is anything else.
  static func instant(_ text: some StringProtocol) -> Instant? {
    let parts = text.split(separator: " ")
    guard parts.count == 6, parts[0].hasSuffix(","), parts[5] == "GMT",
      let dayOfMonth = Int(parts[1]), let month = months.firstIndex(of: String(parts[2])),
      let year = Int(parts[3]), (1970...2261).contains(year),
      let day = UTCDay(year: year, month: month + 1, day: dayOfMonth)
    else { return nil }
    let time = parts[4].split(separator: ":").compactMap { Int($0) }
    guard time.count == 3, (0..<24).contains(time[0]), (0..<60).contains(time[1]),
      (0...60).contains(time[2])
    else { return nil }
    return Instant(
      seconds: day.start.seconds + Int64(time[0] * 3_600 + time[1] * 60 + time[2]))
  }
}

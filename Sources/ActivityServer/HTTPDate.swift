import Activities

/// A time as HTTP fields spell it.
public enum HTTPDate {
  /// RFC 9110, IMF-fixdate: `Sun, 06 Nov 1994 08:49:37 GMT`.
  public static func text(_ instant: Instant) -> String {
    let day = instant.day
    let (year, month, dayOfMonth) = day.date
    let weekday = weekdays[((day.number % 7) + 7) % 7]
    let second = instant.seconds - day.start.seconds
    let date = "\(weekday), \(twoDigits(dayOfMonth)) \(months[month - 1]) \(year)"
    let time = [second / 3_600, second / 60 % 60, second % 60].map { twoDigits(Int($0)) }
    return "\(date) \(time.joined(separator: ":")) GMT"
  }

  private static func twoDigits(_ value: Int) -> String {
    value < 10 ? "0\(value)" : "\(value)"
  }

  // Day 0, 1970-01-01, was a Thursday.
  private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}

/// Numbers as people read them.
enum Numbers {
  /// `1234567` as `1,234,567`.
  static func grouped(_ number: Int) -> String {
    var digits = Array(String(number.magnitude))
    var index = digits.count - 3
    while index > 0 {
      digits.insert(",", at: index)
      index -= 3
    }
    return (number < 0 ? "-" : "") + String(digits)
  }

  /// Bytes in the unit that leaves one to three digits before the point.
  static func bytes(_ count: Int) -> String {
    let units = ["bytes", "kB", "MB", "GB", "TB"]
    var value = Double(count)
    var unit = 0
    while value >= 999.5, unit < units.count - 1 {
      value /= 1_000
      unit += 1
    }
    if unit == 0 { return "\(count) bytes" }
    let tenths = Int((value * 10).rounded())
    return value < 100
      ? "\(tenths / 10).\(tenths % 10) \(units[unit])" : "\(tenths / 10) \(units[unit])"
  }

  /// Whole seconds, rounded up; from two minutes on whole minutes.
  static func duration(_ duration: Duration) -> String {
    let (seconds, attoseconds) = duration.components
    let whole = seconds + (attoseconds > 0 ? 1 : 0)
    return whole < 120 ? "\(whole) s" : "\(grouped(Int((whole + 59) / 60))) min"
  }

  /// How long ago something was, in the units of durations on the command line, rounded down: in days
  /// and hours from two days on, in hours and minutes from one hour on.
  static func span(_ duration: Duration) -> String {
    let seconds = duration.components.seconds
    let (larger, smaller, count, rest): (String, String, Int64, Int64) =
      if seconds >= 2 * 86_400 {
        ("d", "h", seconds / 86_400, seconds % 86_400 / 3_600)
      } else if seconds >= 3_600 {
        ("h", "min", seconds / 3_600, seconds % 3_600 / 60)
      } else {
        ("min", "s", seconds / 60, seconds % 60)
      }
    let parts = [(count, larger), (rest, smaller)].filter { $0.0 > 0 }
    guard !parts.isEmpty else { return "0 s" }
    return parts.map { "\(grouped(Int($0.0))) \($0.1)" }.joined(separator: " ")
  }

  /// `1 day`, `2 days`; plurals by an appended s.
  static func count(_ number: Int, _ noun: String, plural: String? = nil) -> String {
    "\(grouped(number)) \(number == 1 ? noun : plural ?? noun + "s")"
  }
}

/// A point in time, in whole nanoseconds since 1970-01-01T00:00:00Z without leap seconds.
///
/// An integer keeps every fraction that the API can send; a floating-point date does not.
public struct Instant: Hashable, Comparable, Sendable {
  /// Nanoseconds since 1970; the range ends in 1677 and 2262.
  public let nanoseconds: Int64

  /// The instant `nanoseconds` after 1970-01-01T00:00:00Z.
  public init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// The instant `seconds` whole seconds after 1970; clamped to what can be held.
  public init(seconds: Int64) {
    let (product, overflow) = seconds.multipliedReportingOverflow(by: Self.nanosecondsPerSecond)
    nanoseconds = overflow ? (seconds < 0 ? .min : .max) : product
  }

  /// 10⁹.
  public static let nanosecondsPerSecond: Int64 = 1_000_000_000
  /// A day of 24 hours.
  public static let nanosecondsPerDay: Int64 = 86_400 * nanosecondsPerSecond

  /// Whole seconds since 1970, rounded down.
  public var seconds: Int64 { floorDivide(nanoseconds, by: Self.nanosecondsPerSecond) }

  /// The UTC day in which the instant lies.
  public var day: UTCDay { UTCDay(containing: self) }

  /// Earlier instants come first.
  public static func < (left: Instant, right: Instant) -> Bool {
    left.nanoseconds < right.nanoseconds
  }

  /// The instant `duration` later; clamped to what can be held.
  public static func + (instant: Instant, duration: Duration) -> Instant {
    let (sum, overflow) = instant.nanoseconds.addingReportingOverflow(duration.wholeNanoseconds)
    return Instant(nanoseconds: overflow ? (duration < .zero ? .min : .max) : sum)
  }

  /// The instant `duration` earlier; clamped to what can be held.
  public static func - (instant: Instant, duration: Duration) -> Instant {
    let nanoseconds = duration.wholeNanoseconds
    let (difference, overflow) = instant.nanoseconds.subtractingReportingOverflow(nanoseconds)
    return Instant(nanoseconds: overflow ? (nanoseconds < 0 ? .max : .min) : difference)
  }

  /// The time from `right` to `left`.
  public static func - (left: Instant, right: Instant) -> Duration {
    .nanoseconds(left.nanoseconds) - .nanoseconds(right.nanoseconds)
  }
}

extension Instant: CustomStringConvertible {
  /// ISO 8601 in UTC: `…ssZ`, or `…ss.fZ` with as many fraction digits as are not trailing zeros.
  public var description: String {
    let day = self.day
    let second = Int(seconds) - day.number * 86_400
    // Each request has two, so no string is made of each number.
    var text: [UInt8] = []
    text.reserveCapacity(30)
    day.appendText(to: &text)
    for (separator, number) in zip("T::".utf8, [second / 3_600, second / 60 % 60, second % 60]) {
      text.append(separator)
      text.append(number, digits: 2)
    }
    let remainder = nanoseconds % Self.nanosecondsPerSecond
    let fraction = remainder < 0 ? remainder + Self.nanosecondsPerSecond : remainder
    if fraction != 0 {
      text.append(UInt8(ascii: "."))
      text.append(Int(fraction), digits: 9)
      while text.last == UInt8(ascii: "0") { text.removeLast() }
    }
    text.append(UInt8(ascii: "Z"))
    return String(decoding: text, as: UTF8.self)
  }
}

extension Duration {
  /// The duration in nanoseconds, rounded towards zero; clamped to what can be held.
  public var wholeNanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    guard !overflow else { return seconds < 0 ? .min : .max }
    let (sum, carry) = product.addingReportingOverflow(attoseconds / 1_000_000_000)
    return carry ? (seconds < 0 ? .min : .max) : sum
  }
}

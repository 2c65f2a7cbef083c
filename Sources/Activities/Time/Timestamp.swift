/// A time as a record spells it: the instant, and how finely it was written.
public struct Timestamp: Hashable, Sendable {
  public let instant: Instant
  /// The digits after the decimal point, from 0 to 9.
  public let fractionDigits: Int

  /// Reads an ISO 8601 time with an offset: `YYYY-MM-DDThh:mm:ss`, 0 to 9 fraction digits, then `Z`
  /// or `±hh:mm`, all of it upper-case.
  ///
  /// Nil if the bytes in `range` are anything else, no real date or time of day (a leap second is
  /// none), or outside the years that nanoseconds in 64 bits can hold.
  public init?(text: RawSpan, range: Range<Int>) {
    guard range.count >= 20, range.upperBound <= text.byteCount else { return nil }
    var reader = TimestampReader(offset: range.lowerBound, end: range.upperBound)
    guard let timestamp = reader.read(text) else { return nil }
    self = timestamp
  }

  /// Reads a time as `init(text:range:)` does.
  public init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    self.init(text: bytes.span.bytes, range: 0..<bytes.count)
  }

  init(instant: Instant, fractionDigits: Int) {
    self.instant = instant
    self.fractionDigits = fractionDigits
  }
}

private struct TimestampReader {
  var offset: Int
  let end: Int

  mutating func read(_ text: RawSpan) -> Timestamp? {
    guard let year = digits(4, text), take("-", text), let month = digits(2, text), take("-", text),
      let dayOfMonth = digits(2, text), take("T", text),
      let hour = digits(2, text), take(":", text), let minute = digits(2, text), take(":", text),
      let second = digits(2, text),
      let day = UTCDay(year: year, month: month, day: dayOfMonth),
      hour < 24, minute < 60, second < 60,
      let fraction = fraction(text),
      let zone = zoneOffset(text), offset == end
    else { return nil }
    let seconds = day.number * 86_400 + hour * 3_600 + minute * 60 + second - zone
    let (whole, overflow) = Int64(seconds).multipliedReportingOverflow(
      by: Instant.nanosecondsPerSecond)
    let (sum, carry) = whole.addingReportingOverflow(fraction.nanoseconds)
    guard !overflow, !carry else { return nil }
    return Timestamp(instant: Instant(nanoseconds: sum), fractionDigits: fraction.digits)
  }

  private mutating func digits(_ count: Int, _ text: RawSpan) -> Int? {
    guard offset + count <= end else { return nil }
    var value = 0
    for _ in 0..<count {
      guard let digit = digit(text) else { return nil }
      value = value * 10 + digit
      offset += 1
    }
    return value
  }

  private func digit(_ text: RawSpan) -> Int? {
    let byte = text.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
    guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
    return Int(byte - UInt8(ascii: "0"))
  }

  private mutating func take(_ character: Unicode.Scalar, _ text: RawSpan) -> Bool {
    guard offset < end,
      text.unsafeLoad(fromByteOffset: offset, as: UInt8.self) == UInt8(ascii: character)
    else { return false }
    offset += 1
    return true
  }

  private mutating func fraction(_ text: RawSpan) -> (nanoseconds: Int64, digits: Int)? {
    guard take(".", text) else { return (0, 0) }
    var value: Int64 = 0
    var count = 0
    while offset < end, let digit = digit(text) {
      guard count < 9 else { return nil }
      value = value * 10 + Int64(digit)
      count += 1
      offset += 1
    }
    guard count > 0 else { return nil }
    for _ in count..<9 { value *= 10 }
    return (value, count)
  }

  /// Seconds east of UTC.
  private mutating func zoneOffset(_ text: RawSpan) -> Int? {
    if take("Z", text) { return 0 }
    let sign: Int
    if take("+", text) { sign = 1 } else if take("-", text) { sign = -1 } else { return nil }
    guard let hours = digits(2, text), take(":", text), let minutes = digits(2, text),
      hours < 24, minutes < 60
    else { return nil }
    return sign * (hours * 3_600 + minutes * 60)
  }
}

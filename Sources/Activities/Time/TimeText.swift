/// An ISO 8601 time with an offset, of any year from 1 to 9999.
struct TimeText {
  /// Nanoseconds since 1970-01-01T00:00:00Z; more than 64 bits hold in distant years.
  let nanoseconds: Int128
  let fractionDigits: Int

  /// Nil unless the bytes in `range` are `YYYY-MM-DDThh:mm:ss`, 0 to 9 fraction digits, then `Z` or
  /// `±hh:mm`, of a real date and time of day.
  init?(_ text: RawSpan, range: Range<Int>) {
    guard range.count >= 20, range.lowerBound >= 0, range.upperBound <= text.byteCount else {
      return nil
    }
    var reader = TimeTextReader(offset: range.lowerBound, end: range.upperBound)
    guard let day = reader.day(text), reader.take("T", text), let second = reader.second(text),
      let fraction = reader.fraction(text), let zone = reader.zone(text), reader.isAtEnd
    else { return nil }
    let seconds = day.number * 86_400 + second - zone
    nanoseconds = Int128(seconds) * Int128(Instant.nanosecondsPerSecond) + fraction.nanoseconds
    fractionDigits = fraction.digits
  }
}

private struct TimeTextReader {
  var offset: Int
  let end: Int

  var isAtEnd: Bool { offset == end }

  mutating func day(_ text: RawSpan) -> UTCDay? {
    guard let year = digits(4, text), year > 0, take("-", text), let month = digits(2, text),
      take("-", text), let day = digits(2, text)
    else { return nil }
    return UTCDay(year: year, month: month, day: day)
  }

  /// The second of the day.
  mutating func second(_ text: RawSpan) -> Int? {
    guard let hour = digits(2, text), take(":", text), let minute = digits(2, text),
      take(":", text), let second = digits(2, text), hour < 24, minute < 60, second < 60
    else { return nil }
    return hour * 3_600 + minute * 60 + second
  }

  mutating func fraction(_ text: RawSpan) -> (nanoseconds: Int128, digits: Int)? {
    guard take(".", text) else { return (0, 0) }
    var value = 0
    var count = 0
    while offset < end, let digit = digit(text) {
      guard count < 9 else { return nil }
      value = value * 10 + digit
      count += 1
      offset += 1
    }
    guard count > 0 else { return nil }
    for _ in count..<9 { value *= 10 }
    return (Int128(value), count)
  }

  /// Seconds east of UTC.
  mutating func zone(_ text: RawSpan) -> Int? {
    if take("Z", text) { return 0 }
    let sign: Int
    if take("+", text) { sign = 1 } else if take("-", text) { sign = -1 } else { return nil }
    guard let hours = digits(2, text), take(":", text), let minutes = digits(2, text),
      hours < 24, minutes < 60
    else { return nil }
    return sign * (hours * 3_600 + minutes * 60)
  }

  mutating func take(_ character: Unicode.Scalar, _ text: RawSpan) -> Bool {
    guard offset < end,
      text.unsafeLoad(fromByteOffset: offset, as: UInt8.self) == UInt8(ascii: character)
    else { return false }
    offset += 1
    return true
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
}

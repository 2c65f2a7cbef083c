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
    let start = range.lowerBound
    if range.count == MillisecondText.length, let usual = MillisecondText(text, at: start) {
      nanoseconds = Int128(usual.milliseconds) * 1_000_000
      fractionDigits = 3
      return
    }
    guard let day = Self.day(text, at: start), let second = Self.second(text, at: start + 10)
    else { return nil }
    var reader = TimeTextReader(offset: start + 19, end: range.upperBound)
    guard let fraction = reader.fraction(text), let zone = reader.zone(text), reader.isAtEnd
    else { return nil }
    let seconds = day.number * 86_400 + second - zone
    nanoseconds =
      Int128(seconds) * Int128(Instant.nanosecondsPerSecond) + Int128(fraction.nanoseconds)
    fractionDigits = fraction.digits
  }

  /// `YYYY-MM-DD`
  private static func day(_ text: RawSpan, at offset: Int) -> UTCDay? {
    let century = TwoDigits(text, at: offset)
    let year = TwoDigits(text, at: offset + 2)
    let month = TwoDigits(text, at: offset + 5)
    let day = TwoDigits(text, at: offset + 8)
    guard century.areValid, year.areValid, month.areValid, day.areValid,
      text.has("-", at: offset + 4), text.has("-", at: offset + 7),
      century.value | year.value != 0
    else { return nil }
    return UTCDay(
      year: century.value * 100 + year.value, month: month.value, day: day.value)
  }

  /// The second of the day that `Thh:mm:ss` tells.
  private static func second(_ text: RawSpan, at offset: Int) -> Int? {
    let hour = TwoDigits(text, at: offset + 1)
    let minute = TwoDigits(text, at: offset + 4)
    let second = TwoDigits(text, at: offset + 7)
    guard hour.areValid, minute.areValid, second.areValid,
      text.has("T", at: offset), text.has(":", at: offset + 3), text.has(":", at: offset + 6),
      hour.value < 24, minute.value < 60, second.value < 60
    else { return nil }
    return hour.value * 3_600 + minute.value * 60 + second.value
  }
}

/// A number of two decimal digits.
private struct TwoDigits {
  let areValid: Bool
  let value: Int

  /// Callers have checked that the bytes lie within.
  @inline(__always)
  init(_ text: RawSpan, at offset: Int) {
    let tens = Int(text.unsafeLoad(fromByteOffset: offset, as: UInt8.self) ^ 0x30)
    let ones = Int(text.unsafeLoad(fromByteOffset: offset + 1, as: UInt8.self) ^ 0x30)
    areValid = max(tens, ones) <= 9
    value = tens * 10 + ones
  }
}

extension RawSpan {
  /// Whether the byte at an offset, which callers know to lie within, is `character`.
  @inline(__always)
  fileprivate func has(_ character: Unicode.Scalar, at offset: Int) -> Bool {
    unsafeLoad(fromByteOffset: offset, as: UInt8.self) == UInt8(ascii: character)
  }
}

/// Reads what follows the seconds.
private struct TimeTextReader {
  var offset: Int
  let end: Int

  var isAtEnd: Bool { offset == end }

  mutating func fraction(_ text: RawSpan) -> (nanoseconds: Int, digits: Int)? {
    guard take(".", text) else { return (0, 0) }
    var nanoseconds = 0
    var unit = 100_000_000
    let start = offset
    while offset < end, let digit = digit(text) {
      guard unit > 0 else { return nil }
      nanoseconds += digit * unit
      unit /= 10
      offset += 1
    }
    guard offset > start else { return nil }
    return (nanoseconds, offset - start)
  }

  /// Seconds east of UTC.
  mutating func zone(_ text: RawSpan) -> Int? {
    if take("Z", text) { return 0 }
    let sign: Int
    if take("+", text) { sign = 1 } else if take("-", text) { sign = -1 } else { return nil }
    guard end - offset == 5, text.has(":", at: offset + 2) else { return nil }
    let hours = TwoDigits(text, at: offset)
    let minutes = TwoDigits(text, at: offset + 3)
    guard hours.areValid, minutes.areValid, hours.value < 24, minutes.value < 60 else {
      return nil
    }
    offset = end
    return sign * (hours.value * 3_600 + minutes.value * 60)
  }

  private mutating func take(_ character: Unicode.Scalar, _ text: RawSpan) -> Bool {
    guard offset < end, text.has(character, at: offset) else { return false }
    offset += 1
    return true
  }

  private func digit(_ text: RawSpan) -> Int? {
    let digit = text.unsafeLoad(fromByteOffset: offset, as: UInt8.self) ^ 0x30
    return digit <= 9 ? Int(digit) : nil
  }
}

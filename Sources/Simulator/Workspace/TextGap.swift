import Activities

/// Writes fixed-width text into the gaps of a record.
extension MutableSpan<UInt8> {
  /// Writes the canonical text of `identifier` over the 36 bytes from `offset`.
  mutating func write(_ identifier: Identifier, at offset: Int) {
    write(hexadecimal: identifier.high >> 32, digits: 8, at: offset)
    write(hexadecimal: identifier.high >> 16, digits: 4, at: offset + 9)
    write(hexadecimal: identifier.high, digits: 4, at: offset + 14)
    write(hexadecimal: identifier.low >> 48, digits: 4, at: offset + 19)
    write(hexadecimal: identifier.low, digits: 12, at: offset + 24)
  }

  /// Writes the last `digits` hexadecimal digits of `value`.
  private mutating func write(hexadecimal value: UInt64, digits: Int, at offset: Int) {
    var value = value
    var position = offset + digits
    while position > offset {
      position -= 1
      let nibble = UInt8(truncatingIfNeeded: value & 15)
      self[position] = nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") - 10 + nibble
      value >>= 4
    }
  }

  /// Writes the last `digits` decimal digits of `value`, which is not negative.
  mutating func write(decimal value: Int64, digits: Int, at offset: Int) {
    var value = value
    var position = offset + digits
    while position > offset {
      position -= 1
      self[position] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value % 10)
      value /= 10
    }
  }
}

/// Spells times as ISO 8601.
enum TimeSpelling {
  /// `YYYY-MM-DDThh:mm:ss.` and as many digits, then `Z` or the offset (minutes east of UTC).
  static func append(
    microseconds time: Int64, fractionDigits: Int, offset minutes: Int64 = 0,
    to text: inout [UInt8]
  ) {
    let local = Instant(microseconds: time + minutes * 60_000_000)
    let (year, month, day) = local.day.date
    let inDay = local.microseconds - local.day.start.microseconds
    let second = inDay / 1_000_000
    let fraction = inDay % 1_000_000
    let start = text.count
    text.append(contentsOf: pattern)
    text.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: fractionDigits))
    var span = text.mutableSpan
    span.write(decimal: Int64(year), digits: 4, at: start)
    span.write(decimal: Int64(month), digits: 2, at: start + 5)
    span.write(decimal: Int64(day), digits: 2, at: start + 8)
    span.write(decimal: second / 3_600, digits: 2, at: start + 11)
    span.write(decimal: second / 60 % 60, digits: 2, at: start + 14)
    span.write(decimal: second % 60, digits: 2, at: start + 17)
    let shown = fractionDigits >= 6 ? fraction : fraction / 1_000
    span.write(decimal: shown, digits: fractionDigits, at: start + 20)
    guard minutes != 0 else { return text.append(UInt8(ascii: "Z")) }
    let zone = text.count
    text.append(contentsOf: (minutes < 0 ? "-00:00" : "+00:00").utf8)
    var zoneSpan = text.mutableSpan
    zoneSpan.write(decimal: abs(minutes) / 60, digits: 2, at: zone + 1)
    zoneSpan.write(decimal: abs(minutes) % 60, digits: 2, at: zone + 4)
  }

  private static let pattern = Array("0000-00-00T00:00:00.".utf8)
}

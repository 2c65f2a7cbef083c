/// A calendar day in UTC: what one partition of the archive holds.
public struct UTCDay: Hashable, Comparable, Sendable {
  /// Days since 1970-01-01; negative before it.
  public let number: Int

  /// The day `number` days after 1970-01-01.
  public init(number: Int) {
    self.number = number
  }

  /// The day in which `instant` lies.
  public init(containing instant: Instant) {
    number = Int(floorDivide(instant.nanoseconds, by: Instant.nanosecondsPerDay))
  }

  /// The day of a proleptic Gregorian date; nil if there is no such date.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...12).contains(month), day >= 1, day <= Self.length(ofMonth: month, year: year) else {
      return nil
    }
    // Counting years from March puts the leap day last, so that month lengths follow one formula.
    let marchYear = month > 2 ? year : year - 1
    let era = floorDivide(marchYear, by: 400)
    let yearOfEra = marchYear - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    number = era * 146_097 + dayOfEra - 719_468
  }

  /// Reads `YYYY-MM-DD`; nil if `text` is anything else or no real date.
  public init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      let year = decimalValue(bytes[0..<4]), let month = decimalValue(bytes[5..<7]),
      let day = decimalValue(bytes[8..<10])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// The year, the month from 1 and the day from 1 of this day's date.
  public var date: (year: Int, month: Int, day: Int) {
    let shifted = number + 719_468
    let era = floorDivide(shifted, by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
  }

  /// The midnight that begins the day; clamped to what an instant can hold.
  public var start: Instant {
    let (product, overflow) = Int64(number).multipliedReportingOverflow(
      by: Instant.nanosecondsPerDay)
    return Instant(nanoseconds: overflow ? (number < 0 ? .min : .max) : product)
  }

  /// The midnight that ends the day, which is the next day's first instant; clamped.
  public var end: Instant { next.start }

  /// The day after this one.
  public var next: UTCDay { UTCDay(number: number + 1) }

  /// Earlier days come first.
  public static func < (left: UTCDay, right: UTCDay) -> Bool { left.number < right.number }

  private static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

extension UTCDay: CustomStringConvertible {
  /// `YYYY-MM-DD`.
  public var description: String {
    var text: [UInt8] = []
    appendText(to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  func appendText(to text: inout [UInt8]) {
    let (year, month, day) = date
    text.append(year, digits: 4)
    text.append(UInt8(ascii: "-"))
    text.append(month, digits: 2)
    text.append(UInt8(ascii: "-"))
    text.append(day, digits: 2)
  }
}

/// Division that rounds towards negative infinity.
func floorDivide<Value: BinaryInteger>(_ value: Value, by divisor: Value) -> Value {
  let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
  return remainder < 0 ? quotient - 1 : quotient
}

extension [UInt8] {
  /// Appends a number, with leading zeros up to so many digits.
  mutating func append(_ value: Int, digits: Int) {
    if value < 0 { append(UInt8(ascii: "-")) }
    let start = count
    var rest = value.magnitude
    repeat {
      append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    } while rest > 0 || count - start < digits
    self[start...].reverse()
  }
}

/// The value of a run of ASCII digits; nil if there is any other byte.
package func decimalValue(_ digits: ArraySlice<UInt8>) -> Int? {
  var value = 0
  for byte in digits {
    guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
    value = value * 10 + Int(byte - UInt8(ascii: "0"))
  }
  return value
}

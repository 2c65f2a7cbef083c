/// A second reader of times, written from the text of the format and for nothing but clearness.
///
/// It stands against the archive's own, which is fast.
public enum SlowTime {
  /// Nanoseconds since 1970 and the number of fraction digits; nil if `text` is no time
  /// `YYYY-MM-DDThh:mm:ss`, 0 to 9 fraction digits, `Z` or `±hh:mm`, of a real date.
  public static func read(_ text: [UInt8]) -> (nanoseconds: Int128, digits: Int)? {
    var rest = text[...]
    guard let year = number(4, &rest), take("-", &rest), let month = number(2, &rest),
      take("-", &rest), let day = number(2, &rest), take("T", &rest),
      let hour = number(2, &rest), take(":", &rest), let minute = number(2, &rest),
      take(":", &rest), let second = number(2, &rest),
      year > 0, (1...12).contains(month), (1...length(month, year)).contains(day),
      hour < 24, minute < 60, second < 60
    else { return nil }
    var fraction: [UInt8] = []
    if take(".", &rest) {
      while let digit = rest.first, isDigit(digit) { fraction.append(rest.removeFirst()) }
      guard (1...9).contains(fraction.count) else { return nil }
    }
    guard let zone = zone(&rest), rest.isEmpty else { return nil }
    let seconds = ((days(year, month, day) * 24 + hour) * 60 + minute) * 60 + second - zone
    let padded = fraction + Array(repeating: UInt8(ascii: "0"), count: 9 - fraction.count)
    guard let nanoseconds = Int128(String(decoding: padded, as: UTF8.self)) else { return nil }
    return (Int128(seconds) * 1_000_000_000 + nanoseconds, fraction.count)
  }

  private static func zone(_ rest: inout ArraySlice<UInt8>) -> Int? {
    if take("Z", &rest) { return 0 }
    let isWest = take("-", &rest)
    guard isWest || take("+", &rest), let hours = number(2, &rest), take(":", &rest),
      let minutes = number(2, &rest), hours < 24, minutes < 60
    else { return nil }
    return (isWest ? -1 : 1) * (hours * 60 + minutes) * 60
  }

  /// Days since 1970-01-01, counted year by year and month by month.
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let years = min(year, 1_970)..<max(year, 1_970)
    let between = years.reduce(0) { $0 + (isLeap($1) ? 366 : 365) }
    let before = (1..<month).reduce(0) { $0 + length($1, year) }
    return (year < 1_970 ? -between : between) + before + day - 1
  }

  private static func length(_ month: Int, _ year: Int) -> Int {
    if month == 2 { return isLeap(year) ? 29 : 28 }
    return [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  private static func isLeap(_ year: Int) -> Bool {
    year % 400 == 0 || year % 4 == 0 && year % 100 != 0
  }

  private static func number(_ digits: Int, _ rest: inout ArraySlice<UInt8>) -> Int? {
    let text = rest.prefix(digits)
    guard text.count == digits, text.allSatisfy(isDigit) else { return nil }
    rest.removeFirst(digits)
    return Int(String(decoding: text, as: UTF8.self))
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func take(_ character: Unicode.Scalar, _ rest: inout ArraySlice<UInt8>) -> Bool {
    guard rest.first == UInt8(ascii: character) else { return false }
    rest.removeFirst()
    return true
  }
}

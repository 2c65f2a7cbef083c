import Activities

/// The date form of HTTP headers (RFC 9110, section 5.6.7).
enum HTTPDate {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ].map { Array($0.utf8) }

  /// Reads the preferred form, `Sun, 06 Nov 1994 08:49:37 GMT`; nil if `text` is anything else. The
  /// day's name is not looked at.
  static func instant(_ text: String) -> Instant? {
    // Each response has one, so it is read by its places.
    let bytes = Array(text.utf8)
    guard bytes.count == 29, bytes[3] == UInt8(ascii: ","), bytes[26...].elementsEqual("GMT".utf8),
      [4, 7, 11, 16, 25].allSatisfy({ bytes[$0] == UInt8(ascii: " ") }),
      [19, 22].allSatisfy({ bytes[$0] == UInt8(ascii: ":") }),
      let month = months.firstIndex(where: { bytes[8..<11].elementsEqual($0) }),
      let dayOfMonth = decimalValue(bytes[5..<7]), let year = decimalValue(bytes[12..<16]),
      (1970...2261).contains(year),
      let day = UTCDay(year: year, month: month + 1, day: dayOfMonth),
      let hour = decimalValue(bytes[17..<19]), let minute = decimalValue(bytes[20..<22]),
      let second = decimalValue(bytes[23..<25]), hour < 24, minute < 60, second <= 60
    else { return nil }
    return Instant(seconds: day.start.seconds + Int64(hour * 3_600 + minute * 60 + second))
  }
}

/// A time as a record spells it: the instant, and how finely it was written.
public struct Timestamp: Hashable, Sendable {
  /// The point in time, whatever offset it was written with.
  public let instant: Instant
  /// The digits after the decimal point, from 0 to 9.
  public let fractionDigits: Int

  /// Reads an ISO 8601 time with an offset: `YYYY-MM-DDThh:mm:ss`, 0 to 9 fraction digits, then `Z`
  /// or `±hh:mm`, all of it upper-case.
  ///
  /// Nil if the bytes in `range` are anything else, no real date or time of day (neither a leap
  /// second nor the year 0 is), or outside the years that nanoseconds in 64 bits can hold.
  public init?(text: RawSpan, range: Range<Int>) {
    guard let time = TimeText(text, range: range),
      let nanoseconds = Int64(exactly: time.nanoseconds)
    else { return nil }
    self.init(instant: Instant(nanoseconds: nanoseconds), fractionDigits: time.fractionDigits)
  }

  /// Reads a time as `init(text:range:)` does.
  public init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    self.init(text: bytes.span.bytes, range: 0..<bytes.count)
  }

  /// Reads a time of any year from 1 to 9999; one that an instant cannot hold becomes the earliest or
  /// the latest that it can.
  public init?(clamping text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard let time = TimeText(bytes.span.bytes, range: 0..<bytes.count) else { return nil }
    let instant = Instant(nanoseconds: Int64(clamping: time.nanoseconds))
    self.init(instant: instant, fractionDigits: time.fractionDigits)
  }

  init(instant: Instant, fractionDigits: Int) {
    self.instant = instant
    self.fractionDigits = fractionDigits
  }
}

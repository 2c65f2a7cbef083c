/// A time as the API spells it, `YYYY-MM-DDThh:mm:ss.fffZ`, read eight bytes at once.
struct MillisecondText {
  static let length = 24

  /// Milliseconds since 1970-01-01T00:00:00Z.
  let milliseconds: Int

  /// Nil unless the bytes from `start`, which callers have checked to lie within, are such a time of a
  /// real date and time of day.
  @inline(__always)
  init?(_ text: RawSpan, at start: Int) {
    // `0000-00-`, `00T00:00` and `:00.000Z`; with them each digit becomes its value and each other
    // character zero.
    let date = text.word(start) ^ 0x2D30_302D_3030_3030
    let time = text.word(start + 8) ^ 0x3030_3A30_3054_3030
    let rest = text.word(start + 16) ^ 0x5A30_3030_2E30_303A
    // What is over nine, or over zero, sets the high bit of its byte; only bytes that have it set
    // themselves carry further.
    let excess =
      (date &+ 0x7F76_767F_7676_7676) | date | (time &+ 0x7676_7F76_767F_7676) | time
      | (rest &+ 0x7F76_7676_7F76_767F) | rest
    guard excess & 0x8080_8080_8080_8080 == 0 else { return nil }
    let (dates, times, rests) = (Self.pairs(date), Self.pairs(time), Self.pairs(rest))
    let year = Self.byte(0, of: dates) * 100 + Self.byte(2, of: dates)
    let (hour, minute) = (Self.byte(3, of: times), Self.byte(6, of: times))
    let second = Self.byte(1, of: rests)
    guard year > 0, hour < 24, minute < 60, second < 60,
      let day = UTCDay(year: year, month: Self.byte(5, of: dates), day: Self.byte(0, of: times))
    else { return nil }
    let seconds = day.number * 86_400 + hour * 3_600 + minute * 60 + second
    milliseconds = seconds * 1_000 + Self.byte(4, of: rests) * 10 + Self.byte(6, of: rest)
  }

  /// In each byte that is a digit before another the number that both are.
  @inline(__always)
  private static func pairs(_ digits: UInt64) -> UInt64 { digits &* 10 &+ digits >> 8 }

  @inline(__always)
  private static func byte(_ position: UInt64, of word: UInt64) -> Int {
    Int(word >> (position * 8) & 0xFF)
  }
}

extension RawSpan {
  /// Eight bytes, the first in the lowest place.
  @inline(__always)
  fileprivate func word(_ offset: Int) -> UInt64 {
    unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
  }
}

/// A UUID: what identifies an activity, a person, a sequence or a workspace.
///
/// Two spellings that differ only in letter case are the same identifier; the canonical text is
/// lower-case. The order is that of the canonical text.
public struct Identifier: Hashable, Sendable {
  /// The first eight bytes, big-endian.
  public let high: UInt64
  /// The last eight bytes, big-endian.
  public let low: UInt64

  /// The identifier of sixteen bytes; every value is one.
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// The length of the text form in bytes: 32 hexadecimal digits and four dashes.
  public static let textLength = 36

  /// Reads the 36 bytes from `offset`; nil unless they are a UUID in its 8-4-4-4-12 text form.
  public init?(text: RawSpan, at offset: Int) {
    guard offset >= 0, offset <= text.byteCount - Self.textLength else { return nil }
    let dashes = SIMD4(
      text.byte(offset + 8), text.byte(offset + 13), text.byte(offset + 18),
      text.byte(offset + 23))
    let digits = (
      HexadecimalDigits(text.word(offset)),
      HexadecimalDigits(text.halfWord(offset + 9) | text.halfWord(offset + 14) << 32),
      HexadecimalDigits(text.halfWord(offset + 19) | text.halfWord(offset + 24) << 32),
      HexadecimalDigits(text.word(offset + 28))
    )
    guard
      dashes == SIMD4(repeating: UInt8(ascii: "-")), digits.0.areValid, digits.1.areValid,
      digits.2.areValid, digits.3.areValid
    else { return nil }
    self.init(
      high: digits.0.value << 32 | digits.1.value, low: digits.2.value << 32 | digits.3.value)
  }

  /// Reads a UUID in its text form, in either letter case; nil if `text` is anything else.
  public init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count == Self.textLength else { return nil }
    self.init(text: bytes.span.bytes, at: 0)
  }

  /// The sixteen bytes, most significant first.
  public var bytes: [UInt8] {
    [high, low].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) } }
  }
}

extension Identifier: Comparable {
  /// Byte by byte, which is the order of the lower-case texts.
  public static func < (left: Identifier, right: Identifier) -> Bool {
    left.high != right.high ? left.high < right.high : left.low < right.low
  }
}

extension Identifier: CustomStringConvertible {
  /// The canonical, lower-case text.
  public var description: String {
    var text: [UInt8] = []
    text.reserveCapacity(Self.textLength)
    for (index, byte) in bytes.enumerated() {
      if index == 4 || index == 6 || index == 8 || index == 10 { text.append(UInt8(ascii: "-")) }
      text.append(lowercaseHexadecimalDigits[Int(byte >> 4)])
      text.append(lowercaseHexadecimalDigits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}

private let lowercaseHexadecimalDigits = Array("0123456789abcdef".utf8)

extension RawSpan {
  /// The byte at an offset that callers know to lie within.
  @inline(__always)
  fileprivate func byte(_ offset: Int) -> UInt8 {
    unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }

  /// Eight bytes, the first in the lowest place.
  @inline(__always)
  fileprivate func word(_ offset: Int) -> UInt64 {
    unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
  }

  /// Four bytes, the first in the lowest place.
  @inline(__always)
  fileprivate func halfWord(_ offset: Int) -> UInt64 {
    UInt64(unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self).littleEndian)
  }
}

/// The value of one hexadecimal digit in either letter case.
func hexadecimalValue(_ byte: UInt8) -> UInt8? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
  default: nil
  }
}

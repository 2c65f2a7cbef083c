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
    guard offset >= 0, offset + Self.textLength <= text.byteCount else { return nil }
    var high: UInt64 = 0
    var low: UInt64 = 0
    var digits = 0
    for position in 0..<Self.textLength {
      let byte = text.unsafeLoad(fromByteOffset: offset + position, as: UInt8.self)
      if position == 8 || position == 13 || position == 18 || position == 23 {
        guard byte == UInt8(ascii: "-") else { return nil }
        continue
      }
      guard let nibble = hexadecimalValue(byte) else { return nil }
      if digits < 16 {
        high = high << 4 | UInt64(nibble)
      } else {
        low = low << 4 | UInt64(nibble)
      }
      digits += 1
    }
    self.init(high: high, low: low)
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

/// The value of one hexadecimal digit in either letter case.
func hexadecimalValue(_ byte: UInt8) -> UInt8? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
  default: nil
  }
}

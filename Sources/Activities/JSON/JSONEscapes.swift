/// The escape sequences of JSON strings, read and written.
public enum JSONEscapes {
  /// The value of a string's content that a parse has accepted.
  static func resolve(_ content: [UInt8]) -> [UInt8] {
    var value: [UInt8] = []
    value.reserveCapacity(content.count)
    var index = 0
    while index < content.count {
      guard content[index] == UInt8(ascii: "\\") else {
        value.append(content[index])
        index += 1
        continue
      }
      switch content[index + 1] {
      case UInt8(ascii: "u"):
        var scalar = UInt32(codeUnit(content, at: index + 2))
        index += 6
        if (0xD800..<0xDC00).contains(scalar) {
          let low = UInt32(codeUnit(content, at: index + 2))
          scalar = 0x10000 + (scalar - 0xD800) << 10 + (low - 0xDC00)
          index += 6
        }
        value.append(contentsOf: UTF8.encode(Unicode.Scalar(scalar) ?? "\u{FFFD}") ?? .init())
        continue
      case UInt8(ascii: "b"): value.append(0x08)
      case UInt8(ascii: "f"): value.append(0x0C)
      case UInt8(ascii: "n"): value.append(0x0A)
      case UInt8(ascii: "r"): value.append(0x0D)
      case UInt8(ascii: "t"): value.append(0x09)
      default: value.append(content[index + 1])
      }
      index += 2
    }
    return value
  }

  /// Appends `value` as a JSON string, quotes included, escaping only what RFC 8259 requires.
  public static func appendQuoted(_ value: some Sequence<UInt8>, to text: inout [UInt8]) {
    text.append(UInt8(ascii: "\""))
    for byte in value {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        text.append(UInt8(ascii: "\\"))
        text.append(byte)
      case 0x08: text.append(contentsOf: "\\b".utf8)
      case 0x0C: text.append(contentsOf: "\\f".utf8)
      case 0x0A: text.append(contentsOf: "\\n".utf8)
      case 0x0D: text.append(contentsOf: "\\r".utf8)
      case 0x09: text.append(contentsOf: "\\t".utf8)
      case 0..<0x20:
        text.append(contentsOf: "\\u00".utf8)
        text.append(contentsOf: (byte < 16 ? "0" : "").utf8)
        text.append(contentsOf: String(byte, radix: 16).utf8)
      default: text.append(byte)
      }
    }
    text.append(UInt8(ascii: "\""))
  }

  private static func codeUnit(_ content: [UInt8], at index: Int) -> UInt16 {
    content[index..<index + 4].reduce(0) { $0 << 4 | UInt16(hexadecimalValue($1) ?? 0) }
  }
}

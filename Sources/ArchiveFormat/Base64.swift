/// The base64 of RFC 4648, section 4: standard alphabet, always padded.
enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let padding = UInt8(ascii: "=")

  static func encode(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var bits: UInt32 = 0
      for byte in group { bits = bits << 8 | UInt32(byte) }
      bits <<= 8 * UInt32(3 - group.count)
      for position in 0..<4 {
        text.append(
          position <= group.count
            ? alphabet[Int(bits >> UInt32(18 - 6 * position) & 63)] : padding)
      }
    }
    return text
  }

  /// Nil for anything that `encode` does not yield: white space, missing padding, stray bits.
  static func decode(_ text: some Sequence<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    var bits: UInt32 = 0
    var characters = 0
    var paddings = 0
    for character in text {
      characters += 1
      if character == padding {
        paddings += 1
        bits <<= 6
      } else {
        guard paddings == 0, let value = value(of: character) else { return nil }
        bits = bits << 6 | UInt32(value)
      }
      guard characters.isMultiple(of: 4) else { continue }
      guard let group = decodeGroup(bits, paddings: paddings) else { return nil }
      bytes.append(contentsOf: group)
      // A group after padding has a character that is no padding, or is all padding.
      bits = 0
    }
    return characters.isMultiple(of: 4) && paddings <= 2 ? bytes : nil
  }

  private static func decodeGroup(_ bits: UInt32, paddings: Int) -> ArraySlice<UInt8>? {
    guard paddings <= 2, bits & (UInt32(1) << UInt32(8 * paddings) - 1) == 0 else { return nil }
    let group = [16, 8, 0].map { UInt8(truncatingIfNeeded: bits >> UInt32($0)) }
    return group.prefix(3 - paddings)
  }

  private static func value(of character: UInt8) -> UInt8? {
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}

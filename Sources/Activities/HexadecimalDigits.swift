/// Eight hexadecimal digits in either letter case, read all at once.
struct HexadecimalDigits {
  /// Whether all eight bytes are hexadecimal digits.
  let areValid: Bool
  /// The number that they spell, if they are.
  let value: UInt64

  /// Reads the bytes of `text`, of which the lowest is the first digit.
  @inline(__always)
  init(_ text: UInt64) {
    // Without the high bits nothing carries from one byte to the next, and a sum has its high bit
    // set where a byte has reached a bound.
    let bytes = text & Self.each(0x7F)
    let letters = bytes | Self.each(0x20)
    let isDecimal = (bytes &+ Self.each(0x80 - 0x30)) & ~(bytes &+ Self.each(0x80 - 0x3A))
    let isLetter = (letters &+ Self.each(0x80 - 0x61)) & ~(letters &+ Self.each(0x80 - 0x67))
    areValid = (isDecimal | isLetter) & ~text & Self.each(0x80) == Self.each(0x80)
    // A letter has bit 6 set, and its low bits are nine less than its value.
    let nibbles = (text & Self.each(0x0F)) &+ (text >> 6 & Self.each(1)) &* 9
    let pairs = (nibbles << 4 | nibbles >> 8) & 0x00FF_00FF_00FF_00FF
    let quads = (pairs | pairs >> 8) & 0x0000_FFFF_0000_FFFF
    value = UInt64(UInt32(truncatingIfNeeded: quads | quads >> 16).byteSwapped)
  }

  /// `byte` in each of eight bytes.
  @inline(__always)
  private static func each(_ byte: UInt64) -> UInt64 { byte &* 0x0101_0101_0101_0101 }
}

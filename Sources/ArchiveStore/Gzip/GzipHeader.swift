import Activities

/// The header of any gzip member (RFC 1952, section 2.3), so that a file that someone else has
/// compressed can still be read.
enum GzipHeader {
  /// No header that is read is longer: the fixed fields, the longest extra field and some names.
  static let maximumLength = 80 << 10

  private static let fixedLength = 10
  private static let checksumFlag: UInt8 = 2
  private static let extraFlag: UInt8 = 4
  private static let nameFlag: UInt8 = 8
  private static let commentFlag: UInt8 = 16

  /// What the bytes from the start of a member are.
  enum Extent: Equatable {
    /// A header of this length.
    case whole(Int)
    /// A header that goes on behind the bytes.
    case unfinished
    /// No header.
    case none
  }

  static func extent(_ bytes: RawSpan) -> Extent {
    let magic: [UInt8] = [0x1F, 0x8B, 8]
    for (offset, byte) in magic.enumerated() where offset < bytes.byteCount {
      guard bytes.byte(at: offset) == byte else { return .none }
    }
    guard bytes.byteCount >= fixedLength else { return .unfinished }
    let flags = bytes.byte(at: 3)
    guard flags & 0xE0 == 0 else { return .none }
    var length = fixedLength
    if flags & extraFlag != 0 {
      guard bytes.byteCount >= length + 2 else { return .unfinished }
      length += 2 + Int(bytes.byte(at: length)) + Int(bytes.byte(at: length + 1)) << 8
    }
    for flag in [nameFlag, commentFlag] where flags & flag != 0 {
      guard let end = bytes.firstIndex(of: 0, from: length) else { return .unfinished }
      length = end + 1
    }
    if flags & checksumFlag != 0 { length += 2 }
    return length <= bytes.byteCount ? .whole(length) : .unfinished
  }
}

extension JSONParser {
  /// Scans a string from its opening quote to past its closing one.
  @inline(__always)
  mutating func string(
    _ text: RawSpan, into nodes: inout MutableSpan<JSONTape.Node>
  ) throws(JSONSyntaxError) {
    guard let id = identifier(text) else { return try otherString(text, into: &nodes) }
    let start = offset
    offset += Identifier.textLength + 2
    try append(.string, from: start, isIdentifier: true, count: identifiers.count, to: &nodes)
    identifiers.append(id)
  }

  /// The UUID that the string that starts here is, which settles all there is to a string.
  @inline(__always)
  private func identifier(_ text: RawSpan) -> Identifier? {
    let last = offset + Identifier.textLength + 1
    guard last < text.byteCount,
      text.unsafeLoad(fromByteOffset: last, as: UInt8.self) == UInt8(ascii: "\"")
    else { return nil }
    return Identifier(text: text, at: offset + 1)
  }

  private mutating func otherString(
    _ text: RawSpan, into nodes: inout MutableSpan<JSONTape.Node>
  ) throws(JSONSyntaxError) {
    let start = offset
    var hasEscapes = false
    offset += 1
    while true {
      skipPlainBytes(text)
      guard offset < text.byteCount else { throw JSONSyntaxError(.unexpectedEnd, at: offset) }
      let byte = text.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
      switch byte {
      case UInt8(ascii: "\""):
        offset += 1
        return try append(.string, from: start, hasEscapes: hasEscapes, to: &nodes)
      case UInt8(ascii: "\\"):
        hasEscapes = true
        try escape(text)
      case 0..<0x20: throw JSONSyntaxError(.controlCharacter, at: offset)
      case 0x80...: try multibyteScalar(text)
      default: offset += 1
      }
    }
  }

  /// Moves sixteen bytes at a time over printable ASCII other than the quote and the backslash.
  @inline(__always)
  private mutating func skipPlainBytes(_ text: RawSpan) {
    let ones = SIMD2<UInt64>(repeating: 0x0101_0101_0101_0101)
    let highBits = SIMD2<UInt64>(repeating: 0x8080_8080_8080_8080)
    let quote = SIMD2<UInt64>(repeating: 0x2222_2222_2222_2222)
    let backslash = SIMD2<UInt64>(repeating: 0x5C5C_5C5C_5C5C_5C5C)
    let space = SIMD2<UInt64>(repeating: 0x2020_2020_2020_2020)
    while offset + 16 <= text.byteCount {
      let bytes = text.unsafeLoadUnaligned(fromByteOffset: offset, as: SIMD2<UInt64>.self)
      let quotes = bytes ^ quote
      let backslashes = bytes ^ backslash
      // Each term sets the high bit of a byte that is a quote, a backslash, a control character or
      // not ASCII; a borrow may set bits above the first such byte of a word only.
      let special =
        (quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes
        | (bytes &- space) | bytes
      let marks = special & highBits
      if marks[0] != 0 {
        offset += marks[0].littleEndian.trailingZeroBitCount / 8
        return
      }
      if marks[1] != 0 {
        offset += 8 + marks[1].littleEndian.trailingZeroBitCount / 8
        return
      }
      offset += 16
    }
  }

  private mutating func escape(_ text: RawSpan) throws(JSONSyntaxError) {
    guard offset + 1 < text.byteCount else { throw JSONSyntaxError(.unexpectedEnd, at: offset) }
    switch text.unsafeLoad(fromByteOffset: offset + 1, as: UInt8.self) {
    case UInt8(ascii: "u"): try unicodeEscape(text)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      offset += 2
    default: throw JSONSyntaxError(.invalidEscape, at: offset)
    }
  }

  private mutating func unicodeEscape(_ text: RawSpan) throws(JSONSyntaxError) {
    let start = offset
    let unit = try codeUnit(text)
    switch unit {
    case 0xD800..<0xDC00:
      guard offset < text.byteCount,
        text.unsafeLoad(fromByteOffset: offset, as: UInt8.self) == UInt8(ascii: "\\"),
        offset + 1 < text.byteCount,
        text.unsafeLoad(fromByteOffset: offset + 1, as: UInt8.self) == UInt8(ascii: "u"),
        case 0xDC00..<0xE000 = try codeUnit(text)
      else { throw JSONSyntaxError(.unpairedSurrogate, at: start) }
    case 0xDC00..<0xE000: throw JSONSyntaxError(.unpairedSurrogate, at: start)
    default: break
    }
  }

  /// Reads `\uXXXX`.
  private mutating func codeUnit(_ text: RawSpan) throws(JSONSyntaxError) -> UInt16 {
    guard offset + 6 <= text.byteCount else {
      throw JSONSyntaxError(.unexpectedEnd, at: text.byteCount)
    }
    var unit: UInt16 = 0
    for position in 2..<6 {
      let byte = text.unsafeLoad(fromByteOffset: offset + position, as: UInt8.self)
      guard let digit = hexadecimalValue(byte) else {
        throw JSONSyntaxError(.invalidEscape, at: offset)
      }
      unit = unit << 4 | UInt16(digit)
    }
    offset += 6
    return unit
  }

  /// Moves over one multi-byte scalar of well-formed UTF-8 (Unicode, table 3-7).
  private mutating func multibyteScalar(_ text: RawSpan) throws(JSONSyntaxError) {
    let lead = text.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
    let length: Int
    let second: ClosedRange<UInt8>
    switch lead {
    case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xE1...0xEC, 0xEE...0xEF: (length, second) = (3, 0x80...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: throw JSONSyntaxError(.invalidUTF8, at: offset)
    }
    guard offset + length <= text.byteCount else {
      throw JSONSyntaxError(.invalidUTF8, at: offset)
    }
    for position in 1..<length {
      let byte = text.unsafeLoad(fromByteOffset: offset + position, as: UInt8.self)
      guard (position == 1 ? second : 0x80...0xBF).contains(byte) else {
        throw JSONSyntaxError(.invalidUTF8, at: offset)
      }
    }
    offset += length
  }
}

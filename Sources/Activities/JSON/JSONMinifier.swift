/// Removes the insignificant white space of JSON.
public enum JSONMinifier {
  /// The bytes of a valid JSON text without the white space between its tokens; everything else
  /// (number spellings, escapes, the order of keys) stays as it is.
  public static func minify(_ text: RawSpan) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.byteCount)
    var inString = false
    var isEscaped = false
    for offset in 0..<text.byteCount {
      let byte = text.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
      if inString {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          inString = false
        }
      } else if isJSONWhiteSpace(byte) {
        continue
      } else if byte == UInt8(ascii: "\"") {
        inString = true
      }
      result.append(byte)
    }
    return result
  }
}

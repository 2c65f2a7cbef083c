extension JSONParser {
  /// `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`
  mutating func number(_ text: RawSpan) throws(JSONSyntaxError) {
    if try peek(text) == UInt8(ascii: "-") { offset += 1 }
    let leading = byte(at: offset, text)
    let integerDigits = digits(text)
    guard integerDigits > 0, leading != UInt8(ascii: "0") || integerDigits == 1 else {
      throw JSONSyntaxError(.invalidNumber, at: offset)
    }
    if byte(at: offset, text) == UInt8(ascii: ".") {
      offset += 1
      guard digits(text) > 0 else { throw JSONSyntaxError(.invalidNumber, at: offset) }
    }
    if let exponent = byte(at: offset, text), exponent | 0x20 == UInt8(ascii: "e") {
      offset += 1
      if let sign = byte(at: offset, text), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
        offset += 1
      }
      guard digits(text) > 0 else { throw JSONSyntaxError(.invalidNumber, at: offset) }
    }
  }

  /// Skips a run of digits and says how many there were.
  private mutating func digits(_ text: RawSpan) -> Int {
    let start = offset
    while let byte = byte(at: offset, text), byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
      offset += 1
    }
    return offset - start
  }
}

extension JSONTape {
  /// Containers may be nested this deep.
  public static let maximumDepth = 128

  /// Parses one JSON text strictly: the grammar of RFC 8259, valid UTF-8, and of I-JSON (RFC 7493)
  /// that no surrogate is unpaired and no object has a key twice.
  ///
  /// White space may surround the text. After an error the tape's content is unspecified.
  public mutating func parse(_ text: RawSpan) throws(JSONSyntaxError) {
    nodes.removeAll(keepingCapacity: true)
    guard text.byteCount < Int(UInt32.max) else { throw JSONSyntaxError(.tooLong, at: 0) }
    var parser = JSONParser()
    parser.skipWhiteSpace(text)
    try parser.value(text, into: &self, depth: 0)
    parser.skipWhiteSpace(text)
    guard parser.offset == text.byteCount else {
      throw JSONSyntaxError(.trailingBytes, at: parser.offset)
    }
  }
}

struct JSONParser {
  var offset = 0

  mutating func value(_ text: RawSpan, into tape: inout JSONTape, depth: Int)
    throws(JSONSyntaxError)
  {
    switch try peek(text) {
    case UInt8(ascii: "{"): try object(text, into: &tape, depth: depth)
    case UInt8(ascii: "["): try array(text, into: &tape, depth: depth)
    case UInt8(ascii: "\""): try string(text, into: &tape)
    case UInt8(ascii: "t"): try word("true", .true, text, into: &tape)
    case UInt8(ascii: "f"): try word("false", .false, text, into: &tape)
    case UInt8(ascii: "n"): try word("null", .null, text, into: &tape)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      let start = offset
      try number(text)
      append(.number, from: start, to: &tape)
    default: throw JSONSyntaxError(.unexpectedByte, at: offset)
    }
  }

  private mutating func object(_ text: RawSpan, into tape: inout JSONTape, depth: Int)
    throws(JSONSyntaxError)
  {
    let object = try open(.object, into: &tape, depth: depth)
    skipWhiteSpace(text)
    if try peek(text) != UInt8(ascii: "}") {
      while true {
        guard try peek(text) == UInt8(ascii: "\"") else {
          throw JSONSyntaxError(.unexpectedByte, at: offset)
        }
        try string(text, into: &tape)
        skipWhiteSpace(text)
        guard try peek(text) == UInt8(ascii: ":") else {
          throw JSONSyntaxError(.unexpectedByte, at: offset)
        }
        offset += 1
        skipWhiteSpace(text)
        try value(text, into: &tape, depth: depth + 1)
        tape.nodes[object].count += 1
        if try isLast(closing: UInt8(ascii: "}"), text) { break }
      }
    }
    close(object, in: &tape)
    try tape.checkKeysAreDistinct(of: object, in: text)
  }

  private mutating func array(_ text: RawSpan, into tape: inout JSONTape, depth: Int)
    throws(JSONSyntaxError)
  {
    let array = try open(.array, into: &tape, depth: depth)
    skipWhiteSpace(text)
    if try peek(text) != UInt8(ascii: "]") {
      while true {
        try value(text, into: &tape, depth: depth + 1)
        tape.nodes[array].count += 1
        if try isLast(closing: UInt8(ascii: "]"), text) { break }
      }
    }
    close(array, in: &tape)
  }

  private mutating func open(_ kind: JSONTape.Kind, into tape: inout JSONTape, depth: Int)
    throws(JSONSyntaxError) -> Int
  {
    guard depth < JSONTape.maximumDepth else { throw JSONSyntaxError(.tooDeep, at: offset) }
    append(kind, from: offset, to: &tape)
    offset += 1
    return tape.nodes.count - 1
  }

  private mutating func close(_ container: Int, in tape: inout JSONTape) {
    offset += 1
    tape.nodes[container].end = UInt32(truncatingIfNeeded: offset)
    tape.nodes[container].next = UInt32(truncatingIfNeeded: tape.nodes.count)
  }

  /// After a member or an element: true before `closing`, false once past a comma.
  private mutating func isLast(closing: UInt8, _ text: RawSpan) throws(JSONSyntaxError) -> Bool {
    skipWhiteSpace(text)
    let byte = try peek(text)
    if byte == closing { return true }
    guard byte == UInt8(ascii: ",") else { throw JSONSyntaxError(.unexpectedByte, at: offset) }
    offset += 1
    skipWhiteSpace(text)
    return false
  }

  private mutating func word(
    _ word: StaticString, _ kind: JSONTape.Kind, _ text: RawSpan, into tape: inout JSONTape
  ) throws(JSONSyntaxError) {
    let start = offset
    for position in 0..<word.utf8CodeUnitCount {
      guard try peek(text) == word.utf8Start[position] else {
        throw JSONSyntaxError(.unexpectedByte, at: offset)
      }
      offset += 1
    }
    append(kind, from: start, to: &tape)
  }

  /// `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`
  private mutating func number(_ text: RawSpan) throws(JSONSyntaxError) {
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

  mutating func skipWhiteSpace(_ text: RawSpan) {
    while let byte = byte(at: offset, text), isJSONWhiteSpace(byte) { offset += 1 }
  }

  private func peek(_ text: RawSpan) throws(JSONSyntaxError) -> UInt8 {
    guard offset < text.byteCount else { throw JSONSyntaxError(.unexpectedEnd, at: offset) }
    return text.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }

  private func byte(at offset: Int, _ text: RawSpan) -> UInt8? {
    offset < text.byteCount ? text.unsafeLoad(fromByteOffset: offset, as: UInt8.self) : nil
  }

  func append(_ kind: JSONTape.Kind, from start: Int, to tape: inout JSONTape) {
    tape.nodes.append(
      JSONTape.Node(
        kind: kind, hasEscapes: false, start: UInt32(truncatingIfNeeded: start),
        end: UInt32(truncatingIfNeeded: offset),
        next: UInt32(truncatingIfNeeded: tape.nodes.count + 1), count: 0))
  }
}

/// The four bytes that RFC 8259 allows between tokens.
func isJSONWhiteSpace(_ byte: UInt8) -> Bool {
  byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
}

extension JSONTape {
  /// Containers may be nested this deep.
  public static let maximumDepth = 128
  /// A text with more values and keys is too long: what a tape takes in memory stays bounded. It is
  /// twice as many as the longest record can have.
  static let maximumCount = 1 << 22

  /// Parses one JSON text strictly: the grammar of RFC 8259, valid UTF-8, and of I-JSON (RFC 7493)
  /// that no surrogate is unpaired and no object has a key twice.
  ///
  /// White space may surround the text. After an error the tape's content is unspecified.
  public mutating func parse(_ text: RawSpan) throws(JSONSyntaxError) {
    try parse(text) { (parser, nodes) throws(JSONSyntaxError) in
      try parser.text(text, into: &nodes)
    }
  }

  /// Parses the JSON value with which `text` begins, as strictly, and gives its length in bytes.
  public mutating func parseFirstValue(of text: RawSpan) throws(JSONSyntaxError) -> Int {
    try parse(text) { (parser, nodes) throws(JSONSyntaxError) in
      try parser.value(text, into: &nodes, depth: 0)
    }
    return Int(storage[0].end)
  }

  private mutating func parse(
    _ text: RawSpan,
    _ body: (inout JSONParser, inout MutableSpan<Node>) throws(JSONSyntaxError) -> Void
  ) throws(JSONSyntaxError) {
    count = 0
    guard text.byteCount < Int(UInt32.max) else { throw JSONSyntaxError(.tooLong, at: 0) }
    while true {
      var parser = JSONParser(identifiers: identifiers, hashes: memberHashes)
      defer {
        identifiers = parser.identifiers
        memberHashes = parser.hashes
      }
      do throws(JSONSyntaxError) {
        identifiers = []
        memberHashes = []
        parser.identifiers.removeAll(keepingCapacity: true)
        var nodes = storage.mutableSpan
        try body(&parser, &nodes)
        count = parser.count
        isMinified = !parser.hasWhiteSpace
        return
      } catch {
        guard parser.lacksRoom, storage.count < Self.maximumCount else { throw error }
      }
      // Texts with so many values are rare; the next ones profit from the room.
      storage += repeatElement(.none, count: max(64, storage.count))
    }
  }
}

struct JSONParser {
  var offset = 0
  /// How many nodes there are so far.
  private(set) var count = 0
  /// Whether the nodes did not fit into the tape, which ended the parse.
  private(set) var lacksRoom = false
  /// Whether there is white space between or around the tokens so far.
  private(set) var hasWhiteSpace = false
  /// The UUIDs that strings so far are.
  var identifiers: [Identifier]
  /// For comparing keys; storage that is kept.
  var hashes: [UInt64]
  let names = MemberNameWords.all
  let nameStarts = MemberNameWords.startBits
  /// The documented name to expect next, by raw value.
  var expectedName = 0

  init(identifiers: [Identifier], hashes: [UInt64]) {
    self.identifiers = identifiers
    self.hashes = hashes
  }

  mutating func text(
    _ text: RawSpan, into nodes: inout MutableSpan<JSONTape.Node>
  ) throws(JSONSyntaxError) {
    skipWhiteSpace(text)
    try value(text, into: &nodes, depth: 0)
    skipWhiteSpace(text)
    guard offset == text.byteCount else { throw JSONSyntaxError(.trailingBytes, at: offset) }
  }

  mutating func value(
    _ text: RawSpan, into nodes: inout MutableSpan<JSONTape.Node>, depth: Int
  ) throws(JSONSyntaxError) {
    switch try peek(text) {
    case UInt8(ascii: "\""): try string(text, into: &nodes)
    case UInt8(ascii: "n"): try word("null", .null, text, into: &nodes)
    case UInt8(ascii: "{"): try object(text, into: &nodes, depth: depth)
    case UInt8(ascii: "["): try array(text, into: &nodes, depth: depth)
    case UInt8(ascii: "t"): try word("true", .true, text, into: &nodes)
    case UInt8(ascii: "f"): try word("false", .false, text, into: &nodes)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      let start = offset
      try number(text)
      try append(.number, from: start, to: &nodes)
    default: throw JSONSyntaxError(.unexpectedByte, at: offset)
    }
  }

  private mutating func object(
    _ text: RawSpan, into nodes: inout MutableSpan<JSONTape.Node>, depth: Int
  ) throws(JSONSyntaxError) {
    let object = try open(.object, into: &nodes, depth: depth)
    var keys = KeySet()
    skipWhiteSpace(text)
    if try peek(text) != UInt8(ascii: "}") {
      while true {
        let start = offset
        guard try peek(text) == UInt8(ascii: "\"") else {
          throw JSONSyntaxError(.unexpectedByte, at: offset)
        }
        guard keys.insert(try key(text, into: &nodes)) else {
          throw JSONSyntaxError(.duplicateKey, at: start)
        }
        skipWhiteSpace(text)
        guard try peek(text) == UInt8(ascii: ":") else {
          throw JSONSyntaxError(.unexpectedByte, at: offset)
        }
        offset += 1
        skipWhiteSpace(text)
        try value(text, into: &nodes, depth: depth + 1)
        if try isLast(closing: UInt8(ascii: "}"), text) { break }
      }
    }
    close(object, count: keys.count, in: &nodes)
    if keys.others > 1 { try checkOtherKeysAreDistinct(of: object, nodes, in: text) }
  }

  private mutating func array(
    _ text: RawSpan, into nodes: inout MutableSpan<JSONTape.Node>, depth: Int
  ) throws(JSONSyntaxError) {
    let array = try open(.array, into: &nodes, depth: depth)
    var elements: UInt32 = 0
    skipWhiteSpace(text)
    if try peek(text) != UInt8(ascii: "]") {
      while true {
        try value(text, into: &nodes, depth: depth + 1)
        elements += 1
        if try isLast(closing: UInt8(ascii: "]"), text) { break }
      }
    }
    close(array, count: elements, in: &nodes)
  }

  private mutating func open(
    _ kind: JSONTape.Kind, into nodes: inout MutableSpan<JSONTape.Node>, depth: Int
  ) throws(JSONSyntaxError) -> Int {
    guard depth < JSONTape.maximumDepth else { throw JSONSyntaxError(.tooDeep, at: offset) }
    try append(kind, from: offset, to: &nodes)
    offset += 1
    return count - 1
  }

  private mutating func close(
    _ container: Int, count members: UInt32, in nodes: inout MutableSpan<JSONTape.Node>
  ) {
    offset += 1
    nodes[container].end = UInt32(truncatingIfNeeded: offset)
    nodes[container].next = UInt32(truncatingIfNeeded: count)
    nodes[container].count = members
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
    _ word: StaticString, _ kind: JSONTape.Kind, _ text: RawSpan,
    into nodes: inout MutableSpan<JSONTape.Node>
  ) throws(JSONSyntaxError) {
    let start = offset
    for position in 0..<word.utf8CodeUnitCount {
      guard try peek(text) == word.utf8Start[position] else {
        throw JSONSyntaxError(.unexpectedByte, at: offset)
      }
      offset += 1
    }
    try append(kind, from: start, to: &nodes)
  }

  @inline(__always)
  mutating func skipWhiteSpace(_ text: RawSpan) {
    while let byte = byte(at: offset, text), isJSONWhiteSpace(byte) {
      hasWhiteSpace = true
      offset += 1
    }
  }

  @inline(__always)
  func peek(_ text: RawSpan) throws(JSONSyntaxError) -> UInt8 {
    guard offset < text.byteCount else { throw JSONSyntaxError(.unexpectedEnd, at: offset) }
    return text.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }

  @inline(__always)
  func byte(at offset: Int, _ text: RawSpan) -> UInt8? {
    offset < text.byteCount ? text.unsafeLoad(fromByteOffset: offset, as: UInt8.self) : nil
  }

  @inline(__always)
  mutating func append(
    _ kind: JSONTape.Kind, from start: Int, hasEscapes: Bool = false, isIdentifier: Bool = false,
    count members: Int = 0, name: MemberName? = nil, to nodes: inout MutableSpan<JSONTape.Node>
  ) throws(JSONSyntaxError) {
    guard count < nodes.count else {
      lacksRoom = true
      throw JSONSyntaxError(.tooLong, at: offset)
    }
    nodes[count] = JSONTape.Node(
      kind: kind, hasEscapes: hasEscapes, isIdentifier: isIdentifier, name: name,
      start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: offset),
      next: UInt32(truncatingIfNeeded: count + 1), count: UInt32(truncatingIfNeeded: members))
    count += 1
  }
}

/// The four bytes that RFC 8259 allows between tokens.
@inline(__always)
func isJSONWhiteSpace(_ byte: UInt8) -> Bool {
  byte <= 0x20 && (byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09)
}

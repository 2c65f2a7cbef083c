import Activities

/// Reads the members of one JSON object that has a fixed set of them.
struct EntryReader {
  private let text: [UInt8]
  private let tape: JSONTape
  private let object: Int

  init(_ line: RawSpan) throws(IndexEntryError) {
    var tape = JSONTape()
    do {
      try tape.parse(line)
    } catch {
      throw .syntax(error)
    }
    guard tape[0].kind == .object else { throw .notAnObject }
    self.init(text: line.bytes(in: 0..<line.byteCount), tape: tape, object: 0)
  }

  private init(text: [UInt8], tape: JSONTape, object: Int) {
    self.text = text
    self.tape = tape
    self.object = object
  }

  func string(_ name: StaticString) throws(IndexEntryError) -> String {
    try value(name) { tape.string($0, in: text.span.bytes) }
  }

  func boolean(_ name: StaticString) throws(IndexEntryError) -> Bool {
    try value(name) { tape[$0].kind == .true ? true : tape[$0].kind == .false ? false : nil }
  }

  /// A whole number of `minimum` or more.
  func number(_ name: StaticString, from minimum: Int = 0) throws(IndexEntryError) -> Int {
    try value(name) { number($0, from: minimum) }
  }

  func integer(_ name: StaticString) throws(IndexEntryError) -> Int64 {
    try value(name) { tape.integer($0, in: text.span.bytes) }
  }

  /// A UUID in lower case.
  func identifier(_ name: StaticString) throws(IndexEntryError) -> Identifier {
    try value(name) { identifier($0) }
  }

  func optionalIdentifier(_ name: StaticString) throws(IndexEntryError) -> Identifier? {
    try isNull(name) ? nil : identifier(name)
  }

  func identifiers(_ name: StaticString) throws(IndexEntryError) -> [Identifier] {
    try value(name) { array in
      guard tape[array].kind == .array else { return nil }
      var found: [Identifier] = []
      tape.forEachElement(of: array) { element in
        if let id = identifier(element) { found.append(id) }
      }
      return found.count == Int(tape[array].count) ? found : nil
    }
  }

  /// A time in UTC without trailing zeros.
  func instant(_ name: StaticString) throws(IndexEntryError) -> Instant {
    try value(name) { node in
      guard let instant = tape.timestamp(node, in: text.span.bytes)?.instant,
        isCanonicalTime(plainBytes(of: node))
      else { return nil }
      return instant
    }
  }

  func hash(_ name: StaticString) throws(IndexEntryError) -> Hash256 {
    try value(name) { node in
      guard tape[node].kind == .string else { return nil }
      return Hexadecimal.decode(plainBytes(of: node)).flatMap { Hash256(bytes: $0.span.bytes) }
    }
  }

  func location(_ name: StaticString) throws(IndexEntryError) -> SegmentLocation {
    let path = try string(name)
    guard let location = SegmentLocation(path: path) else { throw .unsafePath(path) }
    return location
  }

  /// The members of a nested object.
  func object(_ name: StaticString) throws(IndexEntryError) -> EntryReader {
    try value(name) { node in
      tape[node].kind == .object ? EntryReader(text: text, tape: tape, object: node) : nil
    }
  }

  func isNull(_ name: StaticString) throws(IndexEntryError) -> Bool {
    try value(name) { tape[$0].kind == .null }
  }

  /// Every member's name with its value, a whole number of `minimum` or more; nil if one is not.
  func numbers(from minimum: Int) -> [(name: String, value: Int)]? {
    var found: [(String, Int)] = []
    var isValid = true
    tape.forEachMember(of: object) { key, node in
      if let name = tape.string(key, in: text.span.bytes), let value = number(node, from: minimum) {
        found.append((name, value))
      } else {
        isValid = false
      }
    }
    return isValid ? found : nil
  }

  private func number(_ node: Int, from minimum: Int) -> Int? {
    guard let value = tape.integer(node, in: text.span.bytes), value >= minimum else { return nil }
    return Int(value)
  }

  private func identifier(_ node: Int) -> Identifier? {
    guard let id = tape.identifier(node, in: text.span.bytes),
      !plainBytes(of: node).contains(where: { (UInt8(ascii: "A")...UInt8(ascii: "F")).contains($0) }
      )
    else { return nil }
    return id
  }

  /// The value of a string, which is copied only if it has escapes.
  private func plainBytes(of node: Int) -> ArraySlice<UInt8> {
    tape[node].hasEscapes
      ? tape.stringBytes(node, in: text.span.bytes)[...] : text[tape.contentRange(of: node)]
  }

  /// Whether a valid time is spelled as the format spells it, without making that spelling: in UTC,
  /// without a fraction of zero or with trailing zeros.
  private func isCanonicalTime(_ time: ArraySlice<UInt8>) -> Bool {
    guard time.last == UInt8(ascii: "Z") else { return false }
    return !time.contains(UInt8(ascii: ".")) || time.dropLast().last != UInt8(ascii: "0")
  }

  private func value<Value>(_ name: StaticString, _ read: (Int) -> Value?)
    throws(IndexEntryError) -> Value
  {
    guard let node = tape.member(name, of: object, in: text.span.bytes), let value = read(node)
    else { throw .malformed(member: name.description) }
    return value
  }
}

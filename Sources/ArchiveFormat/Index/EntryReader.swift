import Activities

/// Reads the members of one JSON object that has a fixed set of them.
///
/// They are found fastest when they are asked for in the order in which the format writes them. Each
/// is found before it is read: within one expression the reader would be copied.
struct EntryReader {
  private var text: [UInt8] = []
  private var tape = JSONTape()
  private var object = 0
  /// The key behind the member that was found last, which is the likeliest to be asked for next.
  private var expectedKey = 1

  /// A reader of nothing yet.
  init() {}

  /// A reader of the object that a line is.
  init(_ line: RawSpan) throws(IndexEntryError) {
    try begin(line)
  }

  /// Turns to the object that a line is, keeping the storage of the line before.
  mutating func begin(_ line: RawSpan) throws(IndexEntryError) {
    object = 0
    expectedKey = 1
    do {
      try tape.parse(line)
    } catch {
      throw .syntax(error)
    }
    guard tape[0].kind == .object else { throw .notAnObject }
    text.removeAll(keepingCapacity: true)
    line.withUnsafeBytes { text.append(contentsOf: $0) }
  }

  mutating func string(_ name: StaticString) throws(IndexEntryError) -> String {
    let node = try find(name)
    return try valid(name, tape.string(node, in: text.span.bytes))
  }

  mutating func boolean(_ name: StaticString) throws(IndexEntryError) -> Bool {
    let node = try find(name)
    switch tape[node].kind {
    case .true: return true
    case .false: return false
    default: throw .malformed(member: name.description)
    }
  }

  /// A whole number of `minimum` or more.
  mutating func number(
    _ name: StaticString, from minimum: Int = 0
  ) throws(IndexEntryError) -> Int {
    let node = try find(name)
    return try valid(name, number(node, from: minimum))
  }

  mutating func integer(_ name: StaticString) throws(IndexEntryError) -> Int64 {
    let node = try find(name)
    return try valid(name, tape.integer(node, in: text.span.bytes))
  }

  /// A UUID in lower case.
  mutating func identifier(_ name: StaticString) throws(IndexEntryError) -> Identifier {
    let node = try find(name)
    return try valid(name, identifier(node))
  }

  mutating func optionalIdentifier(_ name: StaticString) throws(IndexEntryError) -> Identifier? {
    try isNull(name) ? nil : identifier(name)
  }

  mutating func identifiers(_ name: StaticString) throws(IndexEntryError) -> [Identifier] {
    let array = try find(name)
    guard tape[array].kind == .array else { throw .malformed(member: name.description) }
    var found: [Identifier] = []
    tape.forEachElement(of: array) { element in
      if let id = identifier(element) { found.append(id) }
    }
    return try valid(name, found.count == Int(tape[array].count) ? found : nil)
  }

  /// A time in UTC without trailing zeros.
  mutating func instant(_ name: StaticString) throws(IndexEntryError) -> Instant {
    let node = try find(name)
    guard let instant = tape.timestamp(node, in: text.span.bytes)?.instant,
      isCanonicalTime(plainBytes(of: node))
    else { throw .malformed(member: name.description) }
    return instant
  }

  mutating func hash(_ name: StaticString) throws(IndexEntryError) -> Hash256 {
    let node = try find(name)
    guard tape[node].kind == .string,
      let hash = Hexadecimal.decode(plainBytes(of: node)).flatMap({ Hash256(bytes: $0.span.bytes) })
    else { throw .malformed(member: name.description) }
    return hash
  }

  mutating func location(_ name: StaticString) throws(IndexEntryError) -> SegmentLocation {
    let path = try string(name)
    guard let location = SegmentLocation(path: path) else { throw .unsafePath(path) }
    return location
  }

  /// The members of a nested object.
  mutating func object(_ name: StaticString) throws(IndexEntryError) -> EntryReader {
    var nested = self
    nested.object = try find(name)
    nested.expectedKey = nested.object + 1
    guard tape[nested.object].kind == .object else { throw .malformed(member: name.description) }
    return nested
  }

  /// Whether the member is null; if it is not, it is to be read next.
  mutating func isNull(_ name: StaticString) throws(IndexEntryError) -> Bool {
    let node = try find(name)
    if tape[node].kind == .null { return true }
    expectedKey = node - 1
    return false
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

  /// The value of a member, behind which the next is expected.
  private mutating func find(_ name: StaticString) throws(IndexEntryError) -> Int {
    var key = expectedKey
    defer { expectedKey = key }
    guard let node = tape.member(name, of: object, expecting: &key, in: text.span.bytes) else {
      throw .malformed(member: name.description)
    }
    return node
  }

  private func valid<Value>(
    _ name: StaticString, _ value: Value?
  ) throws(IndexEntryError) -> Value {
    guard let value else { throw .malformed(member: name.description) }
    return value
  }
}

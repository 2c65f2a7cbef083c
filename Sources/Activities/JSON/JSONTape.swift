/// The flat syntax tree of one JSON text: its values in the order of the text.
///
/// A tape holds positions only, so every accessor is handed the bytes that were parsed. It is meant
/// to be reused: parsing again keeps the storage. The value at index 0 is the whole text's. An
/// object's members follow it as key, value, key, value, …; an array's elements follow it one after
/// the other; `next` leaps over a value and everything within it.
public struct JSONTape: Sendable {
  /// The seven tokens that a value can begin with.
  public enum Kind: UInt8, Sendable {
    case object, array, string, number, `true`, `false`, null
  }

  /// One value or key: what it is and where.
  public struct Node: Sendable {
    /// What the value is.
    public let kind: Kind
    /// A string with at least one escape sequence: its bytes are not its value.
    public let hasEscapes: Bool
    /// A string that is a UUID, written without escape sequences.
    let isIdentifier: Bool
    /// The name that a key is, however it is escaped; nil if that is not documented.
    public internal(set) var name: MemberName?
    /// The first byte, an opening quote or bracket included.
    public let start: UInt32
    /// One past the last byte, a closing quote or bracket included.
    public internal(set) var end: UInt32
    /// The index of the value that follows this one and all within it.
    public internal(set) var next: UInt32
    /// An object's members or an array's elements; of a string that is a UUID, where that is among
    /// all of the text.
    public internal(set) var count: UInt32

    static let none = Node(
      kind: .null, hasEscapes: false, isIdentifier: false, name: nil, start: 0, end: 0, next: 0,
      count: 0)

    /// The bytes between a string's quotes.
    var contentRange: Range<Int> { Int(start) + 1..<Int(end) - 1 }
  }

  /// How many values and keys there are.
  public internal(set) var count = 0
  /// Whether the text has no white space between or around its tokens.
  public internal(set) var isMinified = true
  /// The nodes, and behind `count` room for more.
  var storage: [Node] = []
  /// The UUIDs that strings are, in the order of the text.
  var identifiers: [Identifier] = []
  var memberHashes: [UInt64] = []

  /// An empty tape: there is nothing at any index until a text is parsed.
  public init() {}

  /// Takes the tree of another text that has the same values at the same places, but for its UUIDs.
  mutating func replace(by nodes: [Node], isMinified: Bool) {
    if storage.count < nodes.count {
      storage += repeatElement(.none, count: nodes.count - storage.count)
    }
    storage.withUnsafeMutableBufferPointer { _ = $0.update(fromContentsOf: nodes) }
    count = nodes.count
    identifiers.removeAll(keepingCapacity: true)
    self.isMinified = isMinified
  }

  /// All values and keys, in the order of the text.
  public var nodes: ArraySlice<Node> { storage[..<count] }

  /// The value or key at `index`.
  public subscript(index: Int) -> Node { storage[index] }

  /// The bytes of the value, quotes and brackets included.
  public func range(of index: Int) -> Range<Int> {
    Int(storage[index].start)..<Int(storage[index].end)
  }

  /// The bytes between a string's quotes; they are its value unless it `hasEscapes`.
  public func contentRange(of index: Int) -> Range<Int> { storage[index].contentRange }

  /// Calls `body` with the index of each key and of its value, in the order of the text.
  public func forEachMember<Failure: Error>(
    of object: Int, _ body: (_ key: Int, _ value: Int) throws(Failure) -> Void
  ) throws(Failure) {
    guard storage[object].kind == .object else { return }
    var key = object + 1
    for _ in 0..<storage[object].count {
      try body(key, key + 1)
      key = Int(storage[key + 1].next)
    }
  }

  /// Calls `body` with the index of each element, in the order of the text.
  public func forEachElement<Failure: Error>(
    of array: Int, _ body: (_ element: Int) throws(Failure) -> Void
  ) throws(Failure) {
    guard storage[array].kind == .array else { return }
    var element = array + 1
    for _ in 0..<storage[array].count {
      try body(element)
      element = Int(storage[element].next)
    }
  }

  /// The value of the member with a documented name; nil if there is none or `object` is no object.
  public func member(_ name: MemberName, of object: Int) -> Int? {
    guard storage[object].kind == .object else { return nil }
    var key = object + 1
    for _ in 0..<storage[object].count {
      if storage[key].name == name { return key + 1 }
      key = Int(storage[key + 1].next)
    }
    return nil
  }

  /// The value of the member named `name`; nil if there is none or `object` is no object.
  public func member(_ name: StaticString, of object: Int, in text: RawSpan) -> Int? {
    guard storage[object].kind == .object else { return nil }
    var key = object + 1
    for _ in 0..<storage[object].count {
      if isString(key, equalTo: name, in: text) { return key + 1 }
      key = Int(storage[key + 1].next)
    }
    return nil
  }

  /// The value of the member named `name`, found fastest if its key is `expected`, which becomes the
  /// key behind the member; it has to be a key of the object or where one would follow.
  public func member(
    _ name: StaticString, of object: Int, expecting expected: inout Int, in text: RawSpan
  ) -> Int? {
    let isExpected =
      expected < Int(storage[object].next) && isString(expected, equalTo: name, in: text)
    guard let value = isExpected ? expected + 1 : member(name, of: object, in: text) else {
      return nil
    }
    expected = Int(storage[value].next)
    return value
  }

  /// Whether the value is a string with this ASCII value, however it is escaped.
  public func isString(_ index: Int, equalTo value: StaticString, in text: RawSpan) -> Bool {
    let node = storage[index]
    guard node.kind == .string else { return false }
    if node.hasEscapes {
      return string(index, in: text) == value.description
    }
    let length = value.utf8CodeUnitCount
    guard Int(node.end - node.start) == length + 2 else { return false }
    return text.extracting(node.contentRange)
      .isSame(as: UnsafeRawBufferPointer(start: value.utf8Start, count: length))
  }

  /// The value of a string with its escapes resolved; nil if the value is no string.
  public func string(_ index: Int, in text: RawSpan) -> String? {
    let node = storage[index]
    guard node.kind == .string else { return nil }
    if node.hasEscapes { return String(decoding: stringBytes(index, in: text), as: UTF8.self) }
    return text.extracting(node.contentRange).withUnsafeBytes {
      String(decoding: $0, as: UTF8.self)
    }
  }

  /// The UTF-8 of a string with its escapes resolved.
  public func stringBytes(_ index: Int, in text: RawSpan) -> [UInt8] {
    let range = contentRange(of: index)
    let content = text.bytes(in: range)
    return storage[index].hasEscapes ? JSONEscapes.resolve(content) : content
  }

  /// The value of an integer written without fraction or exponent that 64 bits hold.
  public func integer(_ index: Int, in text: RawSpan) -> Int64? {
    guard storage[index].kind == .number else { return nil }
    let number = text.extracting(range(of: index))
    let isNegative = number.unsafeLoad(fromByteOffset: 0, as: UInt8.self) == UInt8(ascii: "-")
    var value: Int64 = 0
    for position in (isNegative ? 1 : 0)..<number.byteCount {
      let digit = number.unsafeLoad(fromByteOffset: position, as: UInt8.self) &- UInt8(ascii: "0")
      let (tenfold, isTooGreat) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflows) = tenfold.addingReportingOverflow(
        isNegative ? -Int64(digit) : Int64(digit))
      guard digit < 10, !isTooGreat, !overflows else { return nil }
      value = sum
    }
    return value
  }

  /// The UUID that a string spells; nil if the value is no string or no UUID.
  public func identifier(_ index: Int, in text: RawSpan) -> Identifier? {
    let node = storage[index]
    guard node.kind == .string else { return nil }
    if node.isIdentifier { return identifiers[Int(node.count)] }
    return node.hasEscapes ? string(index, in: text).flatMap { Identifier($0) } : nil
  }

  /// The time that a string spells; nil if the value is no string or no ISO 8601 time with offset.
  public func timestamp(_ index: Int, in text: RawSpan) -> Timestamp? {
    let node = storage[index]
    guard node.kind == .string else { return nil }
    if node.hasEscapes { return string(index, in: text).flatMap { Timestamp($0) } }
    return Timestamp(text: text, range: contentRange(of: index))
  }
}

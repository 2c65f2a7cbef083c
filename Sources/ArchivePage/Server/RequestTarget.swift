import Activities

/// The path and the query of a request, read strictly.
struct RequestTarget: Hashable {
  /// The longest target that is read, in bytes.
  static let maximumLength = 8_192

  /// The target as it came.
  let text: String
  /// The parts of the path between slashes, without escapes; none for `/`.
  let segments: [String]
  /// The query's names and values, without escapes, in their order.
  let query: [(name: String, value: String)]

  /// Throws `Refusal.targetTooLong`, `.badEscape`, or `.malformed` for what is no path.
  ///
  /// A part that is `.` or `..` or, once its escapes are read, has a slash, a backslash or a control
  /// character in it, is `.malformed`: nothing that is served has such a name.
  init(_ text: String) throws(Refusal) {
    guard text.utf8.count <= Self.maximumLength else { throw .targetTooLong }
    guard text.utf8.first == UInt8(ascii: "/") else { throw .malformed }
    self.text = text
    let halves = text.utf8.split(separator: UInt8(ascii: "?"), maxSplits: 1)
    var segments: [String] = []
    let parts = halves[0].dropFirst().split(
      separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    for part in parts {
      let segment = try Self.decoded(part)
      guard segment != ".", segment != "..", segment.utf8.allSatisfy(Self.isOfName) else {
        throw .malformed
      }
      segments.append(segment)
    }
    self.segments = segments == [""] ? [] : segments
    query = halves.count > 1 ? try Self.pairs(halves[1]) : []
  }

  /// Reads `name=value&…` as HTML forms write it, with `+` for a space.
  static func pairs(
    _ text: some Collection<UInt8>
  ) throws(Refusal) -> [(name: String, value: String)] {
    var pairs: [(name: String, value: String)] = []
    for pair in text.split(separator: UInt8(ascii: "&")) {
      let parts = pair.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      pairs.append(
        (
          try decoded(parts[0], plus: UInt8(ascii: " ")),
          parts.count > 1 ? try decoded(parts[1], plus: UInt8(ascii: " ")) : ""
        ))
    }
    return pairs
  }

  /// Text without its escapes; throws `.badEscape` for one that is none, and for what is no UTF-8.
  private static func decoded(
    _ text: some Sequence<UInt8>, plus: UInt8 = UInt8(ascii: "+")
  ) throws(Refusal) -> String {
    var bytes: [UInt8] = []
    var rest = text.makeIterator()
    while let byte = rest.next() {
      switch byte {
      case UInt8(ascii: "%"):
        guard let high = rest.next().flatMap(digit), let low = rest.next().flatMap(digit) else {
          throw .badEscape
        }
        bytes.append(high << 4 | low)
      case UInt8(ascii: "+"): bytes.append(plus)
      default: bytes.append(byte)
      }
    }
    guard let string = String(validating: bytes, as: UTF8.self) else { throw .badEscape }
    return string
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte != 0x7F && byte != UInt8(ascii: "/") && byte != UInt8(ascii: "\\")
  }

  static func == (left: RequestTarget, right: RequestTarget) -> Bool { left.text == right.text }

  func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

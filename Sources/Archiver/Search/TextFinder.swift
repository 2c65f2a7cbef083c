import Activities
import Patterns

/// Finds the records of a block that may have a certain string, in either letter case.
///
/// A printable character of ASCII stands in a string as it is or as `\u` (RFC 8259, section 7); `"`, `\` and
/// `/` have an escape of their own, and no text with them is looked for here. Three signs beyond ASCII are
/// equal to one of ASCII by canonical equivalence. So a record in which `\u` or such a sign begins may have
/// any string, and each other record has the string as it is or not at all.
struct TextFinder: Sendable {
  private var matcher: PatternMatcher
  private var others: [Other]
  /// The first line at or behind the place searched from last that may have any string; empty, where the
  /// block ends, if none does.
  private var line = 0..<0

  /// A finder of a string; nil if a character of it is not printable ASCII, or has an escape of its own.
  init?(string: String) throws(PatternError) {
    try self.init("\"", string)
  }

  /// A finder of strings that end in one; nil as with a whole one.
  init?(endOfString end: String) throws(PatternError) {
    try self.init("", end)
  }

  private init?(_ opening: String, _ content: String) throws(PatternError) {
    guard content.utf8.allSatisfy(Self.isWrittenAsItIs) else { return nil }
    let pattern = try Pattern("\(opening)\(content)\"", options: [.literal, .caseInsensitive])
    matcher = pattern.makeMatcher()
    others = Other.all(for: content)
  }

  private static func isWrittenAsItIs(_ byte: UInt8) -> Bool {
    (0x20...0x7E).contains(byte) && !"\"\\/".utf8.contains(byte)
  }

  /// Prepares for another block.
  mutating func begin(_ content: RawSpan) {
    for index in others.indices { others[index].begin() }
    line = nextLine(in: content, from: 0)
  }

  /// The first record that may have the string among the lines from `offset`, where one starts.
  mutating func next(in content: RawSpan, from offset: Int) -> Range<Int>? {
    if line.lowerBound < offset { line = nextLine(in: content, from: offset) }
    let before = content.extracting(first: line.lowerBound)
    return matcher.nextMatch(in: before, from: offset) ?? (line.isEmpty ? nil : line)
  }

  private mutating func nextLine(in content: RawSpan, from offset: Int) -> Range<Int> {
    var place = content.byteCount
    for index in others.indices {
      place = min(place, others[index].next(in: content, from: offset))
    }
    guard place < content.byteCount else { return place..<place }
    return PatternMatcher.record(around: place, in: content, offset..<content.byteCount)
  }
}

/// Another way to write a character of a text.
private struct Other {
  /// How it begins.
  private let bytes: (UInt8, UInt8)
  private var place = -1

  private init(_ first: UInt8, _ second: UInt8) {
    bytes = (first, second)
  }

  static func all(for text: String) -> [Other] {
    let signs: [(Unicode.Scalar, Other)] = [
      ("K", Other(0xE2, 0x84)), (";", Other(0xCD, 0xBE)), ("`", Other(0xE1, 0xBF)),
    ]
    return [Other(UInt8(ascii: "\\"), UInt8(ascii: "u"))]
      + signs.filter { text.unicodeScalars.contains($0.0) }.map(\.1)
  }

  mutating func begin() { place = -1 }

  /// The first place at or behind `offset`, which does not go back but for another block; where the block
  /// ends if there is none.
  mutating func next(in content: RawSpan, from offset: Int) -> Int {
    guard place < offset else { return place }
    place = offset - 1
    repeat {
      place = content.firstIndex(of: bytes.0, from: place + 1) ?? content.byteCount
    } while place + 1 < content.byteCount && content.byte(at: place + 1) != bytes.1
    return place
  }
}

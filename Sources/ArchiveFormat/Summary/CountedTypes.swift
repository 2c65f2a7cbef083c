import Activities

/// Counts the values of `payload.type` of a segment's records without a string per record.
///
/// So that a hostile source cannot make an entry grow without bound, only names of 1 to 64
/// characters of printable ASCII without space, quote and backslash are counted, and of these the
/// first 256 distinct ones of a segment.
public struct CountedTypes: Sendable {
  /// The most distinct names that are counted.
  public static let maximum = 256
  /// The longest name that is counted, in bytes.
  public static let maximumLength = 64

  private var names: [[UInt8]] = []
  private var counts: [Int] = []
  /// Where the last name with each mark is, which is looked at first.
  private var recent = InlineArray<256, UInt8>(repeating: 0)

  init() {}

  /// How often each name was counted.
  var counted: [String: Int] {
    Dictionary(zip(names.map { String(decoding: $0, as: UTF8.self) }, counts)) { $0 + $1 }
  }

  /// Whether a value of `payload.type` is one that is counted.
  static func isName(_ bytes: [UInt8]) -> Bool {
    (1...maximumLength).contains(bytes.count)
      && bytes.allSatisfy {
        (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
      }
  }

  /// Counts the string at `node`; anything else is left out.
  mutating func add(_ node: Int, of tape: JSONTape, in record: RawSpan) {
    guard tape[node].kind == .string else { return }
    if tape[node].hasEscapes {
      let value = tape.stringBytes(node, in: record)
      add(value.span.bytes, 0..<value.count)
    } else {
      add(record, tape.contentRange(of: node))
    }
  }

  private mutating func add(_ text: RawSpan, _ range: Range<Int>) {
    guard range.count <= Self.maximumLength else { return }
    let name = text.extracting(range)
    let mark = Self.mark(name)
    let last = Int(recent[Int(mark)])
    if last < names.count, isSame(names[last], name) {
      counts[last] += 1
    } else if let index = names.firstIndex(where: { isSame($0, name) }) {
      counts[index] += 1
      recent[Int(mark)] = UInt8(index)
    } else if names.count < Self.maximum {
      let name = text.bytes(in: range)
      guard Self.isName(name) else { return }
      recent[Int(mark)] = UInt8(names.count)
      names.append(name)
      counts.append(1)
    }
  }

  /// A number that two names seldom share.
  private static func mark(_ name: RawSpan) -> UInt8 {
    guard name.byteCount >= 8 else { return UInt8(name.byteCount) }
    // Names begin and end alike, so all of the last word counts.
    let word = name.littleEndian(at: name.byteCount - 8, as: UInt64.self)
    let product = (word ^ UInt64(name.byteCount)) &* 0x9E37_79B9_7F4A_7C15
    return UInt8(truncatingIfNeeded: product >> 56)
  }

  private func isSame(_ name: [UInt8], _ text: RawSpan) -> Bool {
    name.withUnsafeBytes { text.isSame(as: $0) }
  }
}

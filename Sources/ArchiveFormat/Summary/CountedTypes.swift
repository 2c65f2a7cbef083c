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
  /// Where the last record's name is, since runs of one type are common.
  private var last = 0

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
    if last < names.count, isEqual(names[last], text, range) {
      counts[last] += 1
    } else if let index = names.firstIndex(where: { isEqual($0, text, range) }) {
      counts[index] += 1
      last = index
    } else if names.count < Self.maximum, range.count <= Self.maximumLength {
      let name = text.bytes(in: range)
      guard Self.isName(name) else { return }
      names.append(name)
      counts.append(1)
    }
  }

  private func isEqual(_ name: [UInt8], _ text: RawSpan, _ range: Range<Int>) -> Bool {
    name.count == range.count
      && name.withUnsafeBytes { name in
        text.extracting(range).withUnsafeBytes { text in name.elementsEqual(text) }
      }
  }
}

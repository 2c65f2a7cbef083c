/// Bytes that every match of a pattern contains, by which records are found before it runs.
struct RequiredLiteral: Sendable {
  /// A byte, or an ASCII letter in either case.
  struct Byte: Hashable, Sendable {
    /// Lower-case if either case will do.
    let value: UInt8
    /// What is set in a byte before it is compared: 0x20 for either case, or nothing.
    let mask: UInt8

    /// How rare the byte is among those of records: mostly UUIDs, names and punctuation of JSON.
    var rarity: Int {
      switch value {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
        UInt8(ascii: "-"), UInt8(ascii: "\""):
        1
      case UInt8(ascii: "g")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: ":"),
        UInt8(ascii: ","):
        2
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."): 3
      default: 4
      }
    }
  }

  let bytes: [Byte]
  /// Whether a record matches as soon as it holds the literal.
  let isWholePattern: Bool
  /// The places of the two rarest bytes.
  private let probes: (Int, Int)

  /// The literal worth most in `tree`; nil if no byte is certain.
  init?(of tree: SyntaxTree) {
    let found = Literals(of: tree)
    let best = found.whole ?? found.best
    guard !best.isEmpty else { return nil }
    bytes = best
    isWholePattern = found.whole != nil && !found.hasAssertions
    // Of equally rare bytes later ones tell more: UUIDs of one time begin alike.
    let order = best.indices.sorted { (best[$0].rarity, $0) > (best[$1].rarity, $1) }
    probes = (order[0], order[min(1, order.count - 1)])
  }

  /// The first place in `range`, which lies within `text`, where the literal starts.
  func first(in text: RawSpan, _ range: Range<Int>) -> Int? {
    precondition(range.lowerBound >= 0 && range.upperBound <= text.byteCount)
    let wanted = (
      ByteSearch.lanes(of: bytes[probes.0].value), ByteSearch.lanes(of: bytes[probes.1].value)
    )
    let masks = (
      ByteSearch.lanes(of: bytes[probes.0].mask), ByteSearch.lanes(of: bytes[probes.1].mask)
    )
    var offset = range.lowerBound
    let last = range.upperBound - bytes.count
    while offset + 31 <= last {
      let left = text.unsafeLoadUnaligned(
        fromByteOffset: offset + probes.0, as: ByteSearch.Lanes.self)
      let right = text.unsafeLoadUnaligned(
        fromByteOffset: offset + probes.1, as: ByteSearch.Lanes.self)
      let marks = ByteSearch.zeroBytes(
        ((left | masks.0) ^ wanted.0) | ((right | masks.1) ^ wanted.1))
      if !ByteSearch.isZero(marks) {
        for lane in 0..<4 {
          var mark = marks[lane].littleEndian
          while mark != 0 {
            let start = offset + lane * 8 + mark.trailingZeroBitCount / 8
            if starts(at: start, in: text) { return start }
            mark &= mark &- 1
          }
        }
      }
      offset += 32
    }
    while offset <= last {
      if starts(at: offset, in: text) { return offset }
      offset += 1
    }
    return nil
  }

  private func starts(at start: Int, in text: RawSpan) -> Bool {
    for (index, byte) in bytes.enumerated()
    where text.unsafeLoad(fromByteOffset: start + index, as: UInt8.self) | byte.mask != byte.value {
      return false
    }
    return true
  }
}

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
    let last = range.upperBound - bytes.count
    let step = ByteSearch.blockSize
    guard last - range.lowerBound >= step - 1 else {
      return (range.lowerBound..<max(range.lowerBound, last + 1)).first { starts(at: $0, in: text) }
    }
    let pair = ProbePair(bytes, probes)
    var offset = range.lowerBound
    while offset <= last {
      // The last step goes over some places twice.
      let start = min(offset, last - step + 1)
      if pair.mayStart(at: start, in: text),
        let found = first(of: pair.marks(at: start, in: text), from: start, in: text)
      {
        return found
      }
      offset += step
    }
    return nil
  }

  /// The first of the marked places where the literal starts.
  private func first(of marks: SIMD8<UInt64>, from start: Int, in text: RawSpan) -> Int? {
    for lane in 0..<marks.scalarCount {
      var word = marks[lane].littleEndian
      while word != 0 {
        let byte = word.trailingZeroBitCount / 8
        let place = start + lane * 8 + byte
        if starts(at: place, in: text) { return place }
        word &= ~(0xFF << UInt64(byte * 8))
      }
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

/// The two rarest bytes of a literal, looked for at 64 places at once.
private struct ProbePair {
  private let places: (Int, Int)
  private let wanted: (ByteSearch.Bytes, ByteSearch.Bytes)
  private let masks: (ByteSearch.Bytes, ByteSearch.Bytes)

  init(_ bytes: [RequiredLiteral.Byte], _ places: (Int, Int)) {
    self.places = places
    wanted = (.init(repeating: bytes[places.0].value), .init(repeating: bytes[places.1].value))
    masks = (.init(repeating: bytes[places.0].mask), .init(repeating: bytes[places.1].mask))
  }

  /// Whether the literal may start at one of the places from `offset`; its bytes must lie within
  /// `text` for all of them.
  @inline(__always)
  func mayStart(at offset: Int, in text: RawSpan) -> Bool {
    let left = ByteSearch.block(text, at: offset + places.0)
    let right = ByteSearch.block(text, at: offset + places.1)
    let marks =
      (marks(left.lowHalf.lowHalf, right.lowHalf.lowHalf)
        | marks(left.lowHalf.highHalf, right.lowHalf.highHalf))
      | (marks(left.highHalf.lowHalf, right.highHalf.lowHalf)
        | marks(left.highHalf.highHalf, right.highHalf.highHalf))
    return marks[0] | marks[1] != 0
  }

  /// The marks of the places from `offset`: all ones in each byte where the literal may start.
  func marks(at offset: Int, in text: RawSpan) -> SIMD8<UInt64> {
    let left = ByteSearch.block(text, at: offset + places.0)
    let right = ByteSearch.block(text, at: offset + places.1)
    return SIMD8(
      lowHalf: SIMD4(
        lowHalf: marks(left.lowHalf.lowHalf, right.lowHalf.lowHalf),
        highHalf: marks(left.lowHalf.highHalf, right.lowHalf.highHalf)),
      highHalf: SIMD4(
        lowHalf: marks(left.highHalf.lowHalf, right.highHalf.lowHalf),
        highHalf: marks(left.highHalf.highHalf, right.highHalf.highHalf)))
  }

  @inline(__always)
  private func marks(_ left: SIMD2<UInt64>, _ right: SIMD2<UInt64>) -> SIMD2<UInt64> {
    let left = unsafeBitCast(left, to: ByteSearch.Bytes.self)
    let right = unsafeBitCast(right, to: ByteSearch.Bytes.self)
    let both = ((left | masks.0) .== wanted.0) .& ((right | masks.1) .== wanted.1)
    return unsafeBitCast(both, to: SIMD2<UInt64>.self)
  }
}

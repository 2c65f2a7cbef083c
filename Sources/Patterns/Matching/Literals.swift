/// What is certain about the bytes of a pattern's matches.
struct Literals {
  typealias Byte = RequiredLiteral.Byte

  /// The one text that every match consists of, if that is known; assertions add nothing to it.
  private(set) var whole: [Byte]?
  /// The most telling text that every match contains; empty if there is none.
  private(set) var best: [Byte] = []
  private(set) var hasAssertions = false

  /// Longer texts are cut: they find no record that the first bytes don't.
  private static let longest = 1_024

  init(of tree: SyntaxTree) {
    switch tree {
    case .empty: whole = []
    case .set(let set): whole = Self.bytes(of: set)
    case .assertion:
      whole = []
      hasAssertions = true
    case .concatenation(let parts): join(parts.lazy.map(Literals.init(of:)))
    case .alternation: break
    case .repetition(let body, let minimum, let maximum):
      guard minimum > 0 else { return }
      let inner = Literals(of: body)
      hasAssertions = inner.hasAssertions
      consider(inner.best)
      guard let text = inner.whole else { return }
      consider(text)
      if minimum == maximum, text.count * minimum <= Self.longest {
        whole = Array(repeatElement(text, count: minimum).joined())
      }
    }
  }

  private mutating func join(_ parts: some Sequence<Literals>) {
    var run: [Byte] = []
    var isWhole = true
    for part in parts {
      hasAssertions = hasAssertions || part.hasAssertions
      if let text = part.whole, run.count + text.count <= Self.longest {
        run += text
      } else {
        isWhole = false
        consider(part.best)
        consider(run)
        run = part.whole ?? []
      }
    }
    consider(run)
    if isWhole { whole = run }
  }

  private mutating func consider(_ text: [Byte]) {
    func worth(_ text: [Byte]) -> Int { text.reduce(0) { $0 + $1.rarity } }
    if worth(text) > worth(best) { best = text }
  }

  /// The UTF-8 of the set's only member, or of an ASCII letter in both its cases.
  private static func bytes(of set: ScalarSet) -> [Byte]? {
    if let value = set.single, let scalar = Unicode.Scalar(value) {
      return UTF8.encode(scalar).map { $0.map { Byte(value: $0, mask: 0) } }
    }
    guard set.ranges.count == 2, set.ranges[0].count == 1, set.ranges[1].count == 1,
      (0x41...0x5A).contains(set.ranges[0].lowerBound),
      set.ranges[0].lowerBound + 0x20 == set.ranges[1].lowerBound
    else { return nil }
    return [Byte(value: UInt8(set.ranges[1].lowerBound), mask: 0x20)]
  }
}

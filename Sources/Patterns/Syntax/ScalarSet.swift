/// A set of Unicode scalars as sorted ranges that neither touch nor overlap.
struct ScalarSet: Hashable, Sendable {
  let ranges: [ClosedRange<UInt32>]

  /// The union of any ranges; surrogates, which no UTF-8 holds, are left out.
  init(_ ranges: [ClosedRange<UInt32>]) {
    var joined: [ClosedRange<UInt32>] = []
    for range in ranges.flatMap(Self.withoutSurrogates).sorted(by: { $0.lowerBound < $1.lowerBound }
    ) {
      if let last = joined.last, range.lowerBound <= last.upperBound + 1 {
        joined[joined.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        joined.append(range)
      }
    }
    self.ranges = joined
  }

  static let lastScalar: UInt32 = 0x10FFFF
  static let all = ScalarSet([0...lastScalar])
  private static let lineFeed: UInt32 = 0x0A

  func union(_ other: ScalarSet) -> ScalarSet { ScalarSet(ranges + other.ranges) }

  /// Every scalar that is not in the set.
  var inverted: ScalarSet {
    var gaps: [ClosedRange<UInt32>] = []
    var next: UInt32 = 0
    for range in ranges {
      if range.lowerBound > next { gaps.append(next...range.lowerBound - 1) }
      next = range.upperBound + 1
    }
    if next <= Self.lastScalar { gaps.append(next...Self.lastScalar) }
    return ScalarSet(gaps)
  }

  var withoutLineFeed: ScalarSet {
    guard contains(Self.lineFeed) else { return self }
    return ScalarSet(inverted.ranges + [Self.lineFeed...Self.lineFeed]).inverted
  }

  func contains(_ value: UInt32) -> Bool { ranges.contains { $0.contains(value) } }

  /// The only member; nil if there are none or more.
  var single: UInt32? {
    guard let first = ranges.first, ranges.count == 1, first.count == 1 else { return nil }
    return first.lowerBound
  }

  private static func withoutSurrogates(_ range: ClosedRange<UInt32>) -> [ClosedRange<UInt32>] {
    guard range.overlaps(0xD800...0xDFFF) else { return [range] }
    var kept: [ClosedRange<UInt32>] = []
    if range.lowerBound < 0xD800 { kept.append(range.lowerBound...0xD7FF) }
    if range.upperBound > 0xDFFF { kept.append(0xE000...range.upperBound) }
    return kept
  }
}

extension ScalarSet {
  private static func ascii(_ first: Unicode.Scalar, _ last: Unicode.Scalar) -> ClosedRange<UInt32>
  {
    first.value...last.value
  }

  static let digits = ScalarSet([ascii("0", "9")])
  static let word = ScalarSet([ascii("a", "z"), ascii("A", "Z"), ascii("0", "9"), ascii("_", "_")])
  static let space = ScalarSet([0x09...0x0D, 0x20...0x20])

  /// The ASCII class that POSIX calls `name`.
  static func named(_ name: String) -> ScalarSet? {
    switch name {
    case "alnum": ScalarSet([ascii("a", "z"), ascii("A", "Z"), ascii("0", "9")])
    case "alpha": ScalarSet([ascii("a", "z"), ascii("A", "Z")])
    case "digit": digits
    case "lower": ScalarSet([ascii("a", "z")])
    case "punct":
      ScalarSet([ascii("!", "/"), ascii(":", "@"), ascii("[", "`"), ascii("{", "~")])
    case "space": space
    case "upper": ScalarSet([ascii("A", "Z")])
    case "word": word
    case "xdigit": ScalarSet([ascii("0", "9"), ascii("a", "f"), ascii("A", "F")])
    default: nil
    }
  }
}

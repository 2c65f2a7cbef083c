extension ScalarSet {
  /// The set with every other case of its members.
  var foldingCase: ScalarSet {
    var added: [ClosedRange<UInt32>] = []
    for range in ranges {
      added += Self.otherASCIICases(of: range)
      if range.upperBound >= 0x80 { added += CaseTable.shared.otherCases(of: range) }
    }
    return added.isEmpty ? self : ScalarSet(ranges + added)
  }

  private static func otherASCIICases(of range: ClosedRange<UInt32>) -> [ClosedRange<UInt32>] {
    let upper: ClosedRange<UInt32> = 0x41...0x5A
    let lower: ClosedRange<UInt32> = 0x61...0x7A
    var added: [ClosedRange<UInt32>] = []
    if range.overlaps(upper) {
      let part = range.clamped(to: upper)
      added.append(part.lowerBound + 0x20...part.upperBound + 0x20)
    }
    if range.overlaps(lower) {
      let part = range.clamped(to: lower)
      added.append(part.lowerBound - 0x20...part.upperBound - 0x20)
    }
    return added
  }
}

/// Which scalars beyond ASCII are cases of each other, by the standard library's case mappings.
private struct CaseTable: Sendable {
  /// Sorted by `scalar`; one for each other case.
  private let pairs: [(scalar: UInt32, other: UInt32)]

  static let shared = CaseTable()

  private init() {
    var groups: [UInt32: Set<UInt32>] = [:]
    // No scalar outside these blocks has a case; leaving the rest out saves most of the time.
    for range: ClosedRange<UInt32> in [0x80...0x2E7F, 0xA640...0xABFF, 0xFB00...0x1EFFF] {
      for value in range {
        guard let scalar = Unicode.Scalar(value), scalar.properties.changesWhenCaseMapped else {
          continue
        }
        for other in Self.mappings(of: scalar) where other >= 0x80 && other != value {
          let joined = groups[value, default: [value]].union(groups[other, default: [other]])
          for member in joined { groups[member] = joined }
        }
      }
    }
    pairs = groups.flatMap { scalar, members in
      members.filter { $0 != scalar }.map { (scalar, $0) }
    }.sorted { $0.scalar < $1.scalar }
  }

  /// The mappings that are one scalar.
  private static func mappings(of scalar: Unicode.Scalar) -> [UInt32] {
    let properties = scalar.properties
    return [
      properties.lowercaseMapping, properties.uppercaseMapping, properties.titlecaseMapping,
    ].compactMap { mapping in
      let scalars = mapping.unicodeScalars
      guard let first = scalars.first, scalars.count == 1 else { return nil }
      return first.value
    }
  }

  func otherCases(of range: ClosedRange<UInt32>) -> [ClosedRange<UInt32>] {
    var low = 0
    var high = pairs.count
    while low < high {
      let middle = (low + high) / 2
      if pairs[middle].scalar < range.lowerBound { low = middle + 1 } else { high = middle }
    }
    var added: [ClosedRange<UInt32>] = []
    while low < pairs.count, pairs[low].scalar <= range.upperBound {
      added.append(pairs[low].other...pairs[low].other)
      low += 1
    }
    return added
  }
}

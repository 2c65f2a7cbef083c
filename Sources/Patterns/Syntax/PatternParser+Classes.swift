extension PatternParser {
  /// What a backslash or a bracket stands for.
  enum Escaped {
    case scalar(UInt32)
    case set(ScalarSet)
  }

  /// The set between brackets; the opening one has been read.
  mutating func characterClass() throws(PatternError) -> ScalarSet {
    let start = offset - 1
    let isNegated = take("^")
    var ranges: [ClosedRange<UInt32>] = []
    var isFirst = true
    while isFirst || next != "]" {
      isFirst = false
      switch try classMember(start) {
      case .set(let set): ranges += set.ranges
      case .scalar(let lower): ranges.append(lower...(try rangeEnd(from: lower, start)))
      }
    }
    offset += 1
    var set = ScalarSet(ranges)
    if foldsCase { set = set.foldingCase }
    return isNegated ? set.inverted : set
  }

  /// The upper end of a range that starts with `lower`, or `lower` if there is no range.
  private mutating func rangeEnd(from lower: UInt32, _ start: Int) throws(PatternError) -> UInt32 {
    guard next == "-", offset + 1 < scalars.count, scalars[offset + 1] != "]" else { return lower }
    let dash = offset
    offset += 1
    guard case .scalar(let upper) = try classMember(start), lower <= upper else {
      throw PatternError(.classRange, at: dash)
    }
    return upper
  }

  private mutating func classMember(_ start: Int) throws(PatternError) -> Escaped {
    guard let scalar = next else { throw PatternError(.classNotClosed, at: start) }
    if scalar == "[", offset + 1 < scalars.count, scalars[offset + 1] == ":" {
      if let set = try namedClass() { return .set(set) }
    }
    offset += 1
    guard scalar == "\\" else { return .scalar(scalar.value) }
    let escapeStart = offset - 1
    if let escaped = try classEscape() { return escaped }
    throw PatternError(.unknownEscape, at: escapeStart)
  }

  /// `[:name:]`; nil if the text only looks like one.
  private mutating func namedClass() throws(PatternError) -> ScalarSet? {
    let start = offset
    var end = offset + 2
    while end < scalars.count, ("a"..."z").contains(scalars[end]) { end += 1 }
    guard end + 1 < scalars.count, scalars[end] == ":", scalars[end + 1] == "]" else { return nil }
    var name = String.UnicodeScalarView()
    name.append(contentsOf: scalars[start + 2..<end])
    guard let set = ScalarSet.named(String(name)) else {
      throw PatternError(.className, at: start)
    }
    offset = end + 2
    return set
  }
}

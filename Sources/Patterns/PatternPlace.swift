/// Tells which part of a record a pattern matches, so that it can be shown.
///
/// Of several matches it is the one that ends first, and of those that begin where it does, the
/// longest, up to a few hundred bytes.
public struct PatternPlace: Sendable {
  /// A longer match is not looked for.
  private static let longest = 256

  private var matcher: PatternMatcher
  /// Matches what the pattern matches from its first to its last byte; nil if that needs no look.
  private var whole: PatternMatcher?

  /// Of the pattern that `Pattern` makes of the same; throws as it does.
  public init(_ text: String, options: Pattern.Options = []) throws(PatternError) {
    matcher = try Pattern(text, options: options).makeMatcher()
    guard !options.contains(.literal) else { return }
    let flag = "(?i)"
    let folds = text.hasPrefix(flag)
    let anchored = "^(?:\(folds ? String(text.dropFirst(flag.count)) : text))$"
    // Around a pattern near a limit there may be no room.
    whole = try? Pattern(anchored, options: folds ? [.caseInsensitive] : options).makeMatcher()
  }

  /// The bytes that match in a record without line feed; nil if nothing does, or nothing is to be
  /// seen of it.
  public mutating func range(in record: RawSpan) -> Range<Int>? {
    guard let end = matcher.endOfMatch(in: record) else { return nil }
    var start = 0
    var beyond = end
    // What is cut off before the match makes no difference, and what is cut off of it does.
    while start + 1 < beyond {
      let middle = (start + beyond) / 2
      if matcher.matches(record.extracting(middle..<end)) {
        start = middle
      } else {
        beyond = middle
      }
    }
    let last = longestEnd(from: start, atLeast: end, in: record)
    return start < last ? start..<last : nil
  }

  private mutating func longestEnd(from start: Int, atLeast end: Int, in record: RawSpan) -> Int {
    let limit = min(record.byteCount, start + Self.longest)
    guard whole != nil, end < limit else { return end }
    for longer in stride(from: limit, to: end, by: -1) {
      if whole?.matches(record.extracting(start..<longer)) == true { return longer }
    }
    return end
  }
}

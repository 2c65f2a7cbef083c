import Activities
import Patterns

/// Finds the records of a block that a query matches, parsing as few as it can.
struct RecordSelector: Sendable {
  private let filter: ActivityFilter
  private var matcher: PatternMatcher
  /// Finds the records that are worth parsing, all of those that the filter matches among them.
  private var finder: TextFinder?
  /// Records that cannot be placed, so far.
  private(set) var unreadable = 0
  /// What has read the record that was selected last.
  private(set) var reader = RecordReader()

  init(_ query: SearchQuery) throws(PatternError) {
    filter = query.filter
    let pattern = if let pattern = query.pattern { pattern } else { try Pattern("") }
    matcher = pattern.makeMatcher()
    finder = try query.filter.finder(besides: query.pattern)
  }

  /// Prepares for a block.
  mutating func begin(_ content: RawSpan) {
    finder?.begin(content)
  }

  /// The next record from `offset` that matches, and moves `offset` behind it; nil if none does.
  mutating func next(
    in content: RawSpan, from offset: inout Int
  ) -> (range: Range<Int>, fields: RecordFields)? {
    while let range = candidate(in: content, from: offset) {
      offset = range.upperBound + 1
      let record = content.extracting(range)
      guard finder == nil || matcher.matches(record) else { continue }
      guard let fields = try? reader.read(record) else {
        unreadable += 1
        continue
      }
      if filter.matches(fields, in: record, reader: reader) { return (range, fields) }
    }
    offset = content.byteCount
    return nil
  }

  private mutating func candidate(in content: RawSpan, from offset: Int) -> Range<Int>? {
    guard finder != nil else { return matcher.nextMatch(in: content, from: offset) }
    return finder?.next(in: content, from: offset)
  }
}

extension ActivityFilter {
  /// A finder of a string that every matching record has; nil if there is none, or the pattern is likely
  /// to find fewer records.
  fileprivate func finder(besides pattern: Pattern?) throws(PatternError) -> TextFinder? {
    if let id = personID ?? sequenceID ?? sequenceTemplateID {
      return try TextFinder(string: id.description)
    }
    guard pattern == nil else { return nil }
    let type = types.count == 1 ? types.first : nil
    if let finder = try type.flatMap(TextFinder.init(string:)) { return finder }
    if let finder = try eventType.flatMap(TextFinder.init(endOfString:)) { return finder }
    if let finder = try resourceType.flatMap(TextFinder.init(string:)) { return finder }
    return try channel.flatMap(TextFinder.init(string:))
  }
}

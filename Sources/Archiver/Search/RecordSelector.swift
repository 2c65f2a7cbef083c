import Activities
import Patterns

/// Finds the records of a block that a query matches, parsing as few as it can.
struct RecordSelector: Sendable {
  private let filter: ActivityFilter
  /// Finds the records that are worth parsing, all of those that match among them.
  private var finder: PatternMatcher
  /// Finds such records in blocks of plain text.
  private var plainFinder: PatternMatcher?
  /// Decides on records that `plainFinder` has found.
  private var matcher: PatternMatcher?
  private var isPlain = false
  /// Records that cannot be placed, so far.
  private(set) var unreadable = 0
  /// What has read the record that was selected last.
  private(set) var reader = RecordReader()

  init(_ query: SearchQuery) throws(PatternError) {
    filter = query.filter
    matcher = query.pattern?.makeMatcher()
    if let matcher { finder = matcher } else { finder = try Pattern("").makeMatcher() }
    plainFinder = try query.filter.literal(besides: query.pattern)?.makeMatcher()
  }

  /// Prepares for a block.
  mutating func begin(_ content: RawSpan) {
    isPlain = plainFinder != nil && isPlainText(content)
  }

  /// The next record from `offset` that matches, and moves `offset` behind it; nil if none does.
  mutating func next(
    in content: RawSpan, from offset: inout Int
  ) -> (range: Range<Int>, fields: RecordFields)? {
    while let range = candidate(in: content, from: offset) {
      offset = range.upperBound + 1
      let record = content.extracting(range)
      guard !isPlain || matcher?.matches(record) ?? true else { continue }
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
    if isPlain { return plainFinder?.nextMatch(in: content, from: offset) }
    return finder.nextMatch(in: content, from: offset)
  }
}

extension ActivityFilter {
  /// A text that every matching record holds if it is written without escapes and beyond-ASCII
  /// characters; nil if there is none that finds fewer records than the pattern does.
  fileprivate func literal(besides pattern: Pattern?) throws(PatternError) -> Pattern? {
    let options: Pattern.Options = [.literal, .caseInsensitive]
    if let id = personID ?? sequenceID ?? sequenceTemplateID {
      return try Pattern(id.description, options: options)
    }
    guard pattern == nil else { return nil }
    let type = types.count == 1 ? types.first.map { "\"\($0)\"" } : nil
    let values = [
      type, eventType.map { "\($0)\"" }, resourceType.map { "\"\($0)\"" },
      channel.map { "\"\($0)\"" },
    ]
    guard let value = values.compactMap({ $0 }).first(where: Self.isWrittenAsItIs) else {
      return nil
    }
    return try Pattern(value, options: options)
  }

  private static func isWrittenAsItIs(_ text: String) -> Bool {
    text.utf8.dropFirst().dropLast().allSatisfy {
      (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
    }
  }
}

/// Whether a block is ASCII without a backslash, so that every string in it is written in one way.
private func isPlainText(_ content: RawSpan) -> Bool {
  let backslashes = SIMD16(repeating: UInt8(ascii: "\\"))
  var offset = 0
  while offset + 64 <= content.byteCount {
    let block = content.unsafeLoadUnaligned(fromByteOffset: offset, as: SIMD8<UInt64>.self)
    let (low, high) = (block.lowHalf, block.highHalf)
    let found =
      (marks(low.lowHalf, backslashes) | marks(low.highHalf, backslashes))
      | (marks(high.lowHalf, backslashes) | marks(high.highHalf, backslashes))
    guard (found[0] | found[1]) & 0x8080_8080_8080_8080 == 0 else { return false }
    offset += 64
  }
  while offset < content.byteCount {
    let byte = content.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
    guard byte < 0x80, byte != UInt8(ascii: "\\") else { return false }
    offset += 1
  }
  return true
}

/// Sixteen bytes with the high bit set in those that are wanted, beside those that have it.
@inline(__always)
private func marks(_ words: SIMD2<UInt64>, _ wanted: SIMD16<UInt8>) -> SIMD2<UInt64> {
  let found = unsafeBitCast(words, to: SIMD16<UInt8>.self) .== wanted
  return words | unsafeBitCast(found, to: SIMD2<UInt64>.self)
}

import Patterns

/// Whether `pattern` matches the one record `text`.
func matches(
  _ pattern: String, _ text: String, _ options: Pattern.Options = []
) throws -> Bool {
  try Pattern(pattern, options: options).matches(Array(text.utf8))
}

extension PatternMatcher {
  /// Whether the pattern matches the record `bytes`.
  mutating func matches(_ bytes: [UInt8]) -> Bool { matches(bytes.span.bytes) }
}

extension Pattern {
  /// Whether the pattern matches the record `bytes`, by a fresh matcher.
  func matches(_ bytes: [UInt8]) -> Bool {
    var matcher = makeMatcher()
    return matcher.matches(bytes)
  }
}

/// The records of `block` that `pattern` matches.
func matchingRecords(
  _ pattern: String, _ block: String, _ options: Pattern.Options = []
) throws -> [String] {
  var matcher = try Pattern(pattern, options: options).makeMatcher()
  let bytes = Array(block.utf8)
  var records: [String] = []
  var offset = 0
  while let range = matcher.nextMatch(in: bytes.span.bytes, from: offset) {
    records.append(String(decoding: bytes[range], as: UTF8.self))
    offset = range.upperBound + 1
  }
  return records
}

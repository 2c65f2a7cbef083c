import Patterns
import Testing

/// Where a pattern matches, for showing it.
@Suite("Places of matches") struct PatternPlaceTests {
  private func place(
    _ pattern: String, in record: String, _ options: Pattern.Options = []
  ) throws -> String? {
    var place = try PatternPlace(pattern, options: options)
    let bytes = Array(record.utf8)
    return place.range(in: bytes.span.bytes).map {
      String(decoding: bytes[$0], as: UTF8.self)
    }
  }

  @Test(arguments: [
    ("INTER\\w+", #"{"reply_category":"INTERESTED"}"#, "INTERESTED"),
    ("a+", "bcaaad", "aaa"), ("(foo|foobar)", "xfoobarx", "foobar"), ("^ab", "abab", "ab"),
    ("b$", "bab", "b"), ("\\bat\\b", "cat at bat", "at"), ("(?i)EMAIL", "to email", "email"),
    ("x*", "aaxx", nil), ("none", "some", nil), ("é.", "caféx", "éx"),
    (#""channel":"[^"]*""#, #"{"a":1,"channel":"EMAIL","b":2}"#, #""channel":"EMAIL""#),
  ])
  func expressions(pattern: String, record: String, expected: String?) throws {
    #expect(try place(pattern, in: record) == expected)
  }

  @Test func texts() throws {
    #expect(try place("a.b", in: "axb a.b", .literal) == "a.b")
    #expect(
      try place("Straße", in: "die STRASSE, die straße", [.literal, .caseInsensitive]) == "straße")
    #expect(try place("EMAIL", in: "an email", [.literal, .caseInsensitive]) == "email")
    #expect(try place("x", in: "", .literal) == nil)
  }

  /// What is found is part of the record, and matches.
  @Test func aLongMatchIsCut() throws {
    let record = String(repeating: "a", count: 10_000)
    let found = try place("a+", in: "b\(record)")
    #expect(found?.count == 256)
  }
}

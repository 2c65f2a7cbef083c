import Testing
import TestSupport

@testable import Patterns

@Suite struct HostilePatternTests {
  /// A backtracking engine needs longer than the universe has for these. None holds a literal
  /// longer than the record's runs, by which the record would be passed over.
  @Test(arguments: [
    "(a*)*[bc]", "(x+x+)+[yz]", "(a|aa)+$[bc]", "(a?){50}a{50}[bc]", "(.*)*(.*)*(.*)*[cd]",
    "((a*)+)+[de]", "(a|a|a|a)*[ef]", #"(\w+\s?)*[fg]$"#,
  ])
  func timeIsLinear(_ pattern: String) throws {
    let text = String(repeating: "a", count: 20_000) + String(repeating: "x", count: 20_000)
    let literal = try Pattern(pattern).literal?.bytes.map(\.value) ?? []
    #expect(literal.allSatisfy { $0 == literal.first && text.utf8.contains($0) })
    #expect(try !matches(pattern, text))
  }

  /// 2^16 states would be needed to remember which of the last bytes was an `a`.
  @Test func theCacheHasABoundAndForgettingChangesNothing() throws {
    let pattern = try Pattern("a[ab]{15}c")
    var matcher = PatternMatcher(pattern, cacheBytes: 20_000)
    var generator = SeededGenerator(seed: 7)
    var bytes = (0..<20_000).map { _ in
      Bool.random(using: &generator) ? UInt8(ascii: "a") : UInt8(ascii: "b")
    }
    let answer1 = matcher.matches(bytes)
    #expect(!answer1)
    bytes[0] = UInt8(ascii: "a")
    bytes[16] = UInt8(ascii: "c")
    let answer2 = matcher.matches(bytes)
    #expect(answer2)
    bytes[0] = UInt8(ascii: "b")
    bytes[16] = UInt8(ascii: "b")
    let tail = bytes.count - 16
    bytes[tail - 1] = UInt8(ascii: "a")
    bytes[bytes.count - 1] = UInt8(ascii: "c")
    let answer3 = matcher.matches(bytes)
    #expect(answer3)
    bytes[tail - 1] = UInt8(ascii: "b")
    let answer4 = matcher.matches(bytes)
    #expect(!answer4)
    #expect(matcher.clearings > 10)
  }

  @Test func theLargestPatternsStillMatch() throws {
    #expect(try matches("^.{1000}$", String(repeating: "é", count: 1_000)))
    #expect(try !matches("^.{1000}$", String(repeating: "é", count: 999)))
    #expect(try matches("^(a{100}){100}$", String(repeating: "a", count: 10_000)))
    #expect(try matches("((){1000}){1000}", ""))
  }

  @Test func noTextCrashesTheParser() throws {
    let pieces = [
      "(", ")", "[", "]", "{", "}", "*", "+", "?", "|", "^", "$", ".", "\\", "-", ":", "(?", "(?i)",
      "[^", "[[:", ":]]", "{1,", "{2}", "1", "9", ",", "a", "Z", "é", "😀", "\u{301}", "\\x{", "\\u",
      "\\b", "\\d", "\\W", "\n", "\0", " ", "{1000}",
    ]
    let seed: UInt64 = 20_261_124
    var generator = SeededGenerator(seed: seed)
    var compiled = 0
    for round in 0..<4_000 {
      let count = Int.random(in: 1...14, using: &generator)
      let text = (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      let options = Pattern.Options(rawValue: Int.random(in: 0...3, using: &generator))
      do throws(PatternError) {
        let pattern = try Pattern(text, options: options)
        compiled += 1
        var matcher = PatternMatcher(pattern, cacheBytes: 4_096)
        let bytes = (0..<40).map { _ in UInt8.random(in: 0...255, using: &generator) }
        _ = matcher.matches(bytes)
        var offset = 0
        while let range = matcher.nextMatch(in: bytes.span.bytes, from: offset) {
          #expect(range.lowerBound >= offset, "seed \(seed), round \(round)")
          offset = range.upperBound + 1
        }
      } catch {
        #expect(error.offset <= text.unicodeScalars.count, "seed \(seed), round \(round)")
      }
    }
    #expect(compiled > 1_000)
  }
}

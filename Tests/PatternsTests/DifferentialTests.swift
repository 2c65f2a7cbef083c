import Foundation
import Testing
import TestSupport

@testable import Patterns

/// Generated patterns must match what Foundation's engine matches.
@Suite struct DifferentialTests {
  @Test(arguments: [1, 2, 3, 4] as [UInt64]) func agreesWithFoundation(_ seed: UInt64) throws {
    var generator = PatternGenerator(seed: seed)
    var outcomes = [true: 0, false: 0]
    for _ in 0..<600 {
      let text = generator.pattern(depth: 3)
      let folds = Bool.random(using: &generator.random)
      let oracle = try NSRegularExpression(pattern: text, options: folds ? .caseInsensitive : [])
      let pattern = try Pattern(text, options: folds ? .caseInsensitive : [])
      var matcher = PatternMatcher(pattern, cacheBytes: 3_000)
      let records = (0..<5).map { _ in generator.record() }
      var expected: [String] = []
      for record in records {
        let all = NSRange(location: 0, length: record.utf16.count)
        let answer = oracle.firstMatch(in: record, range: all) != nil
        outcomes[answer, default: 0] += 1
        if answer { expected.append(record) }
        let found = matcher.matches(Array(record.utf8))
        #expect(
          found == answer,
          "seed \(seed): /\(text)/\(folds ? "i" : "") on \(record)")
      }
      let block = records.map { $0 + "\n" }.joined()
      let found = try matchingRecords(text, block, folds ? .caseInsensitive : [])
      #expect(found == expected, "seed \(seed): /\(text)/\(folds ? "i" : "") on \(records)")
    }
    // A generator that only makes patterns of one kind would test nothing.
    #expect(outcomes[true, default: 0] > 500)
    #expect(outcomes[false, default: 0] > 500)
  }
}

/// Patterns and records of few characters, so that they often meet.
private struct PatternGenerator {
  var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  mutating func record() -> String {
    let length = Int.random(in: 0...14, using: &random)
    return String((0..<length).map { _ in pick(Array("aaabbbcAB01_- \"")) })
  }

  mutating func pattern(depth: Int) -> String {
    let branches = Int.random(in: 1...6, using: &random) == 1 ? 2 : 1
    return (0..<branches).map { _ in sequence(depth) }.joined(separator: "|")
  }

  private mutating func sequence(_ depth: Int) -> String {
    (0..<Int.random(in: 1...4, using: &random)).map { _ in repeated(depth) }.joined()
  }

  private mutating func repeated(_ depth: Int) -> String {
    let conditions = ["^", "$", #"\b"#, #"\B"#]
    if Int.random(in: 0..<8, using: &random) == 0 { return pick(conditions) }
    let atom = atom(depth)
    guard Int.random(in: 0..<3, using: &random) == 0 else { return atom }
    // ICU gives up at a lazy loop whose body may be empty, and then finds no match at all.
    let isGroup = atom.hasPrefix("(")
    let lazy = isGroup ? [] : ["*?", "+?", "??", "{1,2}?"]
    return atom + pick(["*", "+", "?", "{2}", "{1,}", "{0,2}", "{2,3}"] + lazy)
  }

  private mutating func atom(_ depth: Int) -> String {
    switch Int.random(in: 0..<(depth > 0 ? 10 : 8), using: &random) {
    case 0...4: pick(["a", "b", "c", "A", "B", "0", "1", "_", "-", " ", "\""])
    case 5: pick([".", #"\d"#, #"\w"#, #"\s"#, #"\D"#, #"\W"#, #"\S"#, #"\x61"#, #"\-"#])
    case 6: pick(["[ab]", "[^ab]", "[a-c]", "[^a-z]", #"[\d_]"#, #"[^\w]"#, "[A-Z0]", "[b-]"])
    case 7: pick(["ab", "aab", "b1", "a_"])
    case 8: "(" + pattern(depth: depth - 1) + ")"
    default: "(?:" + pattern(depth: depth - 1) + ")"
    }
  }

  private mutating func pick<Element>(_ choices: [Element]) -> Element {
    choices[Int.random(in: 0..<choices.count, using: &random)]
  }
}

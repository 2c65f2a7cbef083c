import TestSupport
import Testing

@testable import ArchiveFormat

/// Walks read without a syntax tree are what they are by it.
@Suite struct UsualWalkTests {
  private static let replies = Lines.walk.replacing(
    #""filter":null"#, with: #""filter":{"event_type":"REPLIED"}"#)

  private func byTree(_ line: [UInt8]) -> IndexEntry? {
    var reader = EntryReader()
    return try? IndexEntry(any: line.span.bytes, &reader)
  }

  @Test func linesAsTheyAreWrittenAreUsual() throws {
    for text in [Lines.walk, Self.replies] {
      let line = Array(text.utf8)
      let found = WalkEntry(usual: line.span.bytes)
      let walk = try #require(found)
      #expect(IndexEntry.walk(walk) == byTree(line))
      #expect(IndexEntry.walk(walk).line == line)
    }
  }

  /// Other spellings, and other walks, are left to the tree; so is what is no walk.
  @Test(arguments: [
    Lines.filteredWalk, Lines.archive, Lines.walk + " ",
    Lines.walk.replacing(":1234,", with: ":1234 ,"),
    Lines.walk.replacing("\"complete\":true", with: "\"complete\":\"true\""),
    Lines.walk.replacing(":1234,", with: ":01234,"),
    Lines.walk.replacing(":1234,", with: ":-1,"),
    Lines.walk.replacing(":1234,", with: ":9223372036854775807,"),
    Lines.walk.replacing(":1234,", with: ":99999999999999999999,"),
    Lines.walk.replacing("01.25Z", with: "01.250Z"),
    Lines.walk.replacing("01.25Z", with: "01.0Z"),
    Lines.walk.replacing("01.25Z", with: "01.1234567891Z"),
    Lines.walk.replacing("01.25Z", with: "01+00:00"),
    Lines.walk.replacing("01.25Z\"", with: "01.25\\u005a\""),
    Lines.walk.replacing("03-15T", with: "02-30T"),
    Lines.walk.replacing("03-15T", with: "03-14T"),
    Self.replies.replacing("REPLIED", with: "R\\u0045PLIED"),
    Self.replies.replacing("REPLIED", with: "replied"),
  ])
  func otherLinesAreNot(text: String) {
    let line = Array(text.utf8)
    let walk = WalkEntry(usual: line.span.bytes)
    #expect(walk == nil)
    let entry = try? IndexEntry(line: line.span.bytes)
    #expect(entry == byTree(line))
  }

  @Test func beginningsAreNot() {
    let line = Array(Lines.walk.utf8)
    for count in line.indices {
      let walk = WalkEntry(usual: line.span.bytes.extracting(first: count))
      if walk != nil { Issue.record("\(count) bytes are a walk") }
    }
  }

  @Test(arguments: [UInt64(57), 58])
  func damagedLinesAreWhatTheyAreByTree(seed: UInt64) {
    var mutator = ByteMutator(seed: seed, [Lines.walk, Self.replies].map { Array($0.utf8) })
    var usual = 0
    for round in 0..<20_000 {
      let line = mutator.next(changes: 2)
      guard let walk = WalkEntry(usual: line.span.bytes) else { continue }
      usual += 1
      if byTree(line) != .walk(walk) { Issue.record("seed \(seed), round \(round)") }
    }
    #expect(usual > 1_200 && usual < 18_000)
  }
}

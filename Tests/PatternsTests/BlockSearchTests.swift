import Testing

@testable import Patterns

@Suite struct BlockSearchTests {
  @Test func linesAreRecords() throws {
    let block = "alpha 1\nbeta 2\n\ngamma 1\n"
    #expect(try matchingRecords("1", block) == ["alpha 1", "gamma 1"])
    #expect(try matchingRecords("^beta", block) == ["beta 2"])
    #expect(try matchingRecords("[12]$", block) == ["alpha 1", "beta 2", "gamma 1"])
    #expect(try matchingRecords("^$", block) == [""])
    #expect(try matchingRecords("", block).count == 4)
    #expect(try matchingRecords("^(alpha|gamma)", block) == ["alpha 1", "gamma 1"])
    #expect(try matchingRecords(#"\b"#, block) == ["alpha 1", "beta 2", "gamma 1"])
    #expect(try matchingRecords("^g", "no\nno\ngo") == ["go"])
    #expect(try matchingRecords("^$", "").isEmpty)
    #expect(try matchingRecords("^$", "\n") == [""])
    #expect(try matchingRecords("^$", "a").isEmpty)
  }

  @Test func aMatchNeverSpansLines() throws {
    let block = "one\ntwo\nthree\n"
    for pattern in ["one.*two", #"e\st"#, "e[^x]t", #"one\ntwo"#, #"e\Wt"#, "one$.?^two"] {
      #expect(try matchingRecords(pattern, block).isEmpty, "\(pattern)")
    }
    #expect(try matchingRecords("one\ntwo", block, .literal).isEmpty)
  }

  @Test func invalidUTF8MatchesNoCharacter() throws {
    let pattern = try Pattern("^a.b$")
    for bytes: [UInt8] in [
      [0x61, 0xFF, 0x62], [0x61, 0xC3, 0x62], [0x61, 0xC0, 0x80, 0x62],
      [0x61, 0xED, 0xA0, 0x80, 0x62], [0x61, 0xF4, 0x90, 0x80, 0x80, 0x62],
    ] {
      #expect(!pattern.matches(bytes), "\(bytes)")
    }
  }

  /// Every length and place around the width of the vectors.
  @Test func searchesOfManyBytesFindEveryPlace() throws {
    let pattern = try Pattern("XyZ", options: [.literal, .caseInsensitive])
    let literal = try #require(pattern.literal)
    func find(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
      literal.first(in: bytes.span.bytes, range)
    }
    func first(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
      ByteSearch.first(10, in: bytes.span.bytes, range)
    }
    func last(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
      ByteSearch.last(10, in: bytes.span.bytes, range)
    }
    for length in 0...160 {
      var bytes = [UInt8](repeating: UInt8(ascii: "."), count: length)
      #expect(find(bytes, 0..<length) == nil)
      #expect(first(bytes, 0..<length) == nil)
      for place in 0..<length {
        bytes[place] = 10
        #expect(first(bytes, 0..<length) == place)
        #expect(last(bytes, 0..<length) == place)
        #expect(first(bytes, 0..<place) == nil)
        #expect(last(bytes, place + 1..<length) == nil)
        bytes[place] = UInt8(ascii: ".")
        guard place + 3 <= length else { continue }
        bytes.replaceSubrange(place..<place + 3, with: "xYz".utf8)
        #expect(find(bytes, 0..<length) == place)
        #expect(find(bytes, place + 1..<length) == nil)
        #expect(find(bytes, 0..<place + 2) == nil)
        bytes.replaceSubrange(place..<place + 3, with: "...".utf8)
      }
    }
  }

  @Test func literalsThatEveryMatchContainsAreFound() throws {
    func literal(_ pattern: String) throws -> String? {
      try Pattern(pattern).literal.map { String(decoding: $0.bytes.map(\.value), as: UTF8.self) }
    }
    #expect(try literal("foo") == "foo")
    #expect(try literal("^foo$") == "foo")
    #expect(try literal(#"\d+INTERESTED.*x"#) == "INTERESTED")
    #expect(try literal("(ab){3}c") == "abababc")
    #expect(try literal("(ab)+[01]") == "ab")
    #expect(try literal("(?i)Kp") == "kp")
    #expect(try literal("(?i)é.") == nil)
    #expect(try literal("é+") == "é")
    #expect(try literal("a?b*(c|d)[ef]") == nil)
    #expect(try Pattern("foo").literal?.isWholePattern == true)
    #expect(try Pattern("(foo){2}").literal?.isWholePattern == true)
    #expect(try Pattern("^foo").literal?.isWholePattern == false)
    #expect(try Pattern(#"fo\bo"#).literal?.isWholePattern == false)
    #expect(try Pattern("(^f)+oo").literal?.isWholePattern == false)
  }
}

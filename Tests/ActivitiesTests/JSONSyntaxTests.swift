import Testing

@testable import Activities

/// The grammar of RFC 8259 and what I-JSON adds, case by case.
@Suite struct JSONSyntaxTests {
  static func parse(_ text: [UInt8]) -> JSONSyntaxError? {
    var tape = JSONTape()
    do {
      try tape.parse(text.span.bytes)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    "{}", "[]", " [ ] ", "\t\r\n null \n", "true", "false", #""""#, "0", "-0", "-0.0", "10", "1.5",
    "1e5", "1E+5", "1e-05", "0e0", "0.10", #"{"a":1,"b":[{},[[]],""]}"#, #"{"":0}"#,
    #""\"\\\/\b\f\n\r\t\u0041\uD83D\uDE00\ud83d\ude00""#, "\"\u{7F}\u{80}\u{7FF}\u{800}\u{FFFF}\"",
    "\"\u{10000}\u{10FFFF}\u{2028}\"", #"{"a":{"a":1},"A":{"a":2}}"#, #"["a","a"]"#,
    #""\u0000""#, "1" + String(repeating: "0", count: 5_000),
  ])
  func accepts(text: String) {
    #expect(Self.parse(Array(text.utf8)) == nil)
  }

  @Test(
    arguments: [
      ("", .unexpectedEnd, 0), ("  ", .unexpectedEnd, 2), ("{", .unexpectedEnd, 1),
      ("[1", .unexpectedEnd, 2), (#"{"a""#, .unexpectedEnd, 4), (#"{"a":"#, .unexpectedEnd, 5),
      (#"""#, .unexpectedEnd, 1), (#""a\"#, .unexpectedEnd, 2), (#""\u12"#, .unexpectedEnd, 5),
      ("tru", .unexpectedEnd, 3), ("nul]", .unexpectedByte, 3), ("True", .unexpectedByte, 0),
      ("[1,]", .unexpectedByte, 3), ("[,1]", .unexpectedByte, 1),
      (#"{"a":1,}"#, .unexpectedByte, 7),
      ("{a:1}", .unexpectedByte, 1), ("{1:1}", .unexpectedByte, 1),
      (#"{"a" 1}"#, .unexpectedByte, 5),
      ("[1 2]", .unexpectedByte, 3), ("[1}", .unexpectedByte, 2), ("'a'", .unexpectedByte, 0),
      ("NaN", .unexpectedByte, 0), ("+1", .unexpectedByte, 0), (".5", .unexpectedByte, 0),
      ("\u{FEFF}{}", .unexpectedByte, 0), ("/**/1", .unexpectedByte, 0),
      ("\u{0B}1", .unexpectedByte, 0),
      ("\u{A0}1", .unexpectedByte, 0), ("{} {}", .trailingBytes, 3), ("1 //", .trailingBytes, 2),
      ("nullx", .trailingBytes, 4), ("[]\u{0}", .trailingBytes, 2),
      ("01", .invalidNumber, 2), ("-", .invalidNumber, 1), ("-a", .invalidNumber, 1),
      ("1.", .invalidNumber, 2), ("1.e5", .invalidNumber, 2), ("1e", .invalidNumber, 2),
      ("1e+", .invalidNumber, 3), ("-00", .invalidNumber, 3), ("0x10", .trailingBytes, 1),
      ("\"\t\"", .controlCharacter, 1), ("\"a\u{0}\"", .controlCharacter, 2),
      ("\"1234567\u{1F}\"", .controlCharacter, 8), ("\"\n\"", .controlCharacter, 1),
      (#""\a""#, .invalidEscape, 1), (#""\u12G4""#, .invalidEscape, 1),
      (#""\'""#, .invalidEscape, 1),
      (#""\U0041""#, .invalidEscape, 1), (#""\uD800""#, .unpairedSurrogate, 1),
      (#""\uDC00""#, .unpairedSurrogate, 1), (#""\uD800\n""#, .unpairedSurrogate, 1),
      (#""\uD800\uD800""#, .unpairedSurrogate, 1), (#""\uDE00\uD83D""#, .unpairedSurrogate, 1),
      (#"{"a":1,"a":1}"#, .duplicateKey, 7), (#"{"a":1,"\u0061":1}"#, .duplicateKey, 7),
      (#"{"\/":1,"b":2,"/":1}"#, .duplicateKey, 14), (#"{"é":1,"\u00E9":1}"#, .duplicateKey, 8),
      (#"[{"a":{"":1,"":2}}]"#, .duplicateKey, 12),
    ] as [(String, JSONSyntaxError.Reason, Int)])
  func refuses(text: String, reason: JSONSyntaxError.Reason, offset: Int) {
    #expect(Self.parse(Array(text.utf8)) == JSONSyntaxError(reason, at: offset))
  }

  @Test(
    arguments: [
      [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x41], [0xE0, 0x80, 0x80],
      [0xE0, 0x9F, 0xBF], [0xE1, 0x80], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xEF, 0xBF],
      [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80],
      [0xF5, 0x80, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFF], [0xFE],
    ] as [[UInt8]])
  func refusesIllFormedUTF8(bytes: [UInt8]) {
    for padding in 0..<17 {
      let before = [UInt8](repeating: UInt8(ascii: "a"), count: padding)
      let text = [0x22] + before + bytes + before + [0x22]
      #expect(Self.parse(text) == JSONSyntaxError(.invalidUTF8, at: padding + 1))
    }
  }

  @Test func everyScalarIsAccepted() {
    for value in UInt32(0x20)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value), scalar != "\"", scalar != "\\" else { continue }
      let text = [0x22] + Array(String(scalar).utf8) + [0x22]
      if Self.parse(text) != nil { Issue.record("U+\(String(value, radix: 16))") }
    }
  }

  @Test(arguments: [("[", "]"), (#"{"a":"#, "}")])
  func depthIsLimited(open: String, close: String) {
    func nested(_ depth: Int) -> [UInt8] {
      let inner = close == "}" ? "0" : ""
      let text = String(repeating: open, count: depth) + inner
      return Array((text + String(repeating: close, count: depth)).utf8)
    }
    #expect(JSONTape.maximumDepth == 128)
    #expect(Self.parse(nested(128)) == nil)
    #expect(Self.parse(nested(129)) == JSONSyntaxError(.tooDeep, at: 128 * open.utf8.count))
    #expect(
      Self.parse(Array(String(repeating: open, count: 1_000_000).utf8))
        == JSONSyntaxError(.tooDeep, at: 128 * open.utf8.count))
  }

  /// Plain bytes are passed sixteen at a time: every special byte must be seen at every place.
  @Test func specialBytesAreSeenAtEveryPlace() {
    for length in 0..<40 {
      for place in 0...length {
        for special in [0x22, 0x5C, 0x00, 0x1F, 0x80, 0xFF] as [UInt8] {
          var text = [UInt8](repeating: UInt8(ascii: "!"), count: length)
          text.insert(special, at: place)
          let error = Self.parse([0x22] + text + [0x22])
          switch special {
          case 0x22 where place == length: #expect(error?.reason == .trailingBytes)
          case 0x22: #expect(error == JSONSyntaxError(.trailingBytes, at: place + 2))
          case 0x5C where place == length: #expect(error?.reason == .unexpectedEnd)
          case 0x5C: #expect(error == JSONSyntaxError(.invalidEscape, at: place + 1))
          case 0x80...: #expect(error == JSONSyntaxError(.invalidUTF8, at: place + 1))
          default: #expect(error == JSONSyntaxError(.controlCharacter, at: place + 1))
          }
        }
      }
    }
  }

  /// Documented keys are told apart by number: each must be known wherever it stands, also as the
  /// last bytes of a text, and after any other.
  @Test func documentedKeysAreKnownInAnyOrder() throws {
    var tape = JSONTape()
    for first in MemberName.allCases {
      for second in MemberName.allCases {
        let text = Array(#"{"\#(first.text)":1,"\#(second.text)":2}"#.utf8)
        guard first != second else {
          let place = 6 + first.text.utf8CodeUnitCount
          #expect(Self.parse(text) == JSONSyntaxError(.duplicateKey, at: place))
          continue
        }
        try tape.parse(text.span.bytes)
        #expect(tape.member(first, of: 0) == 2)
        #expect(tape.member(second, of: 0) == 4)
      }
      let others = ["\(first.text)_", "_\(first.text)", "\(first.text.description.dropLast())"]
      for other in others {
        let text = Array(#"{"\#(other)":1}"#.utf8)
        try tape.parse(text.span.bytes)
        #expect(MemberName.allCases.allSatisfy { tape.member($0, of: 0) == nil })
      }
      let escaped = first.text.description.unicodeScalars.map {
        #"\u00\#(String($0.value, radix: 16))"#
      }
      let text = Array(#"{"\#(escaped.joined())":null}"#.utf8)
      try tape.parse(text.span.bytes)
      #expect(tape.member(first, of: 0) == 2)
      let twice = Array(#"{"\#(first.text)":1,"\#(escaped.joined())":2}"#.utf8)
      #expect(Self.parse(twice)?.reason == .duplicateKey)
    }
  }

  @Test func aKeyTwiceIsFoundAmongManyKeys() {
    for count in [2, 24, 25, 26, 3_000] {
      var members = (0..<count).map { #""key\#($0)":0"# }
      let distinct = "{" + members.joined(separator: ",") + "}"
      #expect(Self.parse(Array(distinct.utf8)) == nil)
      members.append(#""\u006bey\#(count / 2)":0"#)
      let text = "{" + members.joined(separator: ",") + "}"
      #expect(Self.parse(Array(text.utf8))?.reason == .duplicateKey)
    }
  }
}

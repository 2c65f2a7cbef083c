import Testing

@testable import Activities

@Suite struct JSONTapeTests {
  @Test func valuesAreFoundByNameAndPointer() throws {
    let text = try ParsedText(#" {"a":[1,{"b/~":"x\u0041"},true],"c":null,"n":-12} "#)
    let array = try #require(text.member("a", of: 0))
    var kinds: [JSONTape.Kind] = []
    var pointers: [String] = []
    text.tape.forEachElement(of: array) { element in
      kinds.append(text.tape[element].kind)
      pointers.append(text.pointer(to: element))
    }
    #expect(kinds == [.number, .object, .true])
    #expect(pointers == ["/a/0", "/a/1", "/a/2"])
    let inner = try #require(text.member("b/~", of: array + 2))
    #expect(text.pointer(to: inner) == "/a/1/b~1~0")
    #expect(text.string(inner) == "xA")
    #expect(text.isString(inner, "xA"))
    #expect(!text.isString(inner, "xB"))
    let number = try #require(text.member("n", of: 0))
    #expect(text.integer(number) == -12)
    #expect(text.string(number) == nil)
    #expect(text.member("b", of: 0) == nil)
    #expect(text.member("b", of: number) == nil)
    #expect(text.pointer(to: 0) == "")
  }

  @Test func aTapeForgetsTheTextBefore() throws {
    var tape = JSONTape()
    let first = Array(#"{"a":{"b":1}}"#.utf8)
    try tape.parse(first.span.bytes)
    let second = Array("[]".utf8)
    try tape.parse(second.span.bytes)
    #expect(tape.nodes.count == 1)
    #expect(tape[0].kind == .array)
  }

  /// A tape takes more room when a text has more values than any before.
  @Test func theNumberOfValuesIsNotLimited() throws {
    var tape = JSONTape()
    for count in [1, 62, 63, 64, 65, 1_000, 100_000, 3] {
      let text = Array("[\(Array(repeating: "0", count: count).joined(separator: ","))]".utf8)
      try tape.parse(text.span.bytes)
      #expect(tape.nodes.count == count + 1)
      #expect(tape[0].count == UInt32(count))
    }
  }

  @Test func minifyingKeepsEverythingButWhiteSpace() throws {
    let text = "\n{ \"a b\" :\t[ 1.50 , \"\\\" \\u0041 \\\\\" , { } ] ,\r\n\"c\":-0e+1 } "
    let minified = JSONMinifier.minify(Array(text.utf8).span.bytes)
    #expect(
      String(decoding: minified, as: UTF8.self)
        == #"{"a b":[1.50,"\" \u0041 \\",{}],"c":-0e+1}"#)
  }

  @Test func quotingEscapesOnlyWhatItMust() {
    var text: [UInt8] = []
    JSONEscapes.appendQuoted("a\"\\/\u{8}\u{c}\n\r\t\u{1}\u{1f}\u{7f}é".utf8, to: &text)
    #expect(
      String(decoding: text, as: UTF8.self)
        == "\"a\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\u{7f}é\"")
  }
}

/// A text with its tape.
private struct ParsedText {
  let bytes: [UInt8]
  let tape: JSONTape

  init(_ text: String) throws {
    let bytes = Array(text.utf8)
    var tape = JSONTape()
    try tape.parse(bytes.span.bytes)
    self.bytes = bytes
    self.tape = tape
  }

  func member(_ name: StaticString, of object: Int) -> Int? {
    tape.member(name, of: object, in: bytes.span.bytes)
  }

  func pointer(to index: Int) -> String { tape.pointer(to: index, in: bytes.span.bytes) }

  func string(_ index: Int) -> String? { tape.string(index, in: bytes.span.bytes) }

  func isString(_ index: Int, _ value: StaticString) -> Bool {
    tape.isString(index, equalTo: value, in: bytes.span.bytes)
  }

  func integer(_ index: Int) -> Int64? { tape.integer(index, in: bytes.span.bytes) }
}

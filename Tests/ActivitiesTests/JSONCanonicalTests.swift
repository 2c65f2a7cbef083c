import Testing

@testable import Activities

@Suite struct JSONCanonicalTests {
  static func isSame(_ left: String, _ right: String) -> Bool {
    JSONCanonical.isSameValue(Array(left.utf8), Array(right.utf8))
  }

  @Test(arguments: [
    ["1", "1.0", "10e-1", "0.1e1", "1e0", "1E+00", "1e-0", "100000e-5", "0.00001e5"],
    ["0", "-0", "0.0", "-0.00e9", "0e400", "0e-400"],
    ["1e400", "10e399", "0.1e401", "1000e397"],
    ["-1.5", "-15e-1", "-0.15e1", "-1.50"],
    ["1e99999999999999999999", "10e99999999999999999998", "0.1e100000000000000000000"],
    ["1e-99999999999999999999", "0.1e-99999999999999999998"],
    ["123456789012345678901234567890", "12345678901234567890123456789.0e1"],
    [#""a/é😀""#, #""\u0061\/\u00e9\ud83d\uDE00""#],
    [#"{"a":1,"b":[2,{}]}"#, #" { "b" : [ 2.0 , { } ] , "\u0061":1e0}"#],
    ["{}", " {\n}"], ["[]", "[ ]"], ["true", " true"],
  ])
  func spellingsOfOneValue(spellings: [String]) {
    for left in spellings {
      for right in spellings {
        #expect(Self.isSame(left, right), "\(left) \(right)")
      }
    }
  }

  @Test func differentValuesDiffer() {
    let values = [
      "0", "1", "-1", "10", "1e-2", "1e400", "1e401", "-1e400", "9007199254740993",
      "9007199254740992", "0.1", "0.10000000000000001", #""1""#, "true", "false", "null", "[]",
      "{}",
      #""""#, #"[1,2]"#, "[2,1]", "[[1],2]", "[1,[2]]", #"{"a":1}"#, #"{"a":null}"#, #"{"b":1}"#,
      #"{"a":{"b":1}}"#, #"{"a":{},"b":1}"#, #""a""#, #""A""#, #""é""#, #""e\u0301""#,
      #""\\u0061""#, "1e99999999999999999999", "1e99999999999999999998",
    ]
    for (index, left) in values.enumerated() {
      for right in values[(index + 1)...] { #expect(!Self.isSame(left, right), "\(left) \(right)") }
    }
  }

  @Test func equalBytesAreTheSameEvenIfMalformed() {
    #expect(Self.isSame("{", "{"))
    #expect(!Self.isSame("{", "{}"))
    #expect(!Self.isSame("{}", "{"))
  }

  @Test func canonicalTextIsAFixedPoint() throws {
    let text = Array(#"{"b":[1.50e3,-0,"\n\u00e9"],"a":{"z":null,"":true}}"#.utf8)
    let canonical = try JSONCanonical.text(of: text.span.bytes)
    #expect(
      String(decoding: canonical, as: UTF8.self)
        == #"{"a":{"":true,"z":null},"b":[15e2,0,"\né"]}"#)
    #expect(try JSONCanonical.text(of: canonical.span.bytes) == canonical)
  }

  /// Digits and exponents of any length cost time in proportion: none of these takes long.
  @Test func hugeNumbersAreCompared() {
    let zeros = String(repeating: "0", count: 200_000)
    let nines = String(repeating: "9", count: 200_000)
    #expect(Self.isSame("1\(zeros)e\(nines)", "10\(zeros)e\(nines.dropLast())8"))
    #expect(!Self.isSame("1\(zeros)e\(nines)", "1\(zeros)e\(nines)9"))
    #expect(Self.isSame("0.\(zeros)1", "1e-200001"))
  }
}

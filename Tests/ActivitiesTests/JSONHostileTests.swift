import Testing

@testable import Activities

/// Texts that are valid, or nearly, and made to be expensive.
@Suite("JSON that is made to be expensive") struct JSONHostileTests {
  /// Exponents are decimal digits: nothing is ever as large as the number that they spell.
  @Test(arguments: [
    "1e999", "-1E+999", "1e-999", "1e999999999999", "-0.1e-99999999999999999999999999",
    "1e" + String(repeating: "9", count: 100_000), "0e" + String(repeating: "9", count: 100_000),
    String(repeating: "9", count: 1_000_000), "0." + String(repeating: "0", count: 1_000_000) + "1",
    "1e-" + String(repeating: "0", count: 1_000_000),
  ])
  func aNumberTakesNoMoreThanItsText(number: String) throws {
    let text = Array(#"{"id":"x","payload":{"type":\#(number)}}"#.utf8)
    #expect(JSONSyntaxTests.parse(text) == nil)
    let bytes = Array(number.utf8)
    let canonical = try JSONCanonical.text(of: bytes.span.bytes)
    #expect(canonical.count <= number.utf8.count + 20)
    let value = DecimalNumber(Array(number.utf8))
    #expect(value.digits.isEmpty || value.integer == nil || number.utf8.count > 1_000_000)
    var tape = JSONTape()
    try tape.parse(text.span.bytes)
    var report = ValidationReport()
    try Validator.activity().validate(tape, of: text.span.bytes, into: &report)
    #expect(!report.violations.isEmpty)
  }

  @Test func differentPowersAreDifferentValues() {
    func isSame(_ left: String, _ right: String) -> Bool {
      JSONCanonical.isSameValue(Array(left.utf8), Array(right.utf8))
    }
    #expect(isSame("1e999999999999", "10e999999999998"))
    #expect(!isSame("1e999999999999", "1e999999999998"))
    #expect(isSame("1e-999999999999", "0.1e-999999999998"))
    #expect(isSame("0e999999999999", "0"))
  }

  /// What a tape takes is some twenty times a text of nothing but values.
  @Test func valuesWithoutEndAreTooLong() {
    func values(_ count: Int) -> [UInt8] {
      Array("[0".utf8) + [UInt8](Array(repeating: Array(",0".utf8), count: count - 2).joined())
        + [UInt8(ascii: "]")]
    }
    let longest = values(RecordReader.maximumLength / 2)
    #expect(longest.count <= RecordReader.maximumLength)
    #expect(JSONSyntaxTests.parse(longest) == nil)
    #expect(JSONSyntaxTests.parse(values(JSONTape.maximumCount)) == nil)
    #expect(JSONSyntaxTests.parse(values(JSONTape.maximumCount + 1))?.reason == .tooLong)
  }

  /// No text of a record is long enough for what a tape cannot hold.
  @Test func theLongestRecordFits() {
    #expect(JSONTape.maximumCount > RecordReader.maximumLength / 2 + 1)
  }

  @Test func aLongItemIsNotReadToItsEnd() throws {
    var reader = RecordReader()
    let item = Array("[".utf8) + [UInt8](repeating: 0x20, count: RecordReader.maximumLength + 9)
    let error = #expect(throws: RecordError.self) { _ = try reader.readFirst(of: item.span.bytes) }
    guard case .malformed(let syntax) = error else { return }
    #expect(syntax.offset == RecordReader.maximumLength + 1)
  }
}

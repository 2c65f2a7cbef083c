import Testing
import TestSupport

@testable import Activities

@Suite struct IdentifierTests {
  static let text = "01954b2e-fc10-7000-8a3f-d2e591c04a77"

  @Test func letterCaseDoesNotMatter() throws {
    let identifier = try #require(Identifier(Self.text))
    #expect(Identifier(Self.text.uppercased()) == identifier)
    #expect(identifier.description == Self.text)
    #expect(identifier.bytes.prefix(4) == [0x01, 0x95, 0x4B, 0x2E])
    #expect(identifier.bytes.count == 16)
  }

  @Test(arguments: [
    "", "01954b2efc1070008a3fd2e591c04a77", "01954b2e-fc10-7000-8a3f-d2e591c04a7",
    "01954b2e-fc10-7000-8a3f-d2e591c04a777", "{01954b2e-fc10-7000-8a3f-d2e591c04a7}",
    "01954b2e-fc10-7000-8a3f-d2e591c04a7g", "01954b2e_fc10-7000-8a3f-d2e591c04a77",
    "01954b2ef-c10-7000-8a3f-d2e591c04a77", "01954b2e-fc10-7000-8a3f-d2e591c04a7\n",
    "01954b2e-fc10-7000-8a3f-d2e591c04a7é", "０1954b2e-fc10-7000-8a3f-d2e591c0",
  ])
  func refuses(text: String) {
    #expect(Identifier(text) == nil)
  }

  /// One byte changed: only another hexadecimal digit in place of a digit is a UUID.
  @Test func everyByteIsChecked() {
    for position in 0..<Identifier.textLength {
      for byte in UInt8.min...UInt8.max {
        var text = Array(Self.text.utf8)
        let isDash = text[position] == UInt8(ascii: "-")
        text[position] = byte
        let isDigit = "0123456789abcdefABCDEF".utf8.contains(byte)
        let wanted = isDash ? byte == UInt8(ascii: "-") : isDigit
        #expect((Identifier(text: text.span.bytes, at: 0) != nil) == wanted)
      }
    }
  }

  @Test func readsOnlyWithinItsText() {
    let text = Array(("x" + Self.text).utf8)
    #expect(Identifier(text: text.span.bytes, at: 1) != nil)
    #expect(Identifier(text: text.span.bytes, at: 0) == nil)
    #expect(Identifier(text: text.span.bytes, at: 2) == nil)
    #expect(Identifier(text: text.span.bytes, at: -1) == nil)
  }

  @Test(arguments: [UInt64(7)])
  func theOrderIsThatOfTheText(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var identifiers = (0..<500).map { _ in
      Identifier(high: generator.next() >> (generator.next() % 64), low: generator.next())
    }
    identifiers.append(identifiers[0])
    #expect(
      identifiers.sorted().map(\.description) == identifiers.map(\.description).sorted())
    #expect(identifiers.allSatisfy { Identifier($0.description) == $0 })
  }
}

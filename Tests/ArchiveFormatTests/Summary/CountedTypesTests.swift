import Activities
import Testing

@testable import ArchiveFormat

@Suite struct CountedTypesTests {
  static func types(_ values: [String]) throws -> [String: Int] {
    var segment = SegmentSummary()
    for value in values { try segment.add(record(type: value)) }
    return segment.types
  }

  @Test func countsValuesHoweverTheyAreSpelled() throws {
    let values = [
      #""a.b""#, #""c""#, #""a.b""#, #""a\u002eb""#, #""c""#, #""a.bc""#, #""unheard.of""#,
    ]
    #expect(try Self.types(values) == ["a.b": 3, "c": 2, "a.bc": 1, "unheard.of": 1])
  }

  @Test func leavesOutWhatIsNoName() throws {
    let values = [
      "7", "null", #""""#, #""two words""#, #""é""#, #""a\"b""#, #""a\\b""#, #""a\u0000""#,
      #""\#(String(repeating: "x", count: 65))""#,
    ]
    #expect(try Self.types(values) == [:])
    #expect(try Self.types([#""\#(String(repeating: "x", count: 64))""#]).count == 1)
  }

  @Test func countsTheFirstNamesOnly() throws {
    let names = (0..<300).map { #""type.\#($0)""# }
    let counted = try Self.types(names + names)
    #expect(counted.count == 256)
    #expect(counted["type.255"] == 2)
    #expect(counted["type.256"] == nil)
  }
}

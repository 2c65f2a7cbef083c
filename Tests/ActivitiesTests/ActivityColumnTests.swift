import Testing

@testable import Activities

@Suite("The columns of an activity") struct ActivityColumnTests {
  @Test func thoseOfTheSchema() throws {
    let columns = try ActivityColumn.all()
    #expect(columns.map(\.name) == ["id", "created_at", "payload"])
    #expect(columns[0].type == .text && columns[1].type == .time)
    guard case .structure(let payload) = columns[2].type else {
      Issue.record("payload is no structure")
      return
    }
    #expect(payload.map(\.name).first == "type" && payload.map(\.name).last == "metadata")
    #expect(payload.dropLast().allSatisfy { $0.type == .text })
    #expect(
      payload.last?.type
        == .structure([
          ActivityColumn("reply_category", .text), ActivityColumn("step_number", .integer),
          ActivityColumn("paused_until", .time), ActivityColumn("last_step_executed", .integer),
          ActivityColumn("stopped_reason", .text), ActivityColumn("error_code", .text),
        ]))
  }

  /// What two types of activities spell otherwise is text, and an object of which nothing is known
  /// an empty structure.
  @Test func whatDiffersByType() throws {
    let schema = """
      {"required":["type"],"properties":{"type":{"type":"string"},"more":{"type":"object"}},
       "allOf":[
        {"if":{"properties":{"type":{"const":"a"}},"required":["type"]},
         "then":{"properties":{"n":{"type":["integer","null"]},"more":{"properties":{"x":{}}}}}},
        {"if":{"properties":{"type":{"const":"b"}},"required":["type"]},
         "then":{"properties":{"n":{"type":"string"},"more":{"properties":{"y":{"type":"integer"}}}}}}
      ]}
      """
    let columns = try ActivityColumn.all(of: Array(schema.utf8))
    #expect(
      columns == [
        ActivityColumn("type", .text),
        ActivityColumn(
          "more", .structure([ActivityColumn("x", .text), ActivityColumn("y", .integer)])),
        ActivityColumn("n", .text),
      ])
    let empty = try ActivityColumn.all(of: Array(#"{"properties":{"o":{"type":"object"}}}"#.utf8))
    #expect(empty == [ActivityColumn("o", .structure([]))])
  }
}

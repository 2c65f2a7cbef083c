import Testing

@testable import Activities

@Suite struct SchemaTests {
  @Test func embeddedSchemaIsTheFile() throws {
    let embedded = EmbeddedSchema.activity
    let bytes = Array(
      UnsafeBufferPointer(start: embedded.utf8Start, count: embedded.utf8CodeUnitCount))
    #expect(
      try bytes == Repository.bytes("schemas/activity.schema.json"),
      "run scripts/embed-schema")
  }

  @Test func schemaDocumentsTheModelsValues() throws {
    let schema = try SchemaReader.read(Repository.bytes("schemas/activity.schema.json"))
    let payload = try #require(schema.properties.first { $0.name == "payload" }).value
    func documented(_ name: String) -> [String]? {
      payload.properties.first { $0.name == name }?.value.documentedValues
    }
    #expect(documented("type") == EventType.allCases.map(\.rawValue))
    #expect(documented("resource_type") == ResourceType.allCases.map(\.rawValue))
    #expect(documented("channel") == Channel.allCases.map(\.rawValue))
    #expect(payload.cases.allSatisfy { EventType(rawValue: $0.value) != nil })
  }

  @Test(arguments: [
    (#"{"maxLength":3}"#, SchemaError.unsupported(pointer: "/maxLength")),
    (#"{"properties":{"a/b":{"enum":["x"]}}}"#, .unsupported(pointer: "/properties/a~1b/enum")),
    (#"{"minimum":1}"#, .unsupported(pointer: "/minimum")),
    (#"{"type":"float"}"#, .unsupported(pointer: "/type")),
    (#"{"format":"uuid"}"#, .unsupported(pointer: "")),
    (#"{"pattern":"^a$"}"#, .unsupported(pointer: "")),
    (#"{"not":{"type":"string"}}"#, .unsupported(pointer: "/not")),
    (#"{"allOf":[{"type":"string"}]}"#, .unsupported(pointer: "/allOf/0")),
    (#"{"allOf":{}}"#, .unsupported(pointer: "/allOf")),
    (#"{"properties":true}"#, .unsupported(pointer: "/properties")),
    (#"{"properties":{"a":true}}"#, .unsupported(pointer: "/properties/a")),
    (##"{"$ref":"#/$defs/x"}"##, .unresolvable(reference: "#/$defs/x")),
    (
      ##"{"$ref":"#/$defs/x","$defs":{"x":{"$ref":"#/$defs/x"}}}"##,
      .unresolvable(reference: "#/$defs/x")
    ),
    (
      #"{"required":["a"],"allOf":[\#(caseOf("a", "1")),\#(caseOf("a", "1"))]}"#,
      .conflicting(keyword: "if")
    ),
    (#"{"allOf":[\#(caseOf("a", "1"))]}"#, .unsupported(pointer: "if")),
    ("{", .malformed(JSONSyntaxError(.unexpectedEnd, at: 1))),
  ])
  func unknownKeywordsAreRefused(schema: String, error: SchemaError) {
    #expect(throws: error) { try Validator(schema: Array(schema.utf8)) }
  }

  @Test func theSchemaNamesTheMembersThatTapesKnow() throws {
    let members = try Validator.activity().program.members.map(\.documented)
    #expect(!members.contains(nil))
    #expect(Set(members) == Set(MemberName.allCases.map(Optional.init)))
  }

  private static func caseOf(_ member: String, _ value: String) -> String {
    #"{"if":{"properties":{"\#(member)":{"const":"\#(value)"}},"required":["\#(member)"]},"#
      + #""then":{"required":["b"]}}"#
  }
}

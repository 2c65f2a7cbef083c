import Testing

@testable import Activities

@Suite struct ValidatorTests {
  static func report(_ record: String) throws -> ValidationReport {
    let bytes = Array(record.utf8)
    var tape = JSONTape()
    try tape.parse(bytes.span.bytes)
    var report = ValidationReport()
    try Validator.activity().validate(tape, of: bytes.span.bytes, into: &report)
    return report
  }

  @Test(arguments: EventType.allCases)
  func everyTypeIsValid(type: EventType) throws {
    #expect(try Self.report(SampleRecords.record(type)) == ValidationReport())
  }

  @Test(arguments: [
    (#""id":"0"#, #""id":"x"#, "/id", Violation.Reason.notUUID),
    (#""id":"01954b2e-f"#, #""id":"01954b2ef-"#, "/id", .notUUID),
    (
      #""id":"01954b2e-fc10-7000-8a3f-d2e591c04a77""#, #""id":7"#, "/id",
      .wrongType(expected: .string)
    ),
    (#""id":"#, #""ID":"#, "/id", .missing),
    ("09:22:11.483Z", "09:22:11.483", "/created_at", .notTime),
    ("2025-03-14", "2025-02-29", "/created_at", .notTime),
    (".483Z", ".1234567890Z", "/created_at", .notTime),
    (#","payload":{"#, #","Payload":{"#, "/payload", .missing),
    (#""type":"message.sent","#, "", "/payload/type", .missing),
    (#""message.sent""#, "null", "/payload/type", .wrongType(expected: .string)),
    (#""person_id":"0"#, #""person_id":"g"#, "/payload/person_id", .notUUID),
    (#""channel":"EMAIL""#, #""channel":null"#, "/payload/channel", .wrongType(expected: .string)),
    (#","task_id":null"#, "", "/payload/task_id", .missing),
    (#""task_id":null"#, #""task_id":"""#, "/payload/task_id", .notUUID),
    (
      #""task_id":null"#, #""task_id":0"#, "/payload/task_id",
      .wrongType(expected: [.string, .null])
    ),
    (
      #""task_id":null"#, #""task_id":null,"metadata":null"#, "/payload/metadata",
      .wrongType(expected: .object)
    ),
  ])
  func eachBreachIsNamed(
    old: String, new: String, pointer: String, reason: Violation.Reason
  ) throws {
    let record = SampleRecords.record(.messageSent)
    let broken = record.replacing(old, with: new, maxReplacements: 1)
    #expect(broken != record)
    #expect(
      try Self.report(broken).violations == [Violation(pointer: pointer, reason: reason)])
  }

  @Test(arguments: [
    (EventType.messageReplied, nil, "", Violation.Reason.missing),
    (.messageReplied, "[]", "", .wrongType(expected: .object)),
    (.messageReplied, "{}", "/reply_category", .missing),
    (
      .messageReplied, #"{"reply_category":1}"#, "/reply_category",
      .wrongType(expected: [.string, .null])
    ),
    (.invitationSent, nil, "", .missing),
    (.invitationSent, "{}", "/step_number", .missing),
    (.invitationSent, #"{"step_number":-1}"#, "/step_number", .belowMinimum(0)),
    (.invitationSent, #"{"step_number":-1e-0}"#, "/step_number", .belowMinimum(0)),
    (.invitationSent, #"{"step_number":1.5}"#, "/step_number", .wrongType(expected: .integer)),
    (.invitationSent, #"{"step_number":null}"#, "/step_number", .wrongType(expected: .integer)),
    (.sequencePaused, #"{"paused_until":"soon"}"#, "/paused_until", .notTime),
    (
      .sequencePaused, #"{"last_step_executed":"2"}"#, "/last_step_executed",
      .wrongType(expected: [.integer, .null])
    ),
    (.sequenceStopped, nil, "", .missing),
    (.sequenceStopped, #"{"error_code":null}"#, "/stopped_reason", .missing),
    (
      .sequenceStopped, #"{"stopped_reason":"x","error_code":1e-1}"#, "/error_code",
      .wrongType(expected: [.string, .integer, .null])
    ),
    (.taskSkipped, "true", "", .wrongType(expected: .object)),
  ])
  func metadataMustFitItsType(
    type: EventType, metadata: String?, pointer: String, reason: Violation.Reason
  ) throws {
    let record = SampleRecords.record(type: type.rawValue, metadata: metadata)
    let violation = Violation(pointer: "/payload/metadata" + pointer, reason: reason)
    #expect(try Self.report(record).violations == [violation])
  }

  @Test(arguments: [
    (EventType.messageReplied, #"{"reply_category":null}"# as String?),
    (.invitationSent, #"{"step_number":0}"#),
    (.invitationSent, #"{"step_number":-0}"#),
    (.invitationSent, #"{"step_number":-0.0e5}"#),
    (.invitationSent, #"{"step_number":1.0}"#),
    (.invitationSent, #"{"step_number":10e-1}"#),
    (.invitationSent, #"{"step_number":1e400}"#),
    (.sequencePaused, nil),
    (.sequencePaused, "{}"),
    (.sequencePaused, #"{"paused_until":null,"last_step_executed":null}"#),
    (.sequencePaused, #"{"paused_until":"9999-12-31T23:59:59Z"}"#),
    (.sequencePaused, #"{"last_step_executed":-1}"#),
    (.sequenceStopped, #"{"stopped_reason":null,"error_code":null}"#),
    (.sequenceStopped, #"{"error_code":"550","stopped_reason":"bounced"}"#),
    (.taskSkipped, "{}"),
  ])
  func metadataThatFits(type: EventType, metadata: String?) throws {
    let record = SampleRecords.record(type: type.rawValue, metadata: metadata)
    #expect(try Self.report(record) == ValidationReport())
  }

  @Test func escapedKeysAndValuesAreTheSame() throws {
    let record = SampleRecords.record(.messageReplied)
      .replacing(#""type":"message"#, with: #""\u0074ype":"messa\u0067e"#)
      .replacing(#""created_at":"2025"#, with: #""created\u005fat":"202\u0035"#)
      .replacing(#""id":"0"#, with: #""id":"\u0030"#)
    #expect(try Self.report(record) == ValidationReport())
  }

  @Test func anyOrderOfMembersIsValid() throws {
    var record = SampleRecords.record(.sequenceStopped)
    let start = try #require(record.firstRange(of: #""organization_id""#)).lowerBound
    let end = try #require(record.firstRange(of: #","metadata""#)).lowerBound
    let members = record[start..<end].split(separator: ",").reversed()
    record.replaceSubrange(start..<end, with: members.joined(separator: ","))
    #expect(try Self.report(record) == ValidationReport())
  }

  @Test func everyBreachOfARecordIsReported() throws {
    let report = try Self.report(#"{"payload":{"type":"invitation.sent","metadata":{}},"id":1}"#)
    let missing = [
      "organization_id", "person_id", "sequence_id", "sequence_template_id", "resource_type",
      "channel", "message_id", "hot_lead_id", "calendar_event_id", "task_id",
    ]
    var expected = [Violation(pointer: "/payload/metadata/step_number", reason: .missing)]
    expected += missing.map { Violation(pointer: "/payload/\($0)", reason: .missing) }
    expected.append(Violation(pointer: "/id", reason: .wrongType(expected: .string)))
    expected.append(Violation(pointer: "/created_at", reason: .missing))
    #expect(report.violations == expected)
  }

  @Test(arguments: ["[]", "null", "1", #""{}""#])
  func aRecordIsAnObject(record: String) throws {
    #expect(
      try Self.report(record).violations
        == [Violation(pointer: "", reason: .wrongType(expected: .object))])
  }
}

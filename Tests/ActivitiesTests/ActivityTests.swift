import Testing

@testable import Activities

@Suite struct ActivityTests {
  static func activity(_ record: String) throws -> Activity {
    try Activity(record: Array(record.utf8))
  }

  @Test(arguments: EventType.allCases)
  func modelKnowsEveryDocumentedType(type: EventType) throws {
    let activity = try Self.activity(SampleRecords.record(type))
    #expect(activity.payload.eventType == type)
    #expect(activity.payload.type == type.rawValue)
    #expect(activity.payload.fields.channel == "EMAIL")
    #expect(activity.payload.fields.messageID?.description.hasSuffix("555555555555") == true)
    #expect(activity.payload.fields.taskID == nil)
  }

  @Test func anUnknownTypeKeepsItsName() throws {
    let record = SampleRecords.record(type: "message.forwarded", metadata: #"{"to":[]}"#)
    let payload = try Self.activity(record).payload
    guard case .unknown("message.forwarded", let fields) = payload else {
      Issue.record("\(payload)")
      return
    }
    #expect(payload.eventType == nil)
    #expect(fields.resourceType == "MESSAGE")
  }

  @Test func metadataIsTyped() throws {
    func payload(_ type: EventType, _ metadata: String?) throws -> Payload {
      try Self.activity(SampleRecords.record(type: type.rawValue, metadata: metadata)).payload
    }
    let fields = try payload(.messageSent, nil).fields
    #expect(
      try payload(.messageReplied, #"{"reply_category":null}"#)
        == .messageReplied(fields, replyCategory: nil))
    #expect(
      try payload(.messageReplied, #"{"reply_category":"caf\u00e9"}"#)
        == .messageReplied(fields, replyCategory: "café"))
    #expect(
      try payload(.invitationSent, #"{"step_number":30e-1}"#)
        == .invitationSent(fields, stepNumber: 3))
    #expect(
      try payload(.sequencePaused, nil)
        == .sequencePaused(fields, SequencePause(pausedUntil: nil, lastStepExecuted: nil)))
    let until = Timestamp("2025-03-31T22:00:00Z")
    #expect(
      try payload(
        .sequencePaused, #"{"paused_until":"2025-04-01T00:00:00+02:00","last_step_executed":-2}"#)
        == .sequencePaused(fields, SequencePause(pausedUntil: until, lastStepExecuted: -2)))
    #expect(
      try payload(.sequenceStopped, #"{"stopped_reason":"bounced","error_code":"5.1.1"}"#)
        == .sequenceStopped(
          fields, SequenceStop(stoppedReason: "bounced", errorCode: .text("5.1.1"))))
    #expect(
      try payload(.sequenceStopped, #"{"stopped_reason":null,"error_code":550}"#)
        == .sequenceStopped(fields, SequenceStop(stoppedReason: nil, errorCode: .number(550))))
  }

  @Test func whatCannotBeReadSaysWhy() throws {
    let record = SampleRecords.record(.invitationSent)
    #expect(throws: ActivityError.malformed(JSONSyntaxError(.unexpectedEnd, at: 1))) {
      try Self.activity("{")
    }
    #expect(throws: ActivityError.invalid([Violation(pointer: "/id", reason: .missing)])) {
      try Self.activity(record.replacing(#""id""#, with: #""Id""#, maxReplacements: 1))
    }
    #expect(throws: ActivityError.outOfRange(pointer: "/payload/metadata/step_number")) {
      try Self.activity(record.replacing(":3}", with: ":9223372036854775808}"))
    }
    #expect(throws: ActivityError.outOfRange(pointer: "/created_at")) {
      try Self.activity(record.replacing("2025-03-14", with: "9999-03-14"))
    }
  }
}

extension Payload {
  /// Reads the payload at `payload` of a record that the schema has found valid.
  init(_ reader: MemberReader, payload: Int) throws(ActivityError) {
    let fields = try PayloadFields(reader, payload: payload)
    let name = try reader.string("type", of: payload)
    guard let type = EventType(rawValue: name) else {
      self = .unknown(type: name, fields)
      return
    }
    switch type {
    case .messageSent: self = .messageSent(fields)
    case .messageOpened: self = .messageOpened(fields)
    case .messageLinkClicked: self = .messageLinkClicked(fields)
    case .messageReplied:
      let metadata = try reader.member("metadata", of: payload)
      self = .messageReplied(
        fields, replyCategory: try reader.optionalString("reply_category", of: metadata))
    case .invitationSent:
      let metadata = try reader.member("metadata", of: payload)
      self = .invitationSent(fields, stepNumber: try reader.integer("step_number", of: metadata))
    case .invitationAccepted: self = .invitationAccepted(fields)
    case .hotLeadCreated: self = .hotLeadCreated(fields)
    case .meetingCreated: self = .meetingCreated(fields)
    case .sequenceCreated: self = .sequenceCreated(fields)
    case .sequencePaused:
      self = .sequencePaused(fields, try SequencePause(reader, payload: payload))
    case .sequenceResumed: self = .sequenceResumed(fields)
    case .sequenceStopped:
      self = .sequenceStopped(fields, try SequenceStop(reader, payload: payload))
    case .sequenceCompleted: self = .sequenceCompleted(fields)
    case .taskCreated: self = .taskCreated(fields)
    case .taskCompleted: self = .taskCompleted(fields)
    case .taskSkipped: self = .taskSkipped(fields)
    }
  }
}

extension PayloadFields {
  fileprivate init(_ reader: MemberReader, payload: Int) throws(ActivityError) {
    organizationID = try reader.identifier("organization_id", of: payload)
    personID = try reader.identifier("person_id", of: payload)
    sequenceID = try reader.identifier("sequence_id", of: payload)
    sequenceTemplateID = try reader.identifier("sequence_template_id", of: payload)
    resourceType = try reader.string("resource_type", of: payload)
    channel = try reader.string("channel", of: payload)
    messageID = try reader.optionalIdentifier("message_id", of: payload)
    hotLeadID = try reader.optionalIdentifier("hot_lead_id", of: payload)
    calendarEventID = try reader.optionalIdentifier("calendar_event_id", of: payload)
    taskID = try reader.optionalIdentifier("task_id", of: payload)
  }
}

extension SequencePause {
  fileprivate init(_ reader: MemberReader, payload: Int) throws(ActivityError) {
    guard !reader.isAbsent("metadata", of: payload) else {
      self.init(pausedUntil: nil, lastStepExecuted: nil)
      return
    }
    let metadata = try reader.member("metadata", of: payload)
    let pausedUntil = try reader.optionalString("paused_until", of: metadata)
    self.init(
      pausedUntil: pausedUntil.flatMap { Timestamp(clamping: $0) },
      lastStepExecuted: try reader.optionalInteger("last_step_executed", of: metadata))
  }
}

extension SequenceStop {
  fileprivate init(_ reader: MemberReader, payload: Int) throws(ActivityError) {
    let metadata = try reader.member("metadata", of: payload)
    stoppedReason = try reader.optionalString("stopped_reason", of: metadata)
    let code = try reader.member("error_code", of: metadata)
    switch reader.tape[code].kind {
    case .string: errorCode = .text(try reader.string("error_code", of: metadata))
    case .number: errorCode = .number(try reader.integer("error_code", of: metadata))
    default: errorCode = nil
    }
  }
}

import Activities

/// What records can be counted by; the raw values are the command's.
public enum CountKey: String, CaseIterable, Sendable {
  case type
  case eventType = "event-type"
  case channel
  case resourceType = "resource-type"
  case day
  case month
  case personID = "person-id"
  case sequenceID = "sequence-id"
  case sequenceTemplateID = "sequence-template-id"
  case replyCategory = "reply-category"

  /// What the record is counted under: a UUID in lower case, `YYYY-MM-DD`, `YYYY-MM`, or the text
  /// as it is; nil if the record has no such string.
  func value(of fields: RecordFields, in record: RawSpan, reader: RecordReader) -> String? {
    switch self {
    case .type: reader.payloadString("type", of: fields, in: record)
    case .eventType:
      reader.payloadString("type", of: fields, in: record).map(EventType.action(ofType:))
    case .channel: reader.payloadString("channel", of: fields, in: record)
    case .resourceType: reader.payloadString("resource_type", of: fields, in: record)
    case .day: fields.createdAt.instant.day.description
    case .month: fields.createdAt.instant.day.month
    case .personID: Self.identifier("person_id", fields, record, reader)
    case .sequenceID: Self.identifier("sequence_id", fields, record, reader)
    case .sequenceTemplateID: Self.identifier("sequence_template_id", fields, record, reader)
    case .replyCategory:
      reader.payloadMember("metadata", of: fields, in: record)
        .flatMap { reader.tape.member("reply_category", of: $0, in: record) }
        .flatMap { reader.tape.string($0, in: record) }
    }
  }

  private static func identifier(
    _ name: StaticString, _ fields: RecordFields, _ record: RawSpan, _ reader: RecordReader
  ) -> String? {
    reader.payloadIdentifier(name, of: fields, in: record)?.description
      ?? reader.payloadString(name, of: fields, in: record)
  }
}

extension UTCDay {
  /// `YYYY-MM`.
  var month: String { String(description.dropLast(3)) }
}

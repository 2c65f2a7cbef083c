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

  /// Whether the values are times, which are told in their order.
  var isTime: Bool { self == .day || self == .month }

  /// What the record is counted under: a UUID in lower case, `YYYY-MM-DD`, `YYYY-MM`, or the text
  /// as it is; nil if the record has no such string.
  func value(of fields: RecordFields, in record: RawSpan, reader: RecordReader) -> String? {
    switch self {
    case .type: reader.payloadString(.type, of: fields, in: record)
    case .eventType:
      reader.payloadString(.type, of: fields, in: record).map(EventType.action(ofType:))
    case .channel: reader.payloadString(.channel, of: fields, in: record)
    case .resourceType: reader.payloadString(.resourceType, of: fields, in: record)
    case .day: fields.createdAt.instant.day.description
    case .month: fields.createdAt.instant.day.month
    case .personID: Self.identifier(.personID, fields, record, reader)
    case .sequenceID: Self.identifier(.sequenceID, fields, record, reader)
    case .sequenceTemplateID: Self.identifier(.sequenceTemplateID, fields, record, reader)
    case .replyCategory: reader.replyCategory(of: fields, in: record)
    }
  }

  private static func identifier(
    _ name: MemberName, _ fields: RecordFields, _ record: RawSpan, _ reader: RecordReader
  ) -> String? {
    reader.payloadIdentifier(name, of: fields, in: record)?.description
      ?? reader.payloadString(name, of: fields, in: record)
  }
}

/// What a record is counted under: a value for each key, nil where it has none.
///
/// One key, which is what is mostly asked for, costs no array.
enum CountedValues: Hashable, Sendable {
  case all
  case one(String?)
  case several([String?])

  /// All values of a count are of one case, which needs not be told from the others.
  func hash(into hasher: inout Hasher) {
    switch self {
    case .all: break
    case .one(let value): value.hash(into: &hasher)
    case .several(let values): values.hash(into: &hasher)
    }
  }

  /// In the order of the keys.
  var list: [String?] {
    switch self {
    case .all: []
    case .one(let value): [value]
    case .several(let values): values
    }
  }
}

extension [CountKey] {
  /// What `value` gives for each key.
  func values(_ value: (CountKey) -> String?) -> CountedValues {
    switch count {
    case 0: .all
    case 1: .one(value(self[0]))
    default: .several(map(value))
    }
  }
}

extension UTCDay {
  /// `YYYY-MM`.
  var month: String { String(description.dropLast(3)) }
}

extension RecordReader {
  /// The metadata's `reply_category` of the record read last; nil if it has no such string.
  func replyCategory(of fields: RecordFields, in record: RawSpan) -> String? {
    payloadMember(.metadata, of: fields)
      .flatMap { tape.member(.replyCategory, of: $0) }
      .flatMap { tape.string($0, in: record) }
  }
}

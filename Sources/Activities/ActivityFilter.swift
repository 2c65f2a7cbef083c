/// Which activities are asked for: what a client sends, a server parses and a search matches.
///
/// Every criterion that is set must hold. An empty filter matches every activity.
public struct ActivityFilter: Hashable, Sendable {
  /// Only activities of this contact.
  public var personID: Identifier?
  /// Only activities of this sequence run.
  public var sequenceID: Identifier?
  /// Only activities of sequences based on this template.
  public var sequenceTemplateID: Identifier?
  /// The exact value of `payload.resource_type`.
  public var resourceType: String?
  /// The exact value of `payload.channel`.
  public var channel: String?
  /// The text after the last dot of `payload.type`, its ASCII letters upper-cased.
  public var eventType: String?
  /// Values of `payload.type`, any of which matches; empty for all. Not known to the API.
  public var types: Set<String> = []
  /// Only activities strictly after this instant.
  public var after: Instant?
  /// Only activities strictly before this instant.
  public var before: Instant?

  /// A filter of the given bounds and event type; other criteria are set afterwards.
  public init(after: Instant? = nil, before: Instant? = nil, eventType: String? = nil) {
    self.after = after
    self.before = before
    self.eventType = eventType
  }

  /// The instants that the bounds leave.
  public var window: Window {
    Window(since: after.map { $0 + .nanoseconds(1) }, until: before)
  }

  /// Whether `instant` lies within the bounds.
  public func contains(_ instant: Instant) -> Bool {
    if let after, instant <= after { return false }
    if let before, instant >= before { return false }
    return true
  }

  /// Whether the record that `reader` has just read matches.
  public func matches(_ fields: RecordFields, in record: RawSpan, reader: RecordReader) -> Bool {
    guard contains(fields.createdAt.instant) else { return false }
    func holds(_ name: MemberName, _ wanted: Identifier?) -> Bool {
      wanted == nil || reader.payloadIdentifier(name, of: fields, in: record) == wanted
    }
    func holds(_ name: MemberName, _ wanted: String?) -> Bool {
      wanted == nil || reader.payloadString(name, of: fields, in: record) == wanted
    }
    guard holds(.personID, personID), holds(.sequenceID, sequenceID),
      holds(.sequenceTemplateID, sequenceTemplateID),
      holds(.resourceType, resourceType), holds(.channel, channel)
    else { return false }
    guard !types.isEmpty || eventType != nil else { return true }
    guard let type = reader.payloadString(.type, of: fields, in: record) else { return false }
    return accepts(type: type)
  }

  /// Whether an activity of this `payload.type` can match.
  public func accepts(type: String) -> Bool {
    (types.isEmpty || types.contains(type))
      && (eventType == nil || EventType.action(ofType: type) == eventType)
  }
}

extension ActivityFilter {
  /// The names that the API gives to the criteria (API: "Query parameters").
  public enum Parameter: String, CaseIterable, Sendable {
    case personID = "person_id"
    case sequenceID = "sequence_id"
    case sequenceTemplateID = "sequence_template_id"
    case resourceType = "resource_type"
    case channel
    case eventType = "event_type"
    case createdAtAfter = "created_at_after"
    case createdAtBefore = "created_at_before"
  }

  /// The API's parameters that are set, with their values, in a fixed order.
  public var parameters: [(name: Parameter, value: String)] {
    let values: [(Parameter, String?)] = [
      (.personID, personID?.description), (.sequenceID, sequenceID?.description),
      (.sequenceTemplateID, sequenceTemplateID?.description), (.resourceType, resourceType),
      (.channel, channel), (.eventType, eventType), (.createdAtAfter, after?.description),
      (.createdAtBefore, before?.description),
    ]
    return values.compactMap { name, value in value.map { (name, $0) } }
  }

  /// Sets the criterion that `parameter` names; false if the API does not accept `value` for it.
  public mutating func set(_ parameter: Parameter, to value: String) -> Bool {
    switch parameter {
    case .personID: personID = Identifier(value)
    case .sequenceID: sequenceID = Identifier(value)
    case .sequenceTemplateID: sequenceTemplateID = Identifier(value)
    case .resourceType: resourceType = ResourceType(rawValue: value)?.rawValue
    case .channel: channel = Channel(rawValue: value)?.rawValue
    case .eventType: eventType = EventType.actions.contains(value) ? value : nil
    case .createdAtAfter: after = Timestamp(value)?.instant
    case .createdAtBefore: before = Timestamp(value)?.instant
    }
    return parameters.contains { $0.name == parameter }
  }
}

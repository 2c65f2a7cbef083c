import Activities

/// The bytes that all records of one kind and channel share, with gaps for what differs.
///
/// A record is `head`, the time, `tail`, metadata, then the closing braces. The keys come in the
/// order in which the API's documentation shows them.
struct RecordTemplate: Sendable {
  static let head = Array("{\"id\":\"\(gap)\",\"created_at\":\"".utf8)
  static let idOffset = 7
  private static let gap = "00000000-0000-0000-0000-000000000000"

  let tail: [UInt8]
  let personOffset: Int
  let sequenceOffset: Int
  let templateOffset: Int
  let subjectOffset: Int?

  init(kind: ActivityKind, channel: String, organization: Identifier) {
    var text = "\",\"payload\":{\"type\":\"\(kind.name)\",\"organization_id\":\"\(organization)\""
    func openGap(_ name: String) -> Int {
      text += ",\"\(name)\":\""
      let offset = text.utf8.count
      text += Self.gap + "\""
      return offset
    }
    personOffset = openGap("person_id")
    sequenceOffset = openGap("sequence_id")
    templateOffset = openGap("sequence_template_id")
    text += ",\"resource_type\":\"\(kind.resourceType)\",\"channel\":\"\(channel)\""
    var subjectOffset: Int?
    let subjects: [(String, SyntheticIdentifiers.Kind)] = [
      ("message_id", .message), ("hot_lead_id", .hotLead),
      ("calendar_event_id", .calendarEvent), ("task_id", .task),
    ]
    for (name, subject) in subjects {
      if kind.subject == subject {
        subjectOffset = openGap(name)
      } else {
        text += ",\"\(name)\":null"
      }
    }
    self.subjectOffset = subjectOffset
    tail = Array(text.utf8)
  }
}

import Activities

/// Records by number, so that every archive made of them is the same.
enum SpecimenRecords {
  static let organization = "01954b2e-0000-7000-aaaa-111111111111"

  static func id(_ number: Int) -> String {
    let digits = String(number)
    return "01954b2e-fc10-7000-8a3f-" + String(repeating: "0", count: 12 - digits.count) + digits
  }

  /// A sent message, or a reply for every tenth number, `number` seconds into the day.
  static func record(
    _ number: Int, day: String = "2025-03-14", category: String? = nil, id: Int? = nil
  ) throws -> [UInt8] {
    let start = UTCDay(day)?.start ?? Instant(nanoseconds: 0)
    let time = start + .seconds(number) + .milliseconds(483)
    let isReply = number.isMultiple(of: 10)
    let reply = category.map { "\"\($0)\"" } ?? "null"
    let payload =
      #"{"type":"\#(isReply ? "message.replied" : "message.sent")","#
      + #""organization_id":"\#(organization)","#
      + #""person_id":"01954b2e-1111-7000-bbbb-222222222222","#
      + #""sequence_id":"01954b2e-2222-7000-cccc-333333333333","#
      + #""sequence_template_id":"01954b2e-3333-7000-dddd-444444444444","#
      + #""resource_type":"MESSAGE","channel":"EMAIL","#
      + #""message_id":"01954b2e-4444-7000-eeee-555555555555","hot_lead_id":null,"#
      + #""calendar_event_id":null,"task_id":null"#
      + (isReply ? #","metadata":{"reply_category":\#(reply)}}"# : "}")
    return Array(
      #"{"id":"\#(self.id(id ?? number))","created_at":"\#(time)","payload":\#(payload)}"#.utf8)
  }
}

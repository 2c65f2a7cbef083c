import Activities

/// Valid records to start from, in the API's own key order.
enum SampleRecords {
  static let id = "01954b2e-fc10-7000-8a3f-d2e591c04a77"

  /// A record of `type` with the metadata that the type must have.
  static func record(_ type: EventType) -> String {
    record(type: type.rawValue, metadata: metadata(type))
  }

  static func record(type: String, metadata: String?) -> String {
    let payload =
      #""type":"\#(type)","organization_id":"01954b2e-0000-7000-aaaa-111111111111","#
      + #""person_id":"01954b2e-1111-7000-bbbb-222222222222","#
      + #""sequence_id":"01954b2e-2222-7000-cccc-333333333333","#
      + #""sequence_template_id":"01954b2e-3333-7000-dddd-444444444444","#
      + #""resource_type":"MESSAGE","channel":"EMAIL","#
      + #""message_id":"01954b2e-4444-7000-eeee-555555555555","hot_lead_id":null,"#
      + #""calendar_event_id":null,"task_id":null"#
      + (metadata.map { #","metadata":\#($0)"# } ?? "")
    return #"{"id":"\#(id)","created_at":"2025-03-14T09:22:11.483Z","payload":{\#(payload)}}"#
  }

  static func metadata(_ type: EventType) -> String? {
    switch type {
    case .messageReplied: #"{"reply_category":"INTERESTED"}"#
    case .invitationSent: #"{"step_number":3}"#
    case .sequencePaused: #"{"paused_until":"2025-04-01T00:00:00+02:00","last_step_executed":2}"#
    case .sequenceStopped: #"{"stopped_reason":"bounced","error_code":550}"#
    default: nil
    }
  }
}

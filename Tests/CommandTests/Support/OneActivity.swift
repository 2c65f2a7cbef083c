/// The page of a workspace with one activity, as the API's documentation shows it.
struct OneActivity {
  var id = OneActivity.id
  var day = "2025-03-14"
  var organizationID = "01954b2e-0000-7000-aaaa-111111111111"
  /// JSON strings without their quotes.
  var type = "message.sent"
  var channel = "EMAIL"
  /// Members to be added to the payload, each after a comma.
  var more = ""

  static let id = "01954b2e-fc10-7000-8a3f-d2e591c04a77"
  /// Options of fetch for a window that holds it.
  static let window = ["--since", "2025-03-14", "--until", "2025-03-15", "--concurrency", "1"]

  var record: String {
    """
    {"id":"\(id)","created_at":"\(day)T09:22:11.483Z","payload":{"type":"\(type)",\
    "organization_id":"\(organizationID)","person_id":"01954b2e-1111-7000-bbbb-222222222222",\
    "sequence_id":"01954b2e-2222-7000-cccc-333333333333",\
    "sequence_template_id":"01954b2e-3333-7000-dddd-444444444444","resource_type":"MESSAGE",\
    "channel":"\(channel)","message_id":null,"hot_lead_id":null,"calendar_event_id":null,\
    "task_id":null\(more)}}
    """
  }

  var page: String {
    #"{"items":[\#(record)],"total_count":1,"total_pages":1,"has_more":false}"#
  }
}

import Activities
import Archiver

/// An activity as tests make it up.
struct SampleActivity: Hashable {
  var id: Identifier
  var instant: Instant
  var type = "message.sent"
  var person = SampleActivity.identifier(1_000)
  var sequence = SampleActivity.identifier(2_000)
  var template = SampleActivity.identifier(3_000)
  var resource = "MESSAGE"
  var channel = "EMAIL"
  /// The metadata's `reply_category`; without metadata if nil.
  var category: String?
  /// Whether values are written with an escape that stands for their first character.
  var isEscaped = false

  static func identifier(_ number: Int) -> Identifier {
    Identifier(high: 0x0195_4b2e_fc10_7000, low: 0x8000_0000_0000_0000 | UInt64(number))
  }

  /// An activity so many seconds after the midnight that begins 2025-03-14, give or take days.
  init(_ number: Int, day: Int = 0, seconds: Int = 0) {
    id = Self.identifier(number)
    instant = Self.day(day).start + .seconds(seconds)
  }

  static func day(_ number: Int) -> UTCDay { UTCDay(number: 20_161 + number) }

  var key: RecordKey { RecordKey(instant: instant, id: id) }

  var record: [UInt8] {
    let metadata = category.map { ",\"metadata\":{\"reply_category\":\"\($0)\"}" } ?? ""
    let text = """
      {"id":"\(id)","created_at":"\(instant)","payload":{"type":"\(spelt(type))",\
      "organization_id":"01954b2e-0000-7000-aaaa-111111111111","person_id":"\(spelt(person))",\
      "sequence_id":"\(spelt(sequence))","sequence_template_id":"\(spelt(template))",\
      "resource_type":"\(spelt(resource))","channel":"\(spelt(channel))","message_id":null,\
      "hot_lead_id":null,"calendar_event_id":null,"task_id":null\(metadata)}}
      """
    return Array(text.utf8)
  }

  private func spelt(_ value: some CustomStringConvertible) -> String {
    let text = value.description
    guard isEscaped, let first = text.utf8.first else { return text }
    return "\\u00" + String(first, radix: 16) + text.dropFirst()
  }

  var text: String { String(decoding: record, as: UTF8.self) }
}

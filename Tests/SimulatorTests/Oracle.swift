import Activities
import Simulator

/// The fields of a record that the API filters by, read without any of the simulator's own means.
struct Fields {
  var id: Identifier
  var instant: Instant
  var strings: [String: String] = [:]

  init(_ record: [UInt8]) throws {
    var reader = RecordReader()
    let text = record.span.bytes
    let fields = try reader.read(text)
    id = fields.id
    instant = fields.createdAt.instant
    let names: [MemberName] = [
      .type, .resourceType, .channel, .personID, .sequenceID, .sequenceTemplateID, .messageID,
    ]
    for name in names {
      strings[name.text.description] = reader.payloadString(name, of: fields, in: text)
    }
  }

  subscript(name: String) -> String { strings[name] ?? "" }

  /// What `event_type` compares with.
  var action: String {
    String(self["type"].reversed().prefix { $0 != "." }.reversed()).uppercased()
  }

  /// Whether a query's parameters select this record, one by one as documented.
  func matches(_ parameters: [(String, String)]) -> Bool {
    parameters.allSatisfy { name, value in
      switch name {
      case "event_type": action == value
      case "created_at_after": Timestamp(value).map { instant > $0.instant } ?? false
      case "created_at_before": Timestamp(value).map { instant < $0.instant } ?? false
      default: self[name] == value
      }
    }
  }
}

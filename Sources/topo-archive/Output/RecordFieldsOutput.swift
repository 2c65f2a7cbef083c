import Activities
import Archiver

/// A record's fields as columns.
struct RecordFieldsOutput {
  private static let payloadNames: [MemberName] = [
    .type, .organizationID, .personID, .sequenceID, .sequenceTemplateID, .resourceType, .channel,
    .messageID, .hotLeadID, .calendarEventID, .taskID, .metadata,
  ]
  private static let columns: [(name: String, width: Int)] = [
    ("created_at", 24), ("type", 20), ("channel", 8), ("person_id", 36), ("id", 36),
  ]

  private var reader = RecordReader()

  let csvHeader = (["id", "created_at"] + payloadNames.map(\.text.description)).joined(
    separator: ",")

  let tableHeader =
    (columns.map { OutputFormat.padded($0.name, to: $0.width) } + ["metadata"])
    .joined(separator: "  ")

  /// Every documented field; `metadata` as its JSON, null as nothing.
  mutating func csvLine(_ form: ActivityForm) -> String {
    let values = payload(form, Self.payloadNames)
    return ([form.key.id.description, form.key.instant.description] + values)
      .map(OutputFormat.csvField).joined(separator: ",")
  }

  /// What was sent to whom and when.
  mutating func tableLine(_ form: ActivityForm) -> String {
    let values = payload(form, [.type, .channel, .personID, .metadata])
    let cells =
      [form.key.instant.description] + values.dropLast() + [form.key.id.description]
    let padded = zip(cells, Self.columns).map { OutputFormat.padded($0, to: $1.width) }
    let line = (padded + values.suffix(1)).joined(separator: "  ")
    return Self.withoutTrailingSpaces(line.replacing("\n", with: " ").replacing("\t", with: " "))
  }

  private mutating func payload(_ form: ActivityForm, _ names: [MemberName]) -> [String] {
    let record = form.record.span.bytes
    guard let fields = try? reader.read(record) else { return names.map { _ in "" } }
    return names.map { name in
      guard let node = reader.payloadMember(name, of: fields),
        reader.tape[node].kind != .null
      else { return "" }
      return reader.tape.string(node, in: record)
        ?? String(decoding: record.bytes(in: reader.tape.range(of: node)), as: UTF8.self)
    }
  }

  private static func withoutTrailingSpaces(_ line: String) -> String {
    let kept = line.reversed().drop { $0 == " " }.count
    return String(line.prefix(kept))
  }
}

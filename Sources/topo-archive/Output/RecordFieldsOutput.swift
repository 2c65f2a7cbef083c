import Activities
import Archiver

/// A record's fields as columns.
struct RecordFieldsOutput {
  private static let payloadNames: [MemberName] = [
    .type, .organizationID, .personID, .sequenceID, .sequenceTemplateID, .resourceType, .channel,
    .messageID, .hotLeadID, .calendarEventID, .taskID,
  ]
  private static let metadataNames: [MemberName] = [
    .replyCategory, .stepNumber, .pausedUntil, .lastStepExecuted, .stoppedReason, .errorCode,
  ]
  private static let columns: [(name: String, width: Int)] = [
    ("created_at", 24), ("type", 20), ("channel", 8), ("person_id", 36), ("id", 36),
  ]

  private var reader = RecordReader()

  let csvHeader =
    (["id", "created_at"] + (payloadNames + metadataNames + [.metadata]).map(\.text.description))
    .joined(separator: ",")

  let tableHeader =
    (columns.map { OutputFormat.padded($0.name, to: $0.width) } + ["metadata"])
    .joined(separator: "  ")

  /// Every documented field, and all of `metadata` as its JSON; null as nothing.
  mutating func csvLine(_ form: ActivityForm) -> String {
    let values = values(form, Self.payloadNames, metadata: Self.metadataNames)
    return ([form.key.id.description, form.key.instant.description] + values)
      .map(OutputFormat.csvField).joined(separator: ",")
  }

  /// What was sent to whom and when.
  mutating func tableLine(_ form: ActivityForm) -> String {
    let values = values(form, [.type, .channel, .personID])
    let cells =
      [form.key.instant.description] + values.dropLast() + [form.key.id.description]
    let padded = zip(cells, Self.columns).map { OutputFormat.padded($0, to: $1.width) }
    let line = (padded + values.suffix(1)).joined(separator: "  ")
    return Self.withoutTrailingSpaces(OutputFormat.oneLine(line))
  }

  /// Members of the payload, then members of its metadata, then the metadata.
  private mutating func values(
    _ form: ActivityForm, _ names: [MemberName], metadata metadataNames: [MemberName] = []
  ) -> [String] {
    let record = form.record.span.bytes
    guard let fields = try? reader.read(record) else {
      return Array(repeating: "", count: names.count + metadataNames.count + 1)
    }
    let metadata = reader.payloadMember(.metadata, of: fields)
    let nodes =
      names.map { reader.payloadMember($0, of: fields) }
      + metadataNames.map { name in metadata.flatMap { reader.tape.member(name, of: $0) } }
      + [metadata]
    return nodes.map { $0.map { text(of: $0, in: record) } ?? "" }
  }

  private func text(of node: Int, in record: RawSpan) -> String {
    if reader.tape[node].kind == .null { return "" }
    return reader.tape.string(node, in: record)
      ?? String(decoding: record.bytes(in: reader.tape.range(of: node)), as: UTF8.self)
  }

  private static func withoutTrailingSpaces(_ line: String) -> String {
    let kept = line.reversed().drop { $0 == " " }.count
    return String(line.prefix(kept))
  }
}

import Activities

/// A record's fields as texts, for the cells of a table.
public struct RecordCells: Sendable {
  private static let payloadNames: [MemberName] = [
    .type, .organizationID, .personID, .sequenceID, .sequenceTemplateID, .resourceType, .channel,
    .messageID, .hotLeadID, .calendarEventID, .taskID,
  ]
  private static let metadataNames: [MemberName] = [
    .replyCategory, .stepNumber, .pausedUntil, .lastStepExecuted, .stoppedReason, .errorCode,
  ]

  /// The names of the columns of `csvLine`, without a line's end.
  public static let csvHeader =
    (["id", "created_at"] + (payloadNames + metadataNames + [.metadata]).map(\.text.description))
    .joined(separator: ",")

  private var reader = RecordReader()

  /// Reads one record after another.
  public init() {}

  /// Every documented field, and all of `metadata` as its JSON; null as nothing. Without a line's
  /// end.
  public mutating func csvLine(_ form: ActivityForm) -> String {
    let cells = cells(of: form, Self.payloadNames, metadata: Self.metadataNames)
    return ([form.key.id.description, form.key.instant.description] + cells)
      .map(CSVField.text).joined(separator: ",")
  }

  /// Members of the payload, then members of its metadata, then the metadata; empty for null, and
  /// all empty for what is no record.
  public mutating func cells(
    of form: ActivityForm, _ names: [MemberName], metadata metadataNames: [MemberName] = []
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
}

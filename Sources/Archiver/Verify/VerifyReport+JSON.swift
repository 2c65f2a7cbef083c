import Activities
import ArchiveFormat

extension VerifyReport {
  /// One JSON object as `schemas/verify-report.schema.json` describes it, without LF.
  public func json(message: (Finding) -> String) -> [UInt8] {
    var text: [UInt8] = []
    text += "{\"intact\":\(isIntact),\"complete\":\(isComplete)".utf8
    appendTies(to: &text)
    if let snapshot { snapshot.append(to: &text) }
    text += ",\"segments\":\(segments)".utf8
    if leftOut > 0 { text += ",\"segments_left_out\":\(leftOut)".utf8 }
    text += ",\"activities\":\(activities),\"amendments\":\(amendments)".utf8
    text += ",\"quarantined\":\(quarantined),\"redacted\":\(redacted)".utf8
    if !isQuick { appendUnrecognised(to: &text) }
    text += ",\"coverage\":[".utf8
    for (index, window) in coverage.enumerated() {
      text += "\(index > 0 ? "," : ""){\"from\":\"\(window.from)\",".utf8
      text += "\"until\":\"\(window.until)\"}".utf8
    }
    text.append(UInt8(ascii: "]"))
    if let expiredBefore { text += ",\"expired_before\":\"\(expiredBefore)\"".utf8 }
    if unnamedFiles > 0 { text += ",\"unnamed_files\":\(unnamedFiles)".utf8 }
    if interruptedLines > 0 { text += ",\"interrupted_lines\":\(interruptedLines)".utf8 }
    text += ",\"findings\":[".utf8
    for (index, finding) in findings.enumerated() {
      if index > 0 { text.append(UInt8(ascii: ",")) }
      finding.append(message: message(finding), to: &text)
    }
    text += "]}".utf8
    return text
  }

  /// Which archive and which checkpoints the verdicts are about.
  private func appendTies(to text: inout [UInt8]) {
    if let archiveID { text += ",\"archive_id\":\"\(archiveID)\"".utf8 }
    if let checkpoint { append("checkpoint", checkpoint, to: &text) }
    appendSigners(to: &text)
    if let kept, extendsKept { append("extends", kept.checkpoint, to: &text) }
  }

  private func appendSigners(to text: inout [UInt8]) {
    guard !statements.isEmpty else { return }
    text += ",\"signed_by\":[".utf8
    for (index, statement) in statements.enumerated() {
      text += "\(index > 0 ? "," : ""){\"name\":".utf8
      JSONEscapes.appendQuoted(statement.key.name.utf8, to: &text)
      if let instant = statement.at { text += ",\"at\":\"\(instant)\"".utf8 }
      text.append(UInt8(ascii: "}"))
    }
    text.append(UInt8(ascii: "]"))
  }

  private func append(_ name: String, _ checkpoint: Checkpoint, to text: inout [UInt8]) {
    text += ",\"\(name)\":{\"size\":\(checkpoint.size)".utf8
    text += ",\"root\":\"\(checkpoint.root.base64)\"}".utf8
  }

  private func appendUnrecognised(to text: inout [UInt8]) {
    text += ",\"unrecognised\":{".utf8
    let sorted = unrecognised.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    for (index, (name, count)) in sorted.enumerated() {
      if index > 0 { text.append(UInt8(ascii: ",")) }
      JSONEscapes.appendQuoted(name.utf8, to: &text)
      text += ":\(count)".utf8
    }
    text.append(UInt8(ascii: "}"))
  }
}

extension SnapshotExtent {
  fileprivate func append(to text: inout [UInt8]) {
    text += ",\"snapshot\":{\"from\":\"\(window.from)\",\"until\":\"\(window.until)\"".utf8
    if let takenAt { text += ",\"taken_at\":\"\(takenAt)\"".utf8 }
    text += ",\"absent_segments\":\(absent),\"other_segments\":\(besides)}".utf8
  }
}

extension Finding {
  fileprivate func append(message: String, to text: inout [UInt8]) {
    text += "{\"kind\":\"\(kind.rawValue)\"".utf8
    append("path", path, to: &text)
    if let line { text += ",\"line\":\(line)".utf8 }
    append("pointer", pointer, to: &text)
    if case .more(let total) = detail { text += ",\"count\":\(total)".utf8 }
    append("message", message, to: &text)
    text.append(UInt8(ascii: "}"))
  }

  private func append(_ name: String, _ value: String?, to text: inout [UInt8]) {
    guard let value else { return }
    text += ",\"\(name)\":".utf8
    JSONEscapes.appendQuoted(value.utf8, to: &text)
  }
}

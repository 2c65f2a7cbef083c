import Activities
import ArchiveFormat
import Archiver

/// Words for what is redacted.
enum RedactionWording {
  /// What goes or has gone, and what does not.
  static func lines(_ report: Redact.Report, _ archive: String, isDone: Bool) -> [String] {
    let others = unknown(report) + copies(report)
    guard !report.isEmpty else { return ["\(archive) holds nothing to redact"] + others }
    let records = Numbers.count(report.records, "record")
    let activities = Numbers.count(report.activities, "activity", plural: "activities")
    let verb = isDone ? "redacted" : "would be redacted"
    return [
      "\(archive): \(activities)\(span(report)) \(verb), \(records) in all their forms,"
        + " \(Numbers.count(report.quarantined, "item")) in quarantine,"
        + " \(Numbers.count(report.segments, "file")) written anew",
      "new activities of the same person are archived as before; copies and backups of the archive"
        + " hold what they held, and cannot heal the files written anew: make a new one",
    ] + others
  }

  private static func unknown(_ report: Redact.Report) -> [String] {
    report.unknown.map { id in
      "nothing is held of \(id): it was redacted before, or is no such id of this archive"
    }
  }

  private static func copies(_ report: Redact.Report) -> [String] {
    report.snapshots.map(line) + (report.mayLackSnapshots ? [unreadableNotes] : [])
  }

  /// The same for machines, as one JSON object.
  static func json(_ report: Redact.Report, isDone: Bool) -> String {
    var object = JSONText()
    object.boolean("done", isDone)
    object.array("days", report.days.map { JSONText.quoted($0.description) })
    object.number("segments", report.segments)
    object.number("activities", report.activities)
    object.number("records", report.records)
    object.number("quarantined", report.quarantined)
    object.array("unknown", report.unknown.map { JSONText.quoted($0.description) })
    object.array(
      "snapshots", report.snapshots.map { String(decoding: $0.line, as: UTF8.self) })
    object.boolean("snapshots_unknown", report.mayLackSnapshots)
    return object.finish()
  }

  private static let unreadableNotes =
    "some notes of snapshots cannot be read: there may be more"

  private static func line(_ note: SnapshotNote) -> String {
    "a snapshot of \(note.window.from.day) to \(note.window.until.day) was taken at \(note.at) and holds"
      + " what it held: \(Terminal.harmless(note.folder))"
  }

  /// What get says of a record that is one no more.
  static func line(_ record: RedactedRecord) -> String {
    "this record was redacted at \(record.redaction.at): \(record.redaction.reason)"
  }

  static func line(for error: RedactError, archive: String) -> String {
    switch error {
    case .unreadable(let path, let records):
      "\(archive): \(Numbers.count(records, "record")) of \(path) cannot be read and may be about the same"
        + " person: run verify to see them; nothing was redacted"
    case .damaged(let path):
      "\(archive): \(path) is not what the index says: run verify to see what is wrong, and repair to"
        + " heal it; nothing was redacted"
    }
  }

  private static func span(_ report: Redact.Report) -> String {
    guard let first = report.days.first, let last = report.days.last else { return "" }
    return first == last ? " of \(first)" : " between \(first) and \(last)"
  }
}

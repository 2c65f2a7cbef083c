import Activities
import ArchiveFormat
import Archiver

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Words for what verify found.
enum VerifyWording {
  static func line(for error: VerifyError) -> String {
    switch error {
    case .unreadableCheckpoint(let path, let code):
      "\(path) cannot be read: \(String(cString: strerror(code))); check --checkpoint"
    case .notACheckpoint(let path):
      "\(path) is no checkpoint: give --checkpoint a copy of the file checkpoint of this archive"
    }
  }

  static func progress(_ progress: VerifyProgress) -> String {
    "\(Numbers.bytes(progress.bytes)) of \(Numbers.bytes(progress.totalBytes)), "
      + "\(Numbers.grouped(progress.segments)) of "
      + Numbers.count(progress.totalSegments, "segment")
  }

  /// The report for people: what was looked at, every finding, the two verdicts and what to do.
  static func summary(_ report: VerifyReport, archive: String) -> [String] {
    var lines = [scope(report, archive: archive)]
    if let snapshot = report.snapshot { lines += SnapshotWording.lines(snapshot) }
    if report.leftOut > 0 { lines.append(leftOut(report.leftOut)) }
    lines += ties(report)
    lines += UndocumentedWording.lines(
      report.unrecognised,
      report.undocumented > 0 ? "not documented" : "not documented, no error")
    lines += FoldedFindings.lines(report.findings)
    if let midnight = report.expiredBefore { lines.append(ExpiryWording.expired(midnight)) }
    if report.unnamedFiles > 0 { lines.append(unnamed(report.unnamedFiles)) }
    if report.interruptedLines > 0 {
      lines.append(
        "a commit has not ended (\(Numbers.count(report.interruptedLines, "index line"))): the next"
          + " fetch finishes it")
    }
    // A verdict that is good names what is covered.
    if report.isIndexWhole, !report.isComplete { lines.append(coverage(report.coverage)) }
    return lines + [integrity(report), completeness(report)]
  }

  private static func leftOut(_ segments: Int) -> String {
    "\(Numbers.count(segments, "segment")) of other days or of quarantine"
      + " \(segments == 1 ? "was" : "were") not looked at, because of --since and --until"
  }

  /// Which archive, as of which checkpoint, and what of an earlier one it goes back to.
  private static func ties(_ report: VerifyReport) -> [String] {
    var lines: [String] = []
    let id = report.archiveID.map { "archive \($0)" } ?? "archive unknown"
    let checkpoint = report.checkpoint.map {
      "\(Numbers.count($0.size, "entry", plural: "entries")), root \($0.root.base64)"
    }
    lines.append("checkpoint: \(checkpoint ?? "none that can be read"), \(id)")
    lines += report.statements.map(line)
    guard let kept = report.kept else { return lines }
    guard report.extendsKept else {
      return lines + ["not shown that it extends \(kept.file): see below"]
    }
    let size = Numbers.grouped(kept.checkpoint.size)
    let entries = report.checkpoint.map { " of \(Numbers.grouped($0.size))" } ?? ""
    return lines + [
      "extends \(kept.file): the first \(size)\(entries) entries are as they were then"
    ]
  }

  /// Who has signed a checkpoint.
  static func line(_ statement: SignatureStatement) -> String {
    let time = statement.at.map { ", which says that this was at \($0)" } ?? ""
    return "signed by \(statement.key.name)\(time)"
  }

  private static func unnamed(_ count: Int) -> String {
    "\(Numbers.count(count, "file")) that no entry names: whether \(count == 1 ? "it is" : "they are")"
      + " of the archive cannot be told, because the index is not whole"
  }

  private static func scope(_ report: VerifyReport, archive: String) -> String {
    let counts = [
      Numbers.count(report.activities, "activity", plural: "activities"),
      Numbers.count(report.amendments, "amendment"),
      "\(Numbers.grouped(report.quarantined)) quarantined",
    ]
    let redacted =
      report.redacted > 0 ? ", \(Numbers.grouped(report.redacted)) redacted" : ""
    let how = report.isQuick ? " (sizes and hashes only, no record was read)" : ""
    return "\(archive): \(Numbers.count(report.segments, "segment")), "
      + counts.joined(separator: ", ") + redacted + how
  }

  /// A finding with its place.
  static func line(_ finding: Finding) -> String {
    let place = place(finding)
    let message = message(finding)
    return "\(finding.kind.rawValue): " + (place.isEmpty ? message : "\(place): \(message)")
  }

  /// Where a finding is; empty for one that is of no place.
  static func place(_ finding: Finding) -> String {
    var place = finding.path ?? ""
    if let line = finding.line { place += "\(place.isEmpty ? "line " : ":")\(line)" }
    if let pointer = finding.pointer { place += " \(pointer.isEmpty ? "(whole record)" : pointer)" }
    return place
  }

  private static func coverage(_ windows: [Window]) -> String {
    guard let first = windows.first, let last = windows.last else { return "covered: nothing" }
    let parts = windows.count > 1 ? " in \(Numbers.count(windows.count, "part"))" : ""
    return "covered: \(first.from) to \(last.until)\(parts)"
  }
}

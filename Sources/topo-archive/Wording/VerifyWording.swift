import Activities
import Archiver

/// Words for what verify found.
enum VerifyWording {
  static func line(for error: VerifyError) -> String {
    switch error {
    case .unreadableCheckpoint(let path): "\(path) cannot be read: check --checkpoint"
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
    if !report.unrecognised.isEmpty { lines += unrecognised(report.unrecognised) }
    lines += FoldedFindings.lines(report.findings)
    if report.interruptedLines > 0 {
      lines.append(
        "a commit has not ended (\(Numbers.count(report.interruptedLines, "index line"))): the next"
          + " fetch finishes it")
    }
    lines.append(coverage(report.coverage))
    return lines + [integrity(report), completeness(report)]
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

  private static func unrecognised(_ counts: [String: Int]) -> [String] {
    let listed = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(10)
    let rest = counts.count - listed.count
    return listed.map { "not documented, no error: \($0.key), \(Numbers.grouped($0.value)) times" }
      + (rest > 0 ? ["not documented, no error: \(Numbers.grouped(rest)) more"] : [])
  }

  /// A finding with its place.
  static func line(_ finding: Finding) -> String {
    var place = finding.path ?? ""
    if let line = finding.line { place += "\(place.isEmpty ? "line " : ":")\(line)" }
    if let pointer = finding.pointer { place += " \(pointer.isEmpty ? "(whole record)" : pointer)" }
    let message = message(finding)
    return "\(finding.kind.rawValue): " + (place.isEmpty ? message : "\(place): \(message)")
  }

  private static func coverage(_ windows: [Window]) -> String {
    guard let first = windows.first, let last = windows.last else { return "nothing is covered" }
    let parts = windows.count > 1 ? " in \(Numbers.count(windows.count, "part"))" : ""
    return "covered: \(first.from) to \(last.until)\(parts)"
  }

  private static func integrity(_ report: VerifyReport) -> String {
    guard !report.isIntact else {
      return report.isQuick ? "intact, as far as sizes and hashes tell" : "intact"
    }
    let count = report.counts.filter { !$0.key.concernsCompleteness }.values.reduce(0, +)
    return
      "NOT INTACT: \(Numbers.count(count, "finding")); keep this copy as it is, and restore what"
      + " is named from another one"
  }

  private static func completeness(_ report: VerifyReport) -> String {
    guard !report.isComplete else {
      return report.coverage.isEmpty ? "complete: nothing was claimed" : "complete"
    }
    let count = report.counts.filter { $0.key.concernsCompleteness }.values.reduce(0, +)
    return
      "NOT COMPLETE: \(Numbers.count(count, "finding")); fetch --since reads what is missing if"
      + " the API still has it"
  }
}

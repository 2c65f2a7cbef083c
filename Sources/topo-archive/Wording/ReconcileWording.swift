import Activities
import Archiver

/// Words for how an archive and the API differ.
struct ReconcileWording {
  /// Whether activities were compared, not only how many there are on a day.
  let isFull: Bool
  let isDryRun: Bool

  private static let shown = 5

  /// The report for people: what was compared, every difference, and what was done about it.
  func summary(_ report: ReconcileReport, archive: String) -> [String] {
    let cost = [
      Numbers.count(report.requests, "request"),
      Numbers.count(report.retries, "retry", plural: "retries"),
    ].joined(separator: ", ")
    var lines = ["\(archive): \(Numbers.count(report.days, "day")) compared, \(cost)"]
    lines += Difference.Kind.allCases.flatMap { self.lines(report, $0) }
    if report.quarantined > 0 {
      lines.append("quarantined: \(Numbers.grouped(report.quarantined)) that cannot be placed")
    }
    lines += report.gaps.map { "not compared: \(VerifyWording.words(for: $0))" }
    lines += report.incomplete.map { "incomplete: \($0.from) to \($0.until)" }
    if report.notHeldBefore > 0 {
      let count = Numbers.count(report.notHeldBefore, "activity", plural: "activities")
      lines.append("\(count) before the archive's beginning are not held: fetch --since goes back")
    }
    return lines + [conclusion(report)]
  }

  private func lines(_ report: ReconcileReport, _ kind: Difference.Kind) -> [String] {
    guard let count = report.counts[kind] else { return [] }
    let listed = report.differences.lazy.filter { $0.kind == kind }
    let first = listed.prefix(Self.shown).map { "\(kind.words): \($0.key.instant) \($0.key.id)" }
    let rest = count - first.count
    return first + (rest > 0 ? ["\(kind.words): \(Numbers.grouped(rest)) more"] : [])
  }

  private func conclusion(_ report: ReconcileReport) -> String {
    if report.wasInterrupted {
      return "interrupted: run it again, which compares from the first day on"
    }
    guard report.incomplete.isEmpty else {
      return "not all could be read: run reconcile again"
    }
    guard report.isDifferent else { return agreement(report) }
    return isDryRun
      ? "the archive and the API differ: run it without --dry-run to archive what is new"
      : "the archive and the API differed: what is new has been archived, nothing was removed"
  }

  /// Counts that agree prove little: one may have come and another gone.
  private func agreement(_ report: ReconcileReport) -> String {
    guard report.days > 0 else { return "nothing was compared: the archive covers none of it yet" }
    let scope = report.gaps.isEmpty ? "" : " on the days compared"
    return isFull
      ? "the archive holds what the API shows\(scope)"
      : "the counts of the days agree\(scope); --full compares the activities themselves"
  }

  /// The same for machines, as one JSON object.
  func json(_ report: ReconcileReport) -> String {
    var object = JSONText()
    object.boolean("agreed", report.isAgreed)
    object.boolean("full", isFull)
    object.boolean("dry_run", isDryRun)
    object.number("days", report.days)
    for kind in Difference.Kind.allCases {
      object.number(kind.rawValue, report.counts[kind, default: 0])
    }
    object.number("quarantined", report.quarantined)
    object.array("differences", report.differences.map(Self.difference))
    object.windows("not_covered", report.gaps.map(\.window))
    object.windows("incomplete", report.incomplete)
    object.boolean("interrupted", report.wasInterrupted)
    object.number("not_held_before", report.notHeldBefore)
    object.number("requests", report.requests)
    object.number("retries", report.retries)
    return object.finish()
  }

  private static func difference(_ difference: Difference) -> String {
    var object = JSONText()
    object.string("kind", difference.kind.rawValue)
    object.string("id", difference.key.id.description)
    object.string("created_at", difference.key.instant.description)
    return object.finish()
  }
}

extension Difference.Kind {
  fileprivate var words: String {
    switch self {
    case .late: "not held before"
    case .changed: "changed"
    case .vanished: "vanished"
    case .returned: "returned"
    case .redated: "dated anew"
    }
  }
}

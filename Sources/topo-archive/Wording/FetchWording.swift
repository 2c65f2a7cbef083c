import Activities
import ArchiveFormat
import Archiver

/// Words for what fetch did, and for an archive and an API that do not go together.
enum FetchWording {
  static func line(for error: FetchError) -> String {
    switch error {
    case .otherSource(let archive, let given):
      "this archive holds activities of \(archive), not of \(given): give another --archive, or"
        + " --base-url \(archive)"
    case .otherOrganization(let archive, let received):
      "this archive belongs to workspace \(archive), but the key is of workspace \(received): set"
        + " the other key, or give another --archive; nothing of this window was kept"
    }
  }

  /// The conclusion of a run that was stopped before the API had answered.
  static let interruptedBeforeItBegan =
    "interrupted before the API had answered: nothing was changed; run fetch again to go on"

  /// The summary for people: what is there, what it took, what is not and what to do.
  static func summary(_ report: FetchReport, archive: String) -> [String] {
    var lines = [
      "\(archive): \(Numbers.count(report.added, "new activity", plural: "new activities")) on "
        + "\(Numbers.count(report.days.count, "day")), \(Numbers.bytes(report.bytesWritten)) written, "
        + "\(Numbers.count(report.requests, "request")), "
        + Numbers.count(report.retries, "retry", plural: "retries")
    ]
    let changes = [
      (report.amended, "amended"), (report.vanished, "vanished"), (report.returned, "returned"),
      (report.redated, "dated anew"), (report.quarantined, "quarantined"),
    ].filter { $0.0 > 0 }
    if !changes.isEmpty {
      lines.append(changes.map { "\(Numbers.grouped($0.0)) \($0.1)" }.joined(separator: ", "))
    }
    lines += notHeld(report)
    if !report.usedServerClock {
      lines.append("the API does not tell the time: this machine's clock was used")
    }
    return lines + [conclusion(report)]
  }

  private static func notHeld(_ report: FetchReport) -> [String] {
    var lines: [String] = []
    if report.notHeldBefore > 0 {
      let count = Numbers.count(report.notHeldBefore, "activity", plural: "activities")
      lines.append("\(count) before the archive's beginning are not held: give --since to go back")
    }
    if report.future > 0 {
      let count = Numbers.count(report.future, "activity", plural: "activities")
      lines.append("\(count) dated in the future are not held: they will be when their time comes")
    }
    return lines
  }

  private static func conclusion(_ report: FetchReport) -> String {
    let through =
      report.completeThrough.map { "complete through \($0)" } ?? "nothing is covered yet"
    if report.wasInterrupted {
      return "interrupted: what was received is kept, \(through); run fetch again to go on"
    }
    guard report.isComplete else {
      let first = report.incomplete.prefix(3).map { "\($0.from) to \($0.until)" }
      let more = report.incomplete.count > 3 ? " and \(report.incomplete.count - 3) more" : ""
      return "incomplete: \(first.joined(separator: ", "))\(more); \(through); run fetch again"
    }
    return through
  }

  /// The same for machines, as one JSON object.
  static func json(_ report: FetchReport) -> String {
    var object = JSONText()
    object.number("added", report.added)
    object.number("amended", report.amended)
    object.number("quarantined", report.quarantined)
    object.number("vanished", report.vanished)
    object.number("returned", report.returned)
    object.number("redated", report.redated)
    object.number("days", report.days.count)
    object.number("bytes_written", report.bytesWritten)
    object.number("requests", report.requests)
    object.number("retries", report.retries)
    object.boolean("complete", report.isComplete)
    object.string("complete_through", report.completeThrough?.description)
    object.windows("incomplete", report.incomplete)
    object.boolean("interrupted", report.wasInterrupted)
    object.number("not_held_before", report.notHeldBefore)
    object.number("future", report.future)
    object.string("clock", report.usedServerClock ? "server" : "local")
    return object.finish()
  }
}

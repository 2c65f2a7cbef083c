import Activities
import ArchiveFormat
import Archiver

/// Words for what fetch did, and for an archive and an API that do not go together.
enum FetchWording {
  static func line(for error: FetchError, archive: String) -> String {
    switch error {
    case .otherSource(let source, let given):
      "\(archive) holds activities of \(source), not of \(given): give another --archive, or"
        + " --base-url \(source)"
    case .nothingThere:
      "\(archive) holds activities, and the API shows none at all: most likely the key is of another"
        + " workspace; nothing was changed"
    }
  }

  static func line(for error: SourceError, archive: String) -> String {
    switch error {
    case .notNamed(let source):
      "\(archive) says that its activities come from \(source): if that is where the key may go,"
        + " give --base-url \(source)"
    }
  }

  /// What the first run says, as a typing error makes an archive as well.
  static func made(_ archive: String) -> String { "new archive at \(archive)" }

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
    lines += UndocumentedWording.lines(report.unrecognised)
    if report.violating > 0 {
      let records = Numbers.count(report.violating, "record")
      lines.append(
        "\(records) \(report.violating == 1 ? "breaks" : "break") the schema: archived as received;"
          + " verify lists what is wrong")
    }
    if let start = report.start, let end = report.end, end <= start {
      lines.append("there was nothing to read: the run begins at \(start) and ends at \(end)")
    }
    if let midnight = report.expiredBefore, let start = report.start, start == midnight {
      lines.append("\(ExpiryWording.expired(midnight)), and nothing before is read")
    }
    lines += notHeld(report)
    if !report.usedServerClock {
      lines.append("the API does not tell the time: this machine's clock was used")
    }
    return lines + [conclusion(report)]
  }

  private static func notHeld(_ report: FetchReport) -> [String] {
    var lines: [String] = []
    if let beginning = report.beginning, report.notHeldBefore > 0 {
      lines.append(
        "\(notHeld(report.notHeldBefore, "before \(beginning)")): give an earlier --since to go back"
      )
    }
    if let beginning = report.beginning, let start = report.start, report.notHeldBetween > 0 {
      let line = notHeld(report.notHeldBetween, "from \(beginning) to \(start)")
      // What fills a gap brings these, too.
      lines.append(report.gaps.isEmpty ? "\(line): run fetch without --since" : line)
    }
    lines += gaps(report.gaps)
    if report.future > 0 {
      lines.append(
        "\(notHeld(report.future, "dated in the future")): they will be when their time comes")
    }
    return lines
  }

  private static func notHeld(_ count: Int, _ place: String) -> String {
    let activities = Numbers.count(count, "activity", plural: "activities")
    return "\(activities) \(place) \(count == 1 ? "is" : "are") not held"
  }

  /// What was asked for is archived all the same; but what verify will say must be no surprise.
  private static func gaps(_ gaps: [Window]) -> [String] {
    guard !gaps.isEmpty else { return [] }
    return [
      "no run has read \(WindowWording.listed(gaps)), which verify calls NOT COMPLETE: run fetch"
        + " without --since and --until to fill it"
    ]
  }

  private static func conclusion(_ report: FetchReport) -> String {
    let through =
      report.completeThrough.map { "complete through \($0)" }
      ?? (report.hasCoverage ? "its beginning is not covered" : "nothing is covered yet")
    if report.wasInterrupted {
      return "interrupted: what was received is kept, \(through); run fetch again to go on"
    }
    guard report.isComplete else {
      return "incomplete: \(WindowWording.listed(report.incomplete)); \(through); \(advice(report))"
    }
    return through
  }

  private static func advice(_ report: FetchReport) -> String {
    let unread = report.unreadAtSource
    guard !unread.isEmpty else { return "run fetch again" }
    return "the archive that answered has not read \(WindowWording.listed(unread)) itself:"
      + " run fetch into that one first, then this again"
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
    object.counts("unrecognised", report.unrecognised)
    object.number("schema_violations", report.violating)
    object.number("days", report.days.count)
    object.number("bytes_written", report.bytesWritten)
    object.number("requests", report.requests)
    object.number("retries", report.retries)
    // Of the archive, as verify and status have it: also a gap that the run left as it was told to.
    object.boolean("complete", report.isComplete && report.gaps.isEmpty)
    object.string("complete_through", report.completeThrough?.description)
    object.string("expired_before", report.expiredBefore?.description)
    object.windows("incomplete", report.incomplete)
    object.windows("unread_at_source", report.unreadAtSource)
    object.windows("gaps", report.gaps)
    object.boolean("interrupted", report.wasInterrupted)
    object.number("not_held_before", report.notHeldBefore)
    object.number("not_held_between", report.notHeldBetween)
    object.number("future", report.future)
    object.string("clock", report.usedServerClock ? "server" : "local")
    return object.finish()
  }
}

import Activities
import ArchiveFormat
import Archiver

/// Words for what is in an archive.
enum StatusWording {
  private static let shownTypes = 20
  private static let shownWindows = 5

  /// The status for people, in a screen.
  static func lines(
    _ status: ArchiveStatus, _ freshness: Freshness? = nil, archive: String
  ) -> [String] {
    let workspace = status.organizationID.map { "workspace \($0)" } ?? "no workspace yet"
    return [
      row("archive", "\(archive), begun \(status.entry.createdAt)")
    ] + (status.snapshot.map { snapshot($0, status.absent) } ?? []) + [
      row("source", "\(status.entry.source), \(workspace)"),
      row("activities", activities(status)),
    ] + types(status) + [
      row("also held", also(status)),
      row("size", "\(Numbers.bytes(status.size)), \(Numbers.bytes(status.contentSize)) of records"),
    ] + rows("covered", status.coverage.covered.map(WindowWording.words), none: "nothing yet")
      + (freshness.map { [row("age", FreshnessWording.words($0))] } ?? [])
      + (status.expiredBefore.map { [row("expired", ExpiryWording.expired($0))] } ?? [])
      + rows("gaps", status.coverage.gaps.map(WindowWording.words), none: "none")
      + rows("incomplete", status.incomplete.map { WindowWording.words($0.window) }, none: "none")
      + rows("not settled", status.unsettled.map(WindowWording.words), none: "nothing")
      + [
        row("last walk", lastWalk(status)),
        row(
          "checkpoint",
          "\(Numbers.count(status.checkpoint.size, "entry", plural: "entries")), root \(status.checkpoint.root.base64)"
        ),
      ]
  }

  private static func snapshot(_ snapshot: SnapshotDescription, _ absent: Int) -> [String] {
    [
      row("snapshot", "\(WindowWording.words(snapshot.window)), taken \(snapshot.takenAt)"),
      row("", SnapshotWording.absent(absent)),
    ]
  }

  private static func activities(_ status: ArchiveStatus) -> String {
    let count = Numbers.grouped(status.activities)
    guard let first = status.days.first?.day, let last = status.days.last?.day else { return count }
    return "\(count) on \(Numbers.count(status.days.count, "day")), \(first) to \(last)"
  }

  private static func types(_ status: ArchiveStatus) -> [String] {
    let sorted = status.types.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let width = sorted.map { Numbers.grouped($0.value).count }.max() ?? 0
    var lines = sorted.prefix(shownTypes).map { type, count in
      let number = Numbers.grouped(count)
      return row("", String(repeating: " ", count: width - number.count) + "\(number)  \(type)")
    }
    if sorted.count > shownTypes { lines.append(row("", "and \(sorted.count - shownTypes) more")) }
    return lines
  }

  private static func also(_ status: ArchiveStatus) -> String {
    [
      Numbers.count(status.amendments, "amendment"),
      "\(Numbers.grouped(status.quarantined)) in quarantine",
      "\(Numbers.grouped(status.vanished.count)) vanished from the API",
      "\(Numbers.grouped(status.redacted)) redacted",
    ].joined(separator: ", ")
  }

  private static func lastWalk(_ status: ArchiveStatus) -> String {
    guard let walk = status.lastWalk else { return "none yet" }
    let filter = walk.eventType.map { "\($0) of " } ?? ""
    let what = walk.isComplete ? "complete" : "incomplete"
    return "ended \(walk.endedAt), read \(filter)\(WindowWording.words(walk.window)), \(what)"
  }

  private static func row(_ name: String, _ text: String) -> String {
    OutputFormat.padded(name, to: 13) + text
  }

  private static func rows(_ name: String, _ texts: [String], none: String) -> [String] {
    guard let first = texts.first else { return [row(name, none)] }
    let others = texts.dropFirst().prefix(shownWindows - 1).map { row("", $0) }
    let hidden = texts.count - 1 - others.count
    return [row(name, first)] + others + (hidden > 0 ? [row("", "and \(hidden) more")] : [])
  }

  /// The same for machines, as one JSON object.
  static func json(_ status: ArchiveStatus, _ freshness: Freshness? = nil) -> String {
    var object = JSONText()
    status.add(to: &object)
    object.array("vanished_activities", status.vanished.map(vanished))
    object.array("days", status.days.map(day))
    if let freshness { object.raw("freshness", FreshnessWording.json(freshness)) }
    return object.finish()
  }

  private static func day(_ day: ArchiveStatus.Day) -> String {
    var object = JSONText()
    object.string("day", day.day.description)
    object.number("activities", day.activities)
    object.number("amendments", day.amendments)
    object.number("size", day.size)
    return object.finish()
  }

  private static func vanished(_ activity: VanishedActivity) -> String {
    var object = JSONText()
    object.string("id", activity.id.description)
    object.string("noticed_at", activity.noticedAt.description)
    return object.finish()
  }
}

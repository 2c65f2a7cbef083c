import Activities
import ArchiveFormat
import Archiver

/// The sections below the calendar.
extension SnapshotPage {
  /// The most activities that a table of the page lists; report.json has more.
  private static let shown = 100

  func coverage(_ section: inout HTMLText) {
    section.paragraph(SnapshotWording.coverage)
    section.table(
      "Stretches of time", style: "stretches", ["From", "Until", "What is known"],
      stretches.map { $0.cells })
  }

  private var stretches: [Stretch] {
    let coverage = facts.coverage
    let all =
      coverage.covered.map { Stretch($0, SnapshotWording.covered) }
      + coverage.gaps.map { Stretch($0, SnapshotWording.notRead) }
      + facts.incomplete.map { Stretch($0.window, SnapshotWording.incomplete($0)) }
      + facts.unsettled.map { Stretch($0, SnapshotWording.unsettled) }
      + facts.expired.map { Stretch($0, SnapshotWording.expired) }
    return all.sorted { ($0.window.from, $0.window.until) < ($1.window.from, $1.window.until) }
  }

  private struct Stretch {
    let window: Window
    let words: String

    init(_ window: Window, _ words: String) {
      self.window = window
      self.words = words
    }

    var cells: [String] { ["\(window.from)", "\(window.until)", words] }
  }

  func counts(_ section: inout HTMLText) {
    let counts = facts.counts
    section.paragraph(SnapshotWording.counts(facts))
    section.table(
      "Activities by type", style: "counts", ["Type", "Activities"], numeric: [1],
      SnapshotWording.rows(counts.types))
    section.table(
      "Activities by channel", style: "counts", ["Channel", "Activities"], numeric: [1],
      SnapshotWording.rows(counts.channels))
    section.table(
      "Activities by day", style: "counts", ["Day", "Activities", "Later forms", "Remarks"],
      numeric: [1, 2],
      facts.days.map { day in
        [
          "\(day.day)", SnapshotWording.count(day), Numbers.grouped(day.amendments),
          day.sortedMarks.map(SnapshotWording.short).joined(separator: ", "),
        ]
      })
  }

  func changes(_ section: inout HTMLText) {
    let counts = facts.counts
    section.paragraph(SnapshotWording.amended(facts))
    activities(
      "Activities with later forms", "Later forms", counts.amendedActivities, counts.amended,
      &section
    ) { Numbers.grouped($0.forms) }
    section.paragraph(SnapshotWording.vanished(facts))
    activities(
      "Activities that the API has no more", "Noticed", counts.vanishedActivities, counts.vanished,
      &section
    ) { $0.noticedAt.map { "\($0)" } ?? "" }
    section.paragraph(SnapshotWording.redacted(facts))
    guard !facts.redactions.isEmpty else { return }
    section.table(
      "Redactions", ["Day", "Records", "When", "Reason given"], numeric: [1],
      facts.redactions.map { entry in
        [
          entry.revision.location.partition.map { "\($0)" } ?? "",
          Numbers.grouped(entry.redacted), "\(entry.redaction.at)", entry.redaction.reason,
        ]
      })
  }

  private func activities(
    _ caption: String, _ last: String, _ activities: [SnapshotCounts.Activity], _ total: Int,
    _ section: inout HTMLText, _ cell: (SnapshotCounts.Activity) -> String
  ) {
    guard !activities.isEmpty else { return }
    let shown = activities.prefix(Self.shown)
    section.table(
      caption, ["Activity", "Time", "Type", last],
      shown.map { activity in
        [
          "\(activity.key.id)", "\(activity.key.instant)", activity.type ?? "(none)",
          cell(activity),
        ]
      })
    if shown.count < total {
      section.element("p", ["class": "note"], SnapshotWording.cut(shown.count, of: total))
    }
  }

  func absences(_ section: inout HTMLText) {
    section.list(SnapshotWording.absences(facts))
  }

  func keys(_ section: inout HTMLText) {
    section.paragraph(SnapshotWording.keys(facts))
    if !facts.keys.isEmpty {
      section.table(
        "Public keys", style: "short", ["Name", "Key", "Has it signed the checkpoint?"],
        facts.keys.map { key in
          [key.key.name, key.key.text, SnapshotWording.signature(key)]
        })
    }
    guard !facts.signers.isEmpty else { return }
    section.table(
      "Signature lines of the checkpoint", style: "short", ["Name of the key", "Id of the key"],
      facts.signers.map { [$0.name, $0.keyID.hex] })
  }

  func checking(_ section: inout HTMLText) {
    for (words, commands) in SnapshotWording.checks(facts) {
      section.paragraph(words)
      section.element("pre") { $0.element("code", commands.joined(separator: "\n")) }
      section.newLine()
    }
  }
}

import Activities
import ArchiveFormat
import Archiver

/// Words below the calendar.
extension SnapshotWording {
  static let coverage =
    "What the index tells of how these days were read from the API: stretches that were read to their"
    + " end, and all that speaks against them being whole."

  static let covered = "read to its end"
  static let notRead = "not read: there may be activities that are not here"
  static let unsettled =
    "read to its end, but too soon after to be settled: it may have changed since"
  static let expired = "expired: removed on purpose, at the end of its retention"

  static func incomplete(_ walk: WalkEntry) -> String {
    "not read to its end on \(walk.startedAt): \(Numbers.grouped(walk.received)) received of"
      + " \(Numbers.grouped(walk.reported)) that the API counted"
  }

  static func counts(_ facts: SnapshotFacts) -> String {
    let redacted =
      facts.redacted > 0
      ? " A redacted activity has neither type nor channel any more, and is counted under (none)."
      : ""
    let words =
      "Types and channels are those of each activity as it was first archived; later forms are not"
      + " counted again.\(redacted)"
    guard facts.counts.activities != facts.activities else { return words }
    return words
      + " They are of the \(Numbers.grouped(facts.counts.activities)) activities that could be"
      + " read, of \(Numbers.grouped(facts.activities)) that the index has."
  }

  /// A row for each value, the most frequent first.
  static func rows(_ counts: ValueCounts) -> [[String]] {
    let sorted = counts.counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let rows = sorted.map { [$0.key, Numbers.grouped($0.value)] }
    let others =
      counts.others > 0 ? [["(other values)", Numbers.grouped(counts.others)]] : []
    let without = counts.without > 0 ? [["(none)", Numbers.grouped(counts.without)]] : []
    return rows + others + without
  }

  static func amended(_ facts: SnapshotFacts) -> String {
    guard facts.counts.amended > 0 else { return "No activity of these days has a later form." }
    return "\(Numbers.count(facts.counts.amended, "activity", plural: "activities")) changed after"
      + " being archived, like a reply whose category is filled in later. The first form stays in"
      + " data/activities/, \(Numbers.count(facts.counts.amendments, "later form")) in"
      + " data/amendments/."
  }

  static func vanished(_ facts: SnapshotFacts) -> String {
    guard facts.counts.vanished > 0 else {
      return "Of no activity of these days is it known that the API has it no more."
    }
    return "\(Numbers.count(facts.counts.vanished, "activity", plural: "activities")) of these days"
      + " vanished from the API after being archived. The records are here all the same."
  }

  static func redacted(_ facts: SnapshotFacts) -> String {
    guard facts.redacted > 0 else { return "No record of these days was redacted." }
    return
      "\(Numbers.count(facts.redacted, "record")) of these days had to be redacted: the content is"
      + " gone, the hash of what it was is kept in its place."
  }

  static func absences(_ facts: SnapshotFacts) -> [String] {
    [
      "\(Numbers.count(facts.otherSegments, "segment file")) of other days. The index lists them, and"
        + " verify says that they are not in this snapshot.",
      facts.quarantined == 0
        ? "Quarantine, for items of the API that cannot be placed in time, is empty."
        : "\(Numbers.count(facts.quarantined, "item")) in quarantine, which the API gave and which cannot"
          + " be placed in time, so that they belong to no day: they stay in the archive.",
    ]
  }

  static func keys(_ facts: SnapshotFacts) -> String {
    if facts.signers.isEmpty {
      return facts.keys.isEmpty
        ? "The checkpoint is not signed."
        : "The checkpoint has no signature line, so none of the keys below has signed it."
    }
    let signed = "The checkpoint bears \(Numbers.count(facts.signers.count, "signature line"))"
    return facts.keys.isEmpty
      ? "\(signed); whether they are good was not checked, as no public key was given."
      : "\(signed). Get the keys below from their owners, not from here."
  }

  static func signature(_ key: SnapshotFacts.Key) -> String {
    guard let statement = key.statement else { return "NO" }
    return statement.at.map { "yes, at \($0) by its own clock" } ?? "yes"
  }

  private static let withAnyTools =
    "In this folder, with tools of any system. They show that no file was damaged on the way. The"
    + " manifests are not signed: whoever changes a file can change its line, too."

  private static let withTopoArchive =
    "With topo-archive. Every record is valid and what the index commits to, the index is the one of"
    + " the checkpoint, and nothing of these days is left out; with a public key that you have from"
    + " its owner, or a checkpoint that you have from earlier, also who made it, and that nothing was"
    + " rewritten since. What a signed checkpoint commits to is checked by topo-archive verify"
    + " --public-key. No signature covers report.html and report.json: they are words of whoever took"
    + " the snapshot."

  /// Ways to check it: what each shows, and the commands.
  static func checks(_ facts: SnapshotFacts) -> [(String, [String])] {
    let day = facts.days.first { $0.activities > 0 }?.day ?? facts.window.from.day
    return [
      (
        withAnyTools,
        [
          "sha256sum --check --quiet manifest-sha256.txt",
          "sha256sum --check --quiet tagmanifest-sha256.txt",
          "bagit.py --validate .",
        ]
      ),
      (
        withTopoArchive,
        [
          "topo-archive verify --archive .",
          "topo-archive verify --archive . --public-key FILE",
          "topo-archive verify --archive . --checkpoint FILE",
        ]
      ),
      (
        "To read the records, which are lines of JSON:",
        [
          "zcat data/activities/created_date=\(day)/*.gz",
          "topo-archive grep --archive . --count-by channel",
        ]
      ),
    ]
  }
}

import Activities
import ArchiveFormat
import Archiver

/// Words of the report that a snapshot bears, for somebody who knows neither us nor this program.
extension SnapshotWording {
  /// In large letters. Nothing good is said there unless both verdicts are.
  static func headline(_ facts: SnapshotFacts) -> String {
    let expired = facts.expiredDays > 0
    return switch (facts.verification.isIntact, facts.isComplete) {
    case (true, true) where expired: "INTACT AND COMPLETE BUT FOR WHAT HAS EXPIRED"
    case (true, true): "INTACT AND COMPLETE"
    case (false, true): expired ? "NOT INTACT, AND IN PART EXPIRED" : "NOT INTACT"
    case (true, false): expired ? "NOT COMPLETE, AND IN PART EXPIRED" : "NOT COMPLETE"
    case (false, false) where expired: "NOT INTACT, NOT COMPLETE, AND IN PART EXPIRED"
    case (false, false): "NOT INTACT AND NOT COMPLETE"
    }
  }

  /// How many of the days have expired; nil if none has.
  static func expiry(_ facts: SnapshotFacts) -> String? {
    switch facts.expiredDays {
    case 0: nil
    case 1: "1 of these days has expired: its records were removed on purpose"
    case let days:
      "\(Numbers.grouped(days)) of these days have expired: their records were removed on purpose"
    }
  }

  static func integrity(_ facts: SnapshotFacts) -> String {
    guard !facts.verification.isIntact else {
      let all = facts.expiredDays > 0 ? "that is here" : "of these days"
      return "Every byte and every record \(all) is what the archive's index commits to, and"
        + " valid. This was verified before the snapshot was made."
    }
    let missing =
      facts.missing > 0
      ? " \(Numbers.count(facts.missing, "segment")) of these days could not be copied." : ""
    return "Something is not what the archive's index commits to, or not valid, or missing: see the"
      + " findings.\(missing)"
  }

  static func completeness(_ facts: SnapshotFacts) -> String {
    guard facts.isComplete else {
      return
        "Not all of these days was read from the API, or not to its end: see the calendar and what"
        + " was read."
    }
    guard facts.verification.isIntact else {
      return "As the index has it, these days were read from the API without a gap; what of them is"
        + " missing or damaged now is among the findings."
    }
    return "The index shows that these days were read from the API to their end, without a gap"
      + (facts.unsettled.isEmpty ? "." : "; some of them may have changed since, see the calendar.")
  }

  static let noKey =
    "No public key was given. Without one, or an earlier checkpoint from elsewhere, hashes show that"
    + " everything here fits together, but not who made it."

  /// Says that it holds everything only where it does.
  static func explanation(_ facts: SnapshotFacts) -> String {
    let what =
      "A copy of some days of an archive of the audit log of a Topo workspace: what was sent to whom and"
      + " when, as the Activities API gave it"
    guard facts.isWhole else {
      return what
        + ". Maybe not all of these days is here as it was first archived: what is missing, changed,"
        + " redacted or expired is told below. The whole index of the archive is here; its checkpoint"
        + " commits to every byte of what is to be here."
    }
    return what
      + ", byte for byte. It holds every activity of these days as it was first archived, every later"
      + " form of it, and the whole index of the archive, whose checkpoint commits to every byte."
  }

  /// A number of records by the index, and of those that can be read where these are others.
  private static func number(_ readable: Int, byIndex count: Int) -> String {
    readable == count
      ? Numbers.grouped(count)
      : "\(Numbers.grouped(readable)) that can be read, of \(Numbers.grouped(count)) by the index"
  }

  /// What it is, as names and values.
  static func summary(_ facts: SnapshotFacts) -> [(String, String)] {
    let checkpoint = facts.checkpoint
    return [
      ("Days", "\(facts.window.from) to \(facts.window.until), the end not included"),
      ("Activities", number(facts.counts.activities, byIndex: facts.activities)),
      ("Later forms", number(facts.counts.amendments, byIndex: facts.amendments)),
      ("Redacted records", Numbers.grouped(facts.redacted)),
      ("Segment files", Numbers.grouped(facts.segments)),
      ("Taken", "\(facts.takenAt), by the clock of the machine that made it"),
      ("Archive", "\(facts.archive.id), begun \(facts.archive.createdAt)"),
      ("Source", facts.archive.source),
      ("Workspace", facts.organizationID.map { "\($0)" } ?? "none named"),
      (
        "Checkpoint",
        "\(Numbers.count(checkpoint.size, "entry", plural: "entries")), root \(checkpoint.root.base64)"
      ),
      ("Made by", facts.software),
    ]
  }

  static func findings(_ report: VerifyReport) -> String {
    let counts = report.counts.sorted { $0.key.rawValue < $1.key.rawValue }
      .map { "\(Numbers.grouped($0.value)) \($0.key.rawValue)" }.joined(separator: ", ")
    return "By kind: \(counts). Of each kind the first \(VerifyReport.listed) are listed."
  }

  static let calendar =
    "Every day with the number of its activities, as the index has it. A day of which more is to be"
    + " known bears a mark and a word."

  static func month(_ day: UTCDay) -> String {
    "\(CalendarWording.months[day.date.month - 1]) \(day.date.year)"
  }

  static func shades(busiest: Int) -> String {
    "The stronger the shade the more activities: none has no shade, the strongest is up to"
      + " \(Numbers.grouped(busiest)). Days without a count are not in this snapshot."
  }

  static let noMarks = "No day bears a mark."

  /// How many activities a day has; a dash where none being there says nothing about the day.
  static func count(_ day: CalendarDay) -> String {
    let isKnown = day.marks.isDisjoint(with: [.gap, .incomplete, .expired])
    return day.activities == 0 && !isKnown ? "\u{2013}" : Numbers.grouped(day.activities)
  }

  static func short(_ mark: DayMark) -> String {
    switch mark {
    case .finding: "finding"
    case .gap: "not read"
    case .incomplete: "incomplete"
    case .expired: "expired"
    case .unsettled: "not settled"
    case .redacted: "redacted"
    }
  }

  static func long(_ mark: DayMark) -> String {
    switch mark {
    case .finding:
      "a file of the day is missing, or is or holds what it should not; see the findings"
    case .gap: "nothing has read all of the day from the API, so there may be more"
    case .incomplete: "the day was read, but not to its end, so there may be more"
    case .expired: "its records were removed on purpose, at the end of their retention"
    case .unsettled:
      "it was read soon after its end and not again, so what appeared or changed later may not be here"
    case .redacted: "records of the day were redacted: what they said was removed on purpose"
    }
  }

  static func cut(_ shown: Int, of total: Int) -> String {
    "The first \(Numbers.grouped(shown)) of \(Numbers.grouped(total)); report.json lists up to"
      + " \(Numbers.grouped(SnapshotCounts.mostListed))."
  }
}

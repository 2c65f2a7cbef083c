import Activities
import ArchiveFormat
import ArchiveStore
import Archiver

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Words for snapshots: what is in them, and what is not.
enum SnapshotWording {
  /// The days of a window that ends at a midnight, the last one named too.
  static func days(_ window: Window) -> String {
    let last = (window.until - .nanoseconds(1)).day
    let first = window.from.day
    return first == last ? "\(first)" : "\(first) to \(last)"
  }

  /// What verify says of a snapshot before anything else.
  static func lines(_ extent: SnapshotExtent) -> [String] {
    let taken = extent.takenAt.map { ", taken \($0)" } ?? ""
    let besides =
      extent.besides > 0
      ? [
        "\(Numbers.count(extent.besides, "segment")) of other days lie beside and were verified, too"
      ]
      : []
    return [
      "snapshot of \(extent.window.from) to \(extent.window.until)\(taken): \(absent(extent.absent))"
    ] + besides
  }

  /// How much of the archive a snapshot is without.
  static func absent(_ segments: Int) -> String {
    "\(Numbers.count(segments, "segment")) of other days or of quarantine \(segments == 1 ? "is" : "are") not in this snapshot"
  }

  /// What a good verdict is bounded by.
  static func bound(_ extent: SnapshotExtent) -> String {
    ", as far as this snapshot goes: \(extent.window.from) to \(extent.window.until)"
  }

  static let remedy =
    "this is not what the archive's index commits to: heal the archive by repair if it has the same"
    + " findings and take the snapshot again, or else take another copy of this one"

  static let takeAgain = "; then take the snapshot again"

  /// That an activity is not there, and what else could have been.
  static func holdsNo(_ id: Identifier, _ archive: Archive) -> String {
    guard let snapshot = archive.snapshot else {
      let expired = archive.contents.expiredBefore.map { "; \(ExpiryWording.expired($0))" } ?? ""
      return "the archive holds no activity \(id)\(expired)"
    }
    return "there is no activity \(id) in this snapshot, which holds only \(days(snapshot.window));"
      + " \(absent(archive.absent.count))"
  }

  /// That what was asked about is not all in a snapshot; nil if it is.
  static func outOfReach(_ filter: ActivityFilter, _ archive: Archive) -> String? {
    guard let snapshot = archive.snapshot else { return nil }
    let asked = filter.window
    let isBeyond = archive.absent.contains { segment in
      segment.location.partition.map { !Window($0).intersection(asked).isEmpty } ?? false
    }
    return isBeyond
      ? "only \(days(snapshot.window)) were searched: other days are not in this snapshot" : nil
  }

  static func line(for error: VerifyScopeError) -> String {
    switch error {
    case .outsideSnapshot(let window):
      "nothing between --since and --until is in this snapshot, which holds only \(days(window))"
    }
  }

  /// What an interrupted run keeps.
  static let nothingHalf = "nothing, as there is no half a snapshot"

  /// What has become of a snapshot that was taken.
  static func summary(_ facts: SnapshotFacts, _ archive: String, _ output: String) -> [String] {
    let counts = [
      Numbers.count(facts.segments, "segment"),
      number(
        facts.counts.activities, byIndex: facts.activities, "activity", plural: "activities"),
      number(
        facts.counts.amendments, byIndex: facts.amendments, "amendment", plural: "amendments"),
    ].joined(separator: ", ")
    let missing =
      facts.missing > 0 ? ["\(Numbers.count(facts.missing, "segment")) could not be copied"] : []
    let expired = expiry(facts).map { [$0] } ?? []
    return ["\(output): \(days(facts.window)) of \(archive), \(counts)"] + missing + expired
      + facts.keys.compactMap { $0.statement.map(VerifyWording.line) }
      + FoldedFindings.lines(facts.verification.findings)
      + [
        VerifyWording.integrity(facts.verification),
        VerifyWording.completeness(facts.verification),
        "hand over the whole folder: report.html in it says what is in it, and how to check it",
      ]
  }

  private static func number(
    _ readable: Int, byIndex count: Int, _ noun: String, plural: String
  ) -> String {
    guard readable != count else { return Numbers.count(count, noun, plural: plural) }
    return "\(Numbers.count(readable, noun, plural: plural)) that can be read, of"
      + " \(Numbers.grouped(count)) by the index"
  }

  /// That the archive does not tell of the snapshot.
  static func noNote(_ fault: StoreError, archive: String) -> String {
    "the snapshot is taken, but no note of it could be kept in \(Layout.snapshotNotes)"
      + " (\(StoreWording(archive: archive).line(for: fault)))"
  }

  static func line(for error: SnapshotError, archive: String) -> String {
    switch error {
    case .exists(let path):
      "\(path) is there already, and nothing is written over: give another --output"
    case .withinArchive(let path):
      "\(path) would lie within the archive: give an --output elsewhere"
    case .output(let failure):
      "\(failure.path): \(StoreWording.reason(for: failure)); \(advice(failure)); nothing is left of"
        + " the snapshot"
    case .indexNotTrusted(let findings):
      "\(archive): no snapshot was taken, as its index cannot be relied upon"
        + (findings.first.map { " (\(VerifyWording.line($0)))" } ?? "")
        + ": run verify to see all of it, and restore the whole archive from one copy"
    case .archiveKeepsChanging:
      "\(archive): whenever it had been verified, it was changed before it was copied: run it again when"
        + " no other command writes to the archive"
    }
  }

  private static func advice(_ failure: SystemFailure) -> String {
    switch failure.code {
    case ENOSPC, EDQUOT: "make room, then run it again"
    case ENOENT: "make the folder above --output first"
    case EACCES, EPERM, EROFS: "give an --output that this user can write to"
    default: "check --output"
    }
  }
}

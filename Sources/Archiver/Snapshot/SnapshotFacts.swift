import Activities
import ArchiveFormat
import ArchiveStore

/// All that a snapshot's report tells, before it is put into words.
public struct SnapshotFacts: Sendable {
  /// A key that was asked about.
  public struct Key: Hashable, Sendable {
    /// Which one.
    public let key: VerifierKey
    /// What it says of the checkpoint; nil if it has not signed it.
    public let statement: SignatureStatement?
  }

  /// A signature line of the checkpoint.
  public struct Signer: Hashable, Sendable {
    /// The name of the key, as the line has it.
    public let name: String
    /// What tells the key from others of its name.
    public let keyID: KeyID
  }

  /// The days that are in the snapshot.
  public let window: Window
  /// When it was taken, by the clock of the machine that took it.
  public let takenAt: Instant
  /// The program that took it.
  public let software: String
  /// The first entry of the archive: which one it is, and of what API.
  public let archive: ArchiveEntry
  /// The workspace of the activities; nil without any.
  public let organizationID: Identifier?
  /// The checkpoint that it was taken at.
  public let checkpoint: Checkpoint
  /// The checkpoint's signature lines.
  public let signers: [Signer]
  /// The keys that were asked about.
  public let keys: [Key]
  /// What verify found of what is in the snapshot, and of the whole index.
  public let verification: VerifyReport
  /// What walks have read of the window, and what not; gaps are judged over all of it.
  public let coverage: Coverage
  /// Walks of the window that did not read all of theirs and were not made up for.
  public let incomplete: [WalkEntry]
  /// What is covered and may have changed since.
  public let unsettled: [Window]
  /// Each day of the window, in order.
  public let days: [CalendarDay]
  /// What was counted in the records.
  public let counts: SnapshotCounts
  /// Every redaction of these days, segment by segment and then in the order of the index.
  public let redactions: [RedactionEntry]
  /// Segments that were copied.
  public let segments: Int
  /// Segments of these days of which there was no file to be copied.
  public let missing: Int
  /// Segments of other days that are not in the snapshot.
  public let otherSegments: Int
  /// Items in quarantine, which has no days and is not in the snapshot.
  public let quarantined: Int

  /// Whether verify says so, and every part of the window was read, also of what has expired since.
  public var isComplete: Bool { verification.isComplete && coverage.isComplete }
  /// Whether nothing speaks against it.
  public var isGood: Bool { verification.isIntact && isComplete }
  /// Whether it is good and holds all that was archived of the window, as it was archived.
  public var isWhole: Bool { isGood && redactions.isEmpty && expired.isEmpty }
  /// What of the window was read and has expired since, in time order.
  public var expired: [Window] { coverage.expiredAfterReading }
  /// Days of which something was read and has expired since.
  public var expiredDays: Int { days.count { $0.marks.contains(.expired) } }
  /// Activities, each once, as the index has them.
  public var activities: Int { days.reduce(0) { $0 &+ $1.activities } }
  /// Later forms of activities, as the index has them.
  public var amendments: Int { days.reduce(0) { $0 &+ $1.amendments } }
  /// Records that redactions have emptied.
  public var redacted: Int { redactions.reduce(0) { $0 &+ $1.redacted } }
}

extension SnapshotFacts {
  /// Brings together what is known of an archive, of what was verified, counted and copied.
  init(
    _ archive: Archive, _ options: SnapshotOptions, _ verification: VerifyReport,
    _ counts: SnapshotCounts, _ copied: CopiedSegments
  ) {
    let window = options.window
    let walks = archive.walks
    let coverage = archive.contents.coverage.within(window, walks)
    let incomplete = coverage.incomplete.map { walks[$0] }
    let unsettled = coverage.unsettled(walks, settle: options.settle)
    let segments = archive.segments(of: .activities) + archive.segments(of: .amendments)
    let redactions = segments.filter { $0.location.lies(in: window) }.flatMap(\.redactions)
    let marks = DayMarks(
      coverage: coverage, incomplete: incomplete, unsettled: unsettled,
      found: verification.daysWithFindings.union(copied.differing),
      redacted: Set(redactions.compactMap(\.revision.location.partition)))
    self.init(
      window: window, takenAt: options.now, software: options.software, archive: archive.entry,
      organizationID: archive.organizationID, checkpoint: archive.checkpoint,
      signers: archive.checkpoint.signatures.compactMap(SignatureLine.init).map {
        Signer(name: $0.name, keyID: $0.keyID)
      },
      keys: options.publicKeys.map { key in
        Key(key: key, statement: verification.statements.first { $0.key == key })
      },
      verification: verification, coverage: coverage, incomplete: incomplete, unsettled: unsettled,
      days: window.days.map { CalendarDay($0.from.day, of: archive, marks) }, counts: counts,
      redactions: redactions, segments: copied.count, missing: copied.missing,
      otherSegments: segments.count { !$0.location.lies(in: window) },
      quarantined: archive.segments(of: .quarantine).records)
  }
}

extension VerifyReport {
  /// The days with a file in which something was found, as far as findings are listed.
  fileprivate var daysWithFindings: Set<UTCDay> {
    Set(findings.compactMap { $0.path.flatMap { SegmentLocation(path: $0)?.partition } })
  }
}

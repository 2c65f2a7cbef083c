import Activities
import ArchiveFormat

/// What `verify` has found: two verdicts that are never mixed, and everything behind them.
public struct VerifyReport: Sendable {
  /// Whether only the index and the files' sizes and hashes were looked at.
  public let isQuick: Bool
  /// Which archive this is; nil if neither its index nor its checkpoint tells.
  public let archiveID: Identifier?
  /// The checkpoint that the archive was verified against; nil without one that can be read.
  public let checkpoint: Checkpoint?
  /// What each key that was asked about has signed, if it has: the checkpoint.
  public let statements: [SignatureStatement]
  /// The checkpoint kept elsewhere that was asked about.
  public let kept: KeptCheckpoint?
  /// Whether it is shown that the archive extends `kept`.
  public let extendsKept: Bool
  /// Whether all of the index was there and could be read; else completeness cannot be judged.
  public let isIndexWhole: Bool
  /// Whether the checkpoint stands for the index as it is; else completeness cannot be judged.
  public let isIndexVouchedFor: Bool
  /// Segment files that were looked at.
  public let segments: Int
  /// Segments that were not looked at, as they are of no time that was asked about: whether their files
  /// are there, and how they are, is not known.
  public let leftOut: Int
  /// Distinct activities.
  public let activities: Int
  /// Later forms of activities.
  public let amendments: Int
  /// Items in quarantine.
  public let quarantined: Int
  /// The midnight before which days have expired; nil if none has.
  public let expiredBefore: Instant?
  /// Records that redactions have changed.
  public let redacted: Int
  /// How often something was met that the schema does not document.
  public let unrecognised: [String: Int]
  /// The findings, all `schemaViolation`, that are only about what the schema does not document.
  public let undocumented: Int
  /// What complete walks have read, in time order.
  public let coverage: [Window]
  /// In the order of the index, then of paths and lines; what is about a file as a whole comes before
  /// its lines. Of each kind at most `listed` are here, and then one with `FindingDetail.more`.
  public let findings: [Finding]
  /// The true number of findings of each kind that there are.
  public let counts: [FindingKind: Int]
  /// Segment files that no entry names, and that are no findings as an entry that is lost may.
  public let unnamedFiles: Int
  /// Index lines of a commit that has not ended: the next `fetch` finishes it. No finding.
  public let interruptedLines: Int
  /// The days that the verdicts are about where it is a snapshot; nil of a whole archive.
  public let snapshot: SnapshotExtent?

  /// Whether the bytes are what was archived, and valid, as far as that was looked at.
  public var isIntact: Bool { counts.keys.allSatisfy { $0.concernsCompleteness } }

  /// Whether the index, which is whole and the one that the checkpoint stands for, shows neither a
  /// gap nor an incomplete walk. It says nothing about what was archived and is missing or damaged now: that is for `isIntact`.
  public var isComplete: Bool {
    isIndexWhole && isIndexVouchedFor && !counts.keys.contains { $0.concernsCompleteness }
  }

  /// The most findings of one kind that are listed one by one.
  public static let listed = FindingLog.limit
}

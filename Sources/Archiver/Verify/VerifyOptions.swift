import Activities
import ArchiveFormat

/// What `verify` is asked to look at.
public struct VerifyOptions: Sendable {
  /// Only the index and the files' sizes and SHA-256.
  public var quick = false
  /// Only partitions that end after this instant, from which on all must be covered.
  public var since: Instant?
  /// Only partitions that begin before this instant, up to which all must be covered.
  public var until: Instant?
  /// Whether something unrecognised is a finding.
  public var strict = false
  /// A checkpoint that was kept elsewhere, which the archive must extend.
  public var keptCheckpoint: KeptCheckpoint?
  /// Whole days, of which a snapshot is to be taken: only their segments are looked at, and
  /// completeness is judged over just these days.
  public var snapshot: Window?
  /// Keys that must each have signed the archive's checkpoint.
  public var publicKeys: [VerifierKey] = []

  /// Everything, by the rules.
  public init() {}
}

/// How far `verify` has come.
public struct VerifyProgress: Hashable, Sendable {
  /// Segment files that were read.
  public var segments = 0
  /// Segment files to read.
  public let totalSegments: Int
  /// Bytes of the files that were read.
  public var bytes = 0
  /// Bytes of the files to read.
  public let totalBytes: Int
  /// What was found so far: of the index and of days that were read to their end.
  public var findings = 0
}

import Activities
import ArchiveFormat

@testable import Archiver

extension VerifyReport {
  /// A report with what a test is about, and nothing else.
  static func sample(
    isQuick: Bool = false, archiveID: Identifier? = nil, checkpoint: Checkpoint? = nil,
    statements: [SignatureStatement] = [], kept: KeptCheckpoint? = nil, extendsKept: Bool = false,
    isIndexWhole: Bool = true,
    unrecognised: [String: Int] = [:], coverage: [Window] = [], _ log: FindingLog = FindingLog(),
    expiredBefore: Instant? = nil, unnamedFiles: Int = 0, interruptedLines: Int = 0,
    snapshot: SnapshotExtent? = nil, leftOut: Int = 0
  ) -> VerifyReport {
    VerifyReport(
      isQuick: isQuick, archiveID: archiveID, checkpoint: checkpoint, statements: statements,
      kept: kept,
      extendsKept: extendsKept, isIndexWhole: isIndexWhole, isIndexVouchedFor: true, segments: 3,
      leftOut: leftOut,
      activities: 10,
      amendments: 2, quarantined: 1, expiredBefore: expiredBefore, redacted: 0,
      unrecognised: unrecognised, undocumented: 0,
      coverage: coverage, findings: log.closed, counts: log.counts, unnamedFiles: unnamedFiles,
      interruptedLines: interruptedLines, snapshot: snapshot)
  }
}

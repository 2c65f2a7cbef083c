import Activities

/// What `verify` has found: two verdicts that are never mixed, and everything behind them.
public struct VerifyReport: Sendable {
  /// Whether only the index and the files' sizes and hashes were looked at.
  public let isQuick: Bool
  /// Segment files that were looked at.
  public let segments: Int
  /// Distinct activities.
  public let activities: Int
  /// Later forms of activities.
  public let amendments: Int
  /// Items in quarantine.
  public let quarantined: Int
  /// Records that redactions have changed.
  public let redacted: Int
  /// How often something was met that the schema does not document.
  public let unrecognised: [String: Int]
  /// What complete walks have read, in time order.
  public let coverage: [Window]
  /// In the order of the index, then of paths and lines. Of each kind at most a hundred are listed,
  /// and then one with `FindingDetail.more`.
  public let findings: [Finding]
  /// The true number of findings of each kind that there are.
  public let counts: [FindingKind: Int]
  /// Index lines of a commit that has not ended: the next `fetch` finishes it. No finding.
  public let interruptedLines: Int

  /// Whether the bytes are what was archived, and valid, as far as that was looked at.
  public var isIntact: Bool { counts.keys.allSatisfy { $0.concernsCompleteness } }

  /// Whether there is neither a gap nor an incomplete walk.
  public var isComplete: Bool { !counts.keys.contains { $0.concernsCompleteness } }
}

import Activities

/// How an archive and the live API differ.
public struct ReconcileReport: Sendable {
  /// The most differences of a kind that are listed.
  public static let mostListed = 1_000

  /// The days that were compared, or parts of days at both ends.
  public internal(set) var days = 0
  /// What is different, by time and id; of each kind the first that were found, and no more than
  /// `mostListed`.
  public internal(set) var differences: [Difference] = []
  /// How many differences of each kind there are.
  public internal(set) var counts: [Difference.Kind: Int] = [:]
  /// Items that cannot be placed and were not in quarantine.
  public internal(set) var quarantined = 0
  /// What was asked for and lies outside of all that fetch has read. It was not compared.
  public internal(set) var gaps: [Gap] = []
  /// Windows whose walk was not complete, so that nothing is claimed of them.
  public internal(set) var incomplete: [Window] = []
  /// Activities that the API has before the archive's beginning and the archive does not.
  public internal(set) var notHeldBefore = 0
  /// Requests sent, repeated ones included.
  public internal(set) var requests = 0
  /// Requests that repeated a failed one.
  public internal(set) var retries = 0
  /// The run was interrupted: what was not compared yet is not told about.
  public internal(set) var wasInterrupted = false

  /// Whether all that was asked for was compared and nothing differed: the counts of its days or, of
  /// a full run, its activities.
  public var isAgreed: Bool { !isDifferent && isWhole }

  /// Whether something differed.
  public var isDifferent: Bool { !counts.isEmpty || quarantined > 0 }

  /// Whether all that was asked for was compared.
  public var isWhole: Bool {
    days > 0 && gaps.isEmpty && incomplete.isEmpty && !wasInterrupted
  }
}

extension ReconcileReport {
  mutating func add(_ difference: Difference) {
    let count = counts[difference.kind, default: 0]
    if count < Self.mostListed { differences.append(difference) }
    counts[difference.kind] = count + 1
  }
}

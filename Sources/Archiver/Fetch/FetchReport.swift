import Activities

/// What a run of fetch did, in figures.
public struct FetchReport: Sendable {
  /// Activities that are new in the archive.
  public internal(set) var added = 0
  /// Later forms of activities that the archive held.
  public internal(set) var amended = 0
  /// Items that could not be placed and went to quarantine.
  public internal(set) var quarantined = 0
  /// Archived activities that the API has no more.
  public internal(set) var vanished = 0
  /// Vanished activities that are back.
  public internal(set) var returned = 0
  /// Archived activities that the API has at another time.
  public internal(set) var redated = 0
  /// How often something was archived that the schema does not document.
  public var unrecognised: [String: Int] { schema.unrecognised.counts }
  /// The records that were archived and break the schema.
  public var violating: Int { schema.violating }
  /// The days to which something was written.
  public internal(set) var days: Set<UTCDay> = []
  /// Bytes of the segments that were written.
  public internal(set) var bytesWritten = 0
  /// Requests sent, repeated ones included.
  public internal(set) var requests = 0
  /// Requests that repeated a failed one.
  public internal(set) var retries = 0
  /// Walks that were committed as incomplete.
  public internal(set) var incomplete: [Window] = []
  /// What the schema says of what was archived.
  var schema = SchemaTally()
  /// What of `incomplete` the source says that it has not read itself: another run does not help before
  /// it has.
  public internal(set) var unreadAtSource: [Window] = []
  /// The windows of this run's own walks that were not complete.
  var incompleteWalks: [Window] = []
  /// The end of the coverage without a gap from its beginning; nil without any.
  public internal(set) var completeThrough: Instant?
  /// Whether anything is covered, be it not from the beginning.
  public internal(set) var hasCoverage = false
  /// What no walk has read between the archive's beginning and its end: a run can leave such a gap
  /// by its `since` or `until`.
  public internal(set) var gaps: [Window] = []
  /// The midnight before which days have expired, below which nothing is read; nil if none has.
  public internal(set) var expiredBefore: Instant?
  /// Where the run's window begins; nil if the API has nothing to begin at.
  public internal(set) var start: Instant?
  /// Where the run's window ends, perhaps before `start`; nil if there is no `start`.
  public internal(set) var end: Instant?
  /// Where the archive begins, the run's window included; nil if the API has nothing to begin at.
  public internal(set) var beginning: Instant?
  /// Activities that the API has before the archive's beginning and the archive does not.
  public internal(set) var notHeldBefore = 0
  /// Activities that the API has between the archive's beginning and `start` and the archive does
  /// not.
  public internal(set) var notHeldBetween = 0
  /// Activities that the API dates in the future.
  public internal(set) var future = 0
  /// Whether the API named the time; else this machine's clock was used.
  public internal(set) var usedServerClock = true
  /// The run was interrupted and kept what it had received.
  public internal(set) var wasInterrupted = false

  /// Whether every window that the run looked at is wholly archived.
  public var isComplete: Bool { incomplete.isEmpty && !wasInterrupted }
}

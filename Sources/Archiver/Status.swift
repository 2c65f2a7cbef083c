import Activities
import ArchiveFormat
import ArchiveStore

/// What is in an archive, by its index alone: nothing else is read, and nothing verified. Of a snapshot
/// it is about the days that are in it.
public struct ArchiveStatus: Sendable {
  /// One partition.
  public struct Day: Hashable, Sendable {
    /// Which one.
    public let day: UTCDay
    /// Activities, each once.
    public let activities: Int
    /// Later forms of activities.
    public let amendments: Int
    /// The bytes of the partition's files.
    public let size: Int
  }

  /// What archive this is, and where its activities come from.
  public let entry: ArchiveEntry
  /// The commit that is told about.
  public let checkpoint: Checkpoint
  /// Which days are in a snapshot; nil of a whole archive.
  public let snapshot: SnapshotDescription?
  /// Segments that a snapshot is without.
  public let absent: Int
  /// The workspace of the activities; nil without any.
  public let organizationID: Identifier?
  /// The partitions, in order.
  public let days: [Day]
  /// Activities, each once.
  public let activities: Int
  /// Later forms of activities.
  public let amendments: Int
  /// Items that could not be placed.
  public let quarantined: Int
  /// Records from which personal data was taken.
  public let redacted: Int
  /// Activities that the API has no more, as far as is known, in the order in which that was noticed.
  public let vanished: [VanishedActivity]
  /// The bytes of all segment files.
  public let size: Int
  /// The bytes of all records.
  public let contentSize: Int
  /// The activities' values of `payload.type`, as they were first archived.
  public let types: [String: Int]
  /// The midnight before which days have expired; nil if none has.
  public let expiredBefore: Instant?
  /// What complete walks have read, merged, and the gaps between the first instant and the last.
  public let coverage: Coverage
  /// Walks that did not read all of their window and were not made up for, in the order of the
  /// index.
  public let incomplete: [WalkEntry]
  /// What is covered and may still change: no complete walk began late enough after its end.
  public let unsettled: [Window]
  /// The walk that ended last; nil before the first.
  public let lastWalk: WalkEntry?
  /// Every day from the first that is held, was read, or should have been, to the last.
  public let calendar: [CalendarDay]

  /// The status of an archive; a window is settled by a walk that began `settle` after its end.
  /// `found` are the days of which somebody knows that a file is missing or damaged.
  public init(
    of archive: Archive, settle: Duration = .seconds(48 * 3_600), found: Set<UTCDay> = []
  ) {
    entry = archive.entry
    checkpoint = archive.checkpoint
    snapshot = archive.snapshot
    absent = archive.absent.count
    organizationID = archive.organizationID
    let activities = archive.segments(of: .activities)
    let amendments = archive.segments(of: .amendments)
    let quarantine = archive.segments(of: .quarantine)
    let all = activities + amendments + quarantine
    days = Self.days(activities + amendments)
    self.activities = activities.sum(\.entry.count)
    self.amendments = amendments.sum(\.entry.count)
    quarantined = quarantine.sum(\.entry.count)
    redacted = all.sum(\.redacted)
    size = all.sum(\.size)
    contentSize = all.sum(\.contentSize)
    types = activities.reduce(into: [:]) { sums, segment in
      sums.merge(segment.entry.activities?.types ?? [:]) { $0 &+ $1 }
    }
    let walks = archive.walks
    vanished = VanishedActivity.all(walks)
    let whole = archive.contents.coverage
    let coverage = archive.snapshot.map { whole.within($0.window, walks) } ?? whole
    self.coverage = coverage
    expiredBefore = archive.contents.expiredBefore
    let incomplete = coverage.incomplete.map { walks[$0] }
    self.incomplete = incomplete
    let unsettled = coverage.unsettled(walks, settle: settle)
    self.unsettled = unsettled
    lastWalk = walks.max { $0.endedAt < $1.endedAt }
    calendar = CalendarDay.all(
      of: archive, coverage, incomplete: incomplete, unsettled: unsettled, found: found)
  }

  /// Whether no gap and no incomplete walk is known.
  public var isComplete: Bool { coverage.isComplete }

  /// The end of the newest time that a complete walk has read; nil if none has.
  public var coveredUntil: Instant? { coverage.covered.last?.until }

  private static func days(_ segments: [Segment]) -> [Day] {
    let byDay = Dictionary(grouping: segments) { $0.location.partition }
    return byDay.compactMap { day, segments in
      day.map { day in
        Day(
          day: day,
          activities: segments.filter { $0.location.stream == .activities }.sum(\.entry.count),
          amendments: segments.filter { $0.location.stream == .amendments }.sum(\.entry.count),
          size: segments.sum(\.size))
      }
    }.sorted { $0.day < $1.day }
  }
}

extension Coverage {
  /// What is covered and may still change; `walks` are those of the coverage.
  func unsettled(_ walks: [WalkEntry], settle: Duration) -> [Window] {
    let done = Coverage.settled(walks, settle: settle) + [expired]
    return covered.flatMap { $0.subtracting(done) }
  }
}

extension [Segment] {
  /// The sum of numbers that the index gives, which may be any: it is no reason to stop.
  fileprivate func sum(_ number: (Segment) -> Int) -> Int {
    reduce(0) { $0 &+ number($1) }
  }
}

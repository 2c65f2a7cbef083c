import Activities
import ArchiveFormat
import ArchiveStore

/// What a snapshot's records are: each activity counted once, as first archived.
public struct SnapshotCounts: Sendable {
  /// An activity that is listed.
  public struct Activity: Hashable, Sendable {
    /// Its time and id.
    public let key: RecordKey
    /// Its `payload.type`; nil if it has none.
    public let type: String?
    /// How many later forms of it there are, or, of a vanished one, 0.
    public let forms: Int
    /// When a walk noticed that the API had it no more; nil if that is not what it is listed for.
    public let noticedAt: Instant?
  }

  /// The most activities of a kind that are listed.
  public static let mostListed = 1_000

  /// By `payload.type`.
  public internal(set) var types = ValueCounts()
  /// By `payload.channel`.
  public internal(set) var channels = ValueCounts()
  /// Activities that could be read.
  public internal(set) var activities = 0
  /// Later forms that could be read.
  public internal(set) var amendments = 0
  /// Activities with later forms.
  public internal(set) var amended = 0
  /// The first of these, in the order of time.
  public internal(set) var amendedActivities: [Activity] = []
  /// Activities that the API has no more, as far as walks noticed.
  public internal(set) var vanished = 0
  /// The first of these, in the order of time.
  public internal(set) var vanishedActivities: [Activity] = []

  /// Adds what was counted on a later day.
  mutating func add(_ other: SnapshotCounts) {
    types.add(other.types)
    channels.add(other.channels)
    activities += other.activities
    amendments += other.amendments
    amended += other.amended
    amendedActivities += other.amendedActivities.prefix(Self.mostListed - amendedActivities.count)
    vanished += other.vanished
    vanishedActivities += other.vanishedActivities
      .prefix(Self.mostListed - vanishedActivities.count)
  }
}

/// How often values occur, in a bounded amount of memory whatever they are.
public struct ValueCounts: Sendable {
  /// No more different values are told apart, and the others counted together.
  public static let mostValues = 500
  /// Longer values are cut after so many characters.
  public static let longestValue = 100

  /// Of the values that are told apart.
  public private(set) var counts: [String: Int] = [:]
  /// Of records with another value.
  public private(set) var others = 0
  /// Of records without one.
  public private(set) var without = 0

  /// Counts a record's value.
  mutating func add(_ value: String?, times: Int = 1) {
    guard let value else { return without += times }
    let key = value.count > Self.longestValue ? value.prefix(Self.longestValue) + "…" : value
    if counts[key] == nil, counts.count >= Self.mostValues { return others += times }
    counts[key, default: 0] += times
  }

  mutating func add(_ more: ValueCounts) {
    for (value, count) in more.counts { add(value, times: count) }
    others += more.others
    without += more.without
  }
}

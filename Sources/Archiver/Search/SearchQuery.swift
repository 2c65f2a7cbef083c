import Activities
import ArchiveFormat
import ArchiveStore
import Patterns

/// What is searched for: every record that the pattern, if there is one, and the filter match.
public struct SearchQuery: Sendable {
  /// Matched against a record's bytes; nil for every record.
  public var pattern: Pattern?
  /// Every criterion that is set must hold.
  public var filter: ActivityFilter
  /// Whether every form of an activity counts by itself, instead of the latest form only.
  public var allVersions: Bool

  /// The latest form of every activity, unless criteria are given.
  public init(
    pattern: Pattern? = nil, filter: ActivityFilter = ActivityFilter(), allVersions: Bool = false
  ) {
    self.pattern = pattern
    self.filter = filter
    self.allVersions = allVersions
  }

  /// The same, with the bounds so that nothing much is left on the near side of a key in this order.
  func following(_ key: RecordKey?, _ order: SortOrder) -> SearchQuery {
    guard let key else { return self }
    var query = self
    switch order {
    case .ascending: query.filter.narrow(to: Window(since: key.instant, until: nil))
    case .descending:
      query.filter.narrow(to: Window(since: nil, until: key.instant + .nanoseconds(1)))
    }
    return query
  }
}

extension ActivityFilter {
  /// Leaves no instants but those that lie in a window, too; its ends may be the first and the last
  /// instant that there is.
  mutating func narrow(to window: Window) {
    if window.from.nanoseconds > .min {
      let below = window.from - .nanoseconds(1)
      after = max(after ?? below, below)
    }
    if window.until.nanoseconds < .max { before = min(before ?? window.until, window.until) }
  }
}

/// One form of an activity, as the archive holds it.
public struct ActivityForm: Sendable {
  /// The record, without LF.
  public let record: [UInt8]
  /// The record's instant and id.
  public let key: RecordKey
  /// Where the form stands among those of its activity.
  public let rank: FormRank
  /// When and why what it said was redacted; nil if it was not.
  public let redaction: Redaction?

  init(_ record: [UInt8], _ key: RecordKey, of segment: Segment) {
    self.record = record
    self.key = key
    rank = FormRank(of: segment)
    redaction = segment.redactedRecord(record.span.bytes)?.redaction
  }
}

/// The order of the forms of one activity: that in which they were committed.
public struct FormRank: Hashable, Comparable, Sendable {
  /// Whether the form is an amendment; there is one that is none, unless the API gave the activity
  /// another time.
  public let isAmendment: Bool
  /// The index line that committed the segment, from 1.
  public let line: Int

  init(of segment: Segment) {
    isAmendment = segment.location.stream == .amendments
    line = segment.entryLine
  }

  /// Whether the left form came first.
  public static func < (left: FormRank, right: FormRank) -> Bool { left.line < right.line }
}

/// What a search had to do, and what stood in its way.
public struct SearchReport: Sendable {
  /// Records that were delivered or counted.
  public internal(set) var records = 0
  /// Blocks that were inflated.
  public internal(set) var blocksRead = 0
  /// Blocks that were not, because their header rules a match out.
  public internal(set) var blocksPassedOver = 0
  /// Segments that were not opened, because their index entry rules a match out or tells enough.
  public internal(set) var segmentsPassedOver = 0
  /// The bytes of the blocks that were inflated.
  public internal(set) var contentBytes = 0
  /// Records in these blocks that cannot be placed, and so were left out.
  public internal(set) var unreadableRecords = 0
  /// The first places that could not be read, at most `maximumFaults`; the rest was searched.
  public internal(set) var faults: [StoreError] = []
  /// All places that could not be read.
  public internal(set) var faultCount = 0

  /// The most faults that are kept.
  public static let maximumFaults = 100

  /// Whether everything that may match was read.
  public var isWhole: Bool { faultCount == 0 && unreadableRecords == 0 }

  mutating func add(_ fault: StoreError) {
    faultCount += 1
    if faults.count < Self.maximumFaults { faults.append(fault) }
  }

  /// Adds what another part of the same search had to do.
  mutating func addCounts(of other: SearchReport) {
    records += other.records
    blocksRead += other.blocksRead
    blocksPassedOver += other.blocksPassedOver
    segmentsPassedOver += other.segmentsPassedOver
    contentBytes += other.contentBytes
    unreadableRecords += other.unreadableRecords
    faultCount += other.faultCount
    faults = Array((faults + other.faults).prefix(Self.maximumFaults))
  }
}

import Activities
import ArchiveFormat
import ArchiveStore

/// Compares what two archives hold, by the latest forms of their activities.
///
/// Days of which both have committed the same records are passed over unread, as their indexes say
/// it. Nothing is verified. Memory is bounded by the activities amended on one day.
public struct Diff: Sendable {
  /// How an activity differs.
  public enum Kind: String, CaseIterable, Sendable {
    /// Only the first archive holds it.
    case first = "only_in_a"
    /// Only the second does.
    case second = "only_in_b"
    /// Both do, with latest forms of another JSON value.
    case changed = "changed"
    /// Both do, but what it said is left in the second only.
    case redactedInFirst = "redacted_in_a"
    /// Both do, but what it said is left in the first only.
    case redactedInSecond = "redacted_in_b"
  }

  /// One activity that differs.
  public struct Activity: Hashable, Sendable {
    /// How.
    public let kind: Kind
    /// Which one.
    public let key: RecordKey
  }

  /// One day with activities that differ.
  public struct Day: Hashable, Sendable {
    /// Which one.
    public let day: UTCDay
    /// The activities that the first archive holds.
    public internal(set) var first = 0
    /// The activities that the second archive holds.
    public internal(set) var second = 0
    /// How many activities differ.
    public internal(set) var differing = 0
  }

  /// What differs.
  public struct Report: Sendable {
    /// The most activities of a kind that are listed.
    public static let mostListed = 1_000

    /// The days that both hold, if one of them is a snapshot, which has no others; nil of two whole
    /// archives. Nothing else was compared.
    public internal(set) var common: Window?
    /// Days that both archives or one of them hold.
    public internal(set) var compared = 0
    /// The days with a difference, in order.
    public internal(set) var days: [Day] = []
    /// Activities that differ, in the order of time; of each kind the first ones.
    public internal(set) var activities: [Activity] = []
    /// How many differ in each way.
    public internal(set) var counts: [Kind: Int] = [:]

    /// Whether nothing differs.
    public var isSame: Bool { counts.isEmpty }
  }

  private let first: Archive
  private let second: Archive
  private let window: Window
  private let common: Window?

  /// Of two archives, between two instants or, where they are not given, of all; of snapshots only the
  /// days that both have. Throws `DiffError` if there is none.
  public init(
    _ first: Archive, _ second: Archive, since: Instant? = nil, until: Instant? = nil
  ) throws(DiffError) {
    self.first = first
    self.second = second
    let asked = Window(since: since, until: until)
    let snapshots = [first, second].compactMap(\.snapshot?.window)
    common = snapshots.isEmpty ? nil : snapshots.reduce(asked) { $0.intersection($1) }
    if let common, common.isEmpty { throw .nothingInCommon }
    window = common ?? asked
  }

  /// Compares day by day. Throws `StoreError` for what cannot be read, and `CancellationError`.
  public func run() throws -> Report {
    var report = Report()
    report.common = common
    let days = Set(first.days(of: .activities) + second.days(of: .activities)).sorted()
    for day in days where !Window(day).intersection(window).isEmpty {
      try Task.checkCancellation()
      report.compared += 1
      if first.commitment(to: day) != second.commitment(to: day) { try compare(day, &report) }
    }
    return report
  }

  private func compare(_ day: UTCDay, _ report: inout Report) throws(StoreError) {
    let left = try LatestOfDay(first, day, window)
    let right = try LatestOfDay(second, day, window)
    var found = Day(day: day)
    try left.advance()
    try right.advance()
    while let key = [left.key, right.key].compactMap(\.self).min() {
      let kind: Kind?
      switch (left.key == key, right.key == key) {
      case (true, true):
        kind = Self.difference(left.record, right.record)
      case (true, false): kind = .first
      default: kind = .second
      }
      if let kind {
        found.differing += 1
        report.add(Activity(kind: kind, key: key))
      }
      if left.key == key {
        found.first += 1
        try left.advance()
      }
      if right.key == key {
        found.second += 1
        try right.advance()
      }
    }
    if found.differing > 0 { report.days.append(found) }
  }

  /// How two forms differ, by their values; of what was redacted only its hash can tell.
  private static func difference(_ left: [UInt8], _ right: [UInt8]) -> Kind? {
    if JSONCanonical.isSameValue(left, right) { return nil }
    let redacted = [left, right].map { RedactedRecord(line: $0.span.bytes) }
    let leaves = zip([left, right], redacted).map { record, redacted in
      redacted?.leaf ?? MerkleTree.leafHash(record.span.bytes)
    }
    switch (redacted[0], redacted[1]) {
    case (nil, nil): return .changed
    case (_?, nil): return leaves[0] == leaves[1] ? .redactedInFirst : .changed
    case (nil, _?): return leaves[0] == leaves[1] ? .redactedInSecond : .changed
    case (_?, _?): return leaves[0] == leaves[1] ? nil : .changed
    }
  }
}

/// Why two archives cannot be compared.
public enum DiffError: Error, Hashable, Sendable {
  /// At least one is a snapshot, and none of the days asked about is in both.
  case nothingInCommon
}

extension Diff.Report {
  fileprivate mutating func add(_ activity: Diff.Activity) {
    let count = counts[activity.kind, default: 0]
    if count < Self.mostListed { activities.append(activity) }
    counts[activity.kind] = count + 1
  }
}

extension Archive {
  /// What the index says of a day; equal of days with equal records in equal parts.
  fileprivate func commitment(to day: UTCDay) -> [Commitment?] {
    let activities = segments(in: .activities(day)).map { Commitment?.some(Commitment($0)) }
    return activities + [nil] + segments(in: .amendments(day)).map { Commitment($0) }
  }
}

/// What the index says of a segment's records.
private struct Commitment: Equatable {
  let root: Hash256
  let redactions: [Redaction]

  init(_ segment: Segment) {
    root = segment.entry.contentRoot
    redactions = segment.redactions.map(\.redaction)
  }
}

/// The activities of a day in the order of keys, each in its latest form.
private final class LatestOfDay {
  private let records: HeldRecords
  private var amendments: [Identifier: [UInt8]] = [:]

  /// The activity that `advance()` moved to; nil after the last.
  private(set) var key: RecordKey?

  init(_ archive: Archive, _ day: UTCDay, _ window: Window) throws(StoreError) {
    let part = Window(day).intersection(window)
    records = HeldRecords(
      archive, in: .activities(day), after: part.from - .nanoseconds(1), before: part.until)
    // Of one activity the latest comes last.
    let later = HeldRecords(archive, in: .amendments(day))
    while let key = try later.next() {
      amendments[key.id] = later.withRecord { $0.bytes(in: 0..<$0.byteCount) }
    }
  }

  func advance() throws(StoreError) { key = try records.next() }

  /// Its latest form.
  var record: [UInt8] {
    key.flatMap { amendments[$0.id] } ?? records.withRecord { $0.bytes(in: 0..<$0.byteCount) }
  }
}

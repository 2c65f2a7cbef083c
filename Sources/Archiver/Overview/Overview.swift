import Activities
import ArchiveFormat
import ArchiveStore

/// Counts what an archive holds of some days, at once by the index, and exactly by reading.
public struct Overview: Sendable {
  private let activities: ArchivedActivities

  /// Of the activities of a commit. What is counted is remembered in their memory.
  public init(_ activities: ArchivedActivities) {
    self.activities = activities
  }

  /// The activities of the days from `since` up to but not including `until`, as they were first
  /// archived, by the index alone.
  public func types(since: UTCDay? = nil, until: UTCDay? = nil) -> IndexTypes {
    var types = IndexTypes()
    for day in days(since, until) {
      for segment in day.activities {
        types.activities &+= segment.entry.count
        types.types.merge(segment.entry.activities?.types ?? [:]) { $0 &+ $1 }
      }
    }
    return types
  }

  /// Counts the latest forms of these days; what was redacted is left out.
  ///
  /// `progress` is told after each segment what was counted so far, one call at a time. A segment that
  /// cannot be read, or of which the day's forms cannot, is a fault and stops nothing. Throws
  /// `CancellationError`.
  public func counts(
    since: UTCDay? = nil, until: UTCDay? = nil,
    progress: (OverviewCounts) async throws -> Void = { _ in }
  ) async throws -> OverviewCounts {
    let parts = days(since, until).flatMap { day in day.segments.map { (day, $0) } }
    var counts = OverviewCounts(segments: parts.count)
    try await withThrowingTaskGroup(of: SegmentTally?.self) { group in
      var rest = parts[...]
      for _ in 0..<processorCount() { begin(&rest, &group) }
      while let tally = try await group.next() {
        try Task.checkCancellation()
        begin(&rest, &group)
        counts.add(tally)
        try await progress(counts)
      }
    }
    return counts
  }

  private func begin(
    _ rest: inout ArraySlice<(DayParts, Segment)>,
    _ group: inout ThrowingTaskGroup<SegmentTally?, any Error>
  ) {
    guard let (day, segment) = rest.popFirst() else { return }
    group.addTask {
      do {
        return try await tally(segment, of: day)
      } catch let error as CancellationError {
        throw error
      } catch {
        return nil
      }
    }
  }

  private func tally(_ segment: Segment, of day: DayParts) async throws -> SegmentTally {
    let ledger = activities.ledger
    let redated = try await ledger.redated()
    let file = SegmentFile(segment)
    // Without amendments and redactions a segment tells the same whatever else its day has.
    let key = MemoryKey.tally(
      file, day.hasLatestFormsOnly ? DayFiles(files: []) : day.files,
      redated[file] == nil ? nil : ledger.archive.checkpoint.root)
    if let tally: SegmentTally = activities.memory.remembered(key) { return tally }
    return try await activities.memory.value(key) {
      let hidden = redated.correcting(try await ledger.day(day), of: file)
      let directory = try await ledger.directory(segment)
      return try SegmentTally(segment, directory, without: hidden, of: ledger.archive)
    }
  }

  private func days(_ since: UTCDay?, _ until: UTCDay?) -> [DayParts] {
    activities.days.filter { day in
      (since.map { day.day >= $0 } ?? true) && (until.map { day.day < $0 } ?? true)
    }
  }
}

/// What the index says of some days.
public struct IndexTypes: Hashable, Sendable {
  /// Activities, each once.
  public internal(set) var activities = 0
  /// Their values of `payload.type`, as they were first archived.
  public internal(set) var types: [String: Int] = [:]
}

/// What was counted in some days' records.
public struct OverviewCounts: Sendable {
  private var tally = SegmentTally()

  /// All segments that are to be read.
  public let segments: Int
  /// Segments that were read or had been, and those that cannot be read.
  public private(set) var segmentsRead = 0
  /// Segments that cannot be read, and are left out.
  public private(set) var faults = 0

  init(segments: Int) {
    self.segments = segments
  }

  /// Activities in their latest forms, each once.
  public var activities: Int { tally.activities }
  /// By `payload.type`.
  public var types: ValueCounts { tally.types }
  /// By `payload.channel`.
  public var channels: ValueCounts { tally.channels }
  /// By `payload.sequence_template_id`.
  public var templates: TemplateFunnels { tally.templates }

  /// Adds a segment; nil if it cannot be read.
  mutating func add(_ segment: SegmentTally?) {
    segmentsRead += 1
    if let segment { tally.add(segment) } else { faults += 1 }
  }
}

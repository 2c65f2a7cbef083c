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
    try await withThrowingTaskGroup(of: Result<SegmentTally, UnreadSegment>.self) { group in
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
    _ group: inout ThrowingTaskGroup<Result<SegmentTally, UnreadSegment>, any Error>
  ) {
    guard let (day, segment) = rest.popFirst() else { return }
    group.addTask {
      do {
        return .success(try await activities.ledger.tally(segment, of: day))
      } catch let error as CancellationError {
        throw error
      } catch {
        return .failure(UnreadSegment(path: segment.location.path, reason: error))
      }
    }
  }

  /// Counts the latest days, the last first, one after the other, so that who asks later need not
  /// wait: as many as have so many bytes of records. What cannot be read is for who asks.
  public func prepare(upTo contentSize: Int) async {
    var rest = contentSize
    for day in activities.days.reversed() {
      for segment in day.segments {
        rest &-= segment.contentSize
        guard rest >= 0, !Task.isCancelled else { return }
        _ = try? await activities.ledger.tally(segment, of: day)
      }
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
  public private(set) var unread: [UnreadSegment] = []

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

  /// How many segments cannot be read.
  public var faults: Int { unread.count }

  /// Adds a segment.
  mutating func add(_ segment: Result<SegmentTally, UnreadSegment>) {
    segmentsRead += 1
    switch segment {
    case .success(let segment): tally.add(segment)
    case .failure(let segment): unread.append(segment)
    }
  }
}

/// A segment that cannot be read, or of which the day's forms cannot.
public struct UnreadSegment: Error {
  /// The segment's path, relative to the archive's folder.
  public let path: String
  /// Why: `StoreError` or `PagingError`.
  public let reason: any Error
}

import Activities
import ArchiveFormat
import ArchiveStore

/// Counts that index entries tell exactly, so that nothing needs to be read.
struct IndexCounts {
  private let archive: Archive
  private let query: SearchQuery
  private let keys: [CountKey]
  private let redated: Set<Identifier>

  init(_ archive: Archive, _ query: SearchQuery, by keys: [CountKey]) {
    self.archive = archive
    self.query = query
    self.keys = keys
    redated = query.allVersions ? [] : archive.redated
  }

  /// Whether entries can tell anything about what the query asks for.
  private var isAskedOfTheIndex: Bool {
    let filter = query.filter
    return keys.allSatisfy(\.isOfEntries) && query.pattern == nil && filter.personID == nil
      && filter.sequenceID == nil && filter.sequenceTemplateID == nil
      && filter.resourceType == nil && filter.channel == nil
  }

  /// What is known, and the segments that need not be read for it.
  func counts() -> (counts: [CountedValues: Int], known: Set<SegmentLocation>) {
    var counts: [CountedValues: Int] = [:]
    var known: Set<SegmentLocation> = []
    guard isAskedOfTheIndex else { return (counts, known) }
    for segment in archive.segments(of: .activities) + archive.segments(of: .amendments) {
      guard let part = self.counts(of: segment) else { continue }
      known.insert(segment.location)
      counts.merge(part) { $0 &+ $1 }
    }
    return (counts, known)
  }

  /// The counts of one segment; nil unless each of its records is its activity's latest form, or
  /// every form is counted, and the entry tells which of them match.
  private func counts(of segment: Segment) -> [CountedValues: Int]? {
    guard let activities = segment.entry.activities, let day = segment.location.partition,
      query.filter.contains(activities.times.lowerBound),
      query.filter.contains(activities.times.upperBound)
    else { return nil }
    let hasLatestForms =
      query.allVersions
      || archive.segments(in: .amendments(day)).isEmpty
        && !redated.contains(where: activities.ids.contains)
    guard hasLatestForms else { return nil }
    let needsTypes =
      keys.contains(.type) || keys.contains(.eventType) || !query.filter.types.isEmpty
      || query.filter.eventType != nil
    // What was redacted has no type any more.
    if needsTypes, !segment.redactions.isEmpty || activities.countOfTypes < segment.entry.count {
      return nil
    }
    var counts: [CountedValues: Int] = [:]
    if needsTypes {
      for (type, count) in activities.types where query.filter.accepts(type: type) {
        counts[keys.values { $0.value(type, day) }, default: 0] += count
      }
    } else {
      counts[keys.values { $0.value(nil, day) }] = segment.entry.count
    }
    return counts
  }
}

extension CountKey {
  /// Whether an entry tells the value of its records.
  fileprivate var isOfEntries: Bool {
    switch self {
    case .type, .eventType, .day, .month: true
    case .channel, .resourceType, .personID, .sequenceID, .sequenceTemplateID, .replyCategory: false
    }
  }

  /// The value of an entry's records of one type.
  fileprivate func value(_ type: String?, _ day: UTCDay) -> String? {
    switch self {
    case .type: type
    case .eventType: type.map(EventType.action(ofType:))
    case .day: day.description
    case .month: day.month
    default: nil
    }
  }
}

import Activities
import ArchiveFormat
import ArchiveStore

/// Rules out what cannot match a filter by what index and block headers say.
struct BlockCriteria: Sendable {
  let filter: ActivityFilter

  func mayMatch(_ day: UTCDay) -> Bool {
    mayMatch(day.start...Instant(nanoseconds: day.end.nanoseconds - 1))
  }

  func mayMatch(_ segment: Segment) -> Bool {
    guard let activities = segment.entry.activities, mayMatch(activities.times) else {
      return false
    }
    return activities.countOfTypes < segment.entry.count
      || activities.types.keys.contains(where: filter.accepts(type:))
  }

  /// Whether the records that a filter is over may have the ids asked for; nil if none is.
  var mayHoldIdentifiers: ((any IdentifierFilter) -> Bool)? {
    let ids = [filter.personID, filter.sequenceID].compactMap(\.self)
    return ids.isEmpty ? nil : { records in ids.allSatisfy(records.mayContain) }
  }

  func mayMatch(_ times: ClosedRange<Instant>) -> Bool {
    if let after = filter.after, times.upperBound <= after { return false }
    if let before = filter.before, times.lowerBound >= before { return false }
    return true
  }
}

import Activities
import ArchiveFormat

extension Archive {
  /// How many records of `activities/` lie strictly after and strictly before the bounds.
  ///
  /// Of a segment that lies within, only its index entry is read; of one across a bound, the headers
  /// of its blocks, and the records of the blocks across it.
  public func count(after: Instant? = nil, before: Instant? = nil) throws(StoreError) -> Int {
    let bounds = InstantBounds(after: after, before: before)
    var count = 0
    for day in days(of: .activities)
    where bounds.overlaps(day.start...Instant(nanoseconds: day.end.nanoseconds - 1)) {
      for segment in segments(in: .activities(day)) {
        count += try self.count(segment, bounds)
      }
    }
    return count
  }

  private func count(_ segment: Segment, _ bounds: InstantBounds) throws(StoreError) -> Int {
    guard let times = segment.entry.activities?.times, bounds.overlaps(times) else { return 0 }
    if bounds.contains(times) { return segment.entry.count }
    var whole = 0
    let cursor = try PartCursor(
      folder, segment, bounds,
      wanted: { block in
        guard bounds.contains(block.times) else { return true }
        whole += block.count
        return false
      })
    var partial = 0
    while try cursor.next() != nil { partial += 1 }
    return whole + partial
  }
}

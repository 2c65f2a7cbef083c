import Activities
import ArchiveFormat

extension Archive {
  /// Calls `body` with each record of a stream that has one of the ids, segment by segment in the
  /// order of parts within a partition; amendments in the order of all parts, so that an id's forms
  /// come from the oldest to the latest.
  ///
  /// Segments are ruled out by their id ranges, blocks by their filters. `days` limits the
  /// partitions. Quarantine has no ids and yields nothing.
  public func forEachRecord(
    of ids: Set<Identifier>, in stream: SegmentStream, days: ClosedRange<UTCDay>? = nil,
    _ body: (Segment, RecordKey, RawSpan) throws(StoreError) -> Void
  ) throws(StoreError) {
    var segments = segments(of: stream).filter { segment in
      guard let days else { return true }
      return segment.location.partition.map { days.contains($0) } ?? false
    }
    if stream == .amendments { segments.sort { $0.location.part < $1.location.part } }
    try forEachRecord(of: ids, in: segments, body)
  }

  /// Calls `body` with each record of some segments that has one of the ids, in their order.
  func forEachRecord(
    of ids: Set<Identifier>, in segments: [Segment],
    _ body: (Segment, RecordKey, RawSpan) throws(StoreError) -> Void
  ) throws(StoreError) {
    guard !segments.isEmpty else { return }
    let sorted = ids.sorted()
    for segment in segments {
      guard let range = segment.entry.activities?.ids else { continue }
      let candidates = sorted.slice(within: range)
      guard !candidates.isEmpty else { continue }
      let bounds = InstantBounds(after: nil, before: nil)
      let cursor = try PartCursor(folder, segment, bounds) { filter in
        candidates.contains { filter.mayContain($0) }
      }
      while let key = try cursor.next() {
        guard ids.contains(key.id) else { continue }
        try cursor.withRecord { record throws(StoreError) in try body(segment, key, record) }
      }
    }
  }

  /// The latest amendment of each of the ids that has one.
  public func latestAmendments(
    of ids: Set<Identifier>
  ) throws(StoreError) -> [Identifier: [UInt8]] {
    var latest: [Identifier: [UInt8]] = [:]
    try forEachRecord(of: ids, in: .amendments) { (_, key, record) throws(StoreError) in
      latest[key.id] = record.bytes(in: 0..<record.byteCount)
    }
    return latest
  }

  /// Calls `body` with every record of a segment in its order, also of quarantine.
  public func forEachRecord(
    in segment: Segment, _ body: (RawSpan) throws(StoreError) -> Void
  ) throws(StoreError) {
    let cursor = try PartCursor(folder, segment, InstantBounds(after: nil, before: nil))
    while try cursor.nextLine() {
      try cursor.withRecord { record throws(StoreError) in try body(record) }
    }
  }
}

extension [Identifier] {
  /// The members of a sorted array that lie in a range.
  fileprivate func slice(within range: ClosedRange<Identifier>) -> ArraySlice<Identifier> {
    let start = partition { $0 < range.lowerBound }
    let end = partition { $0 <= range.upperBound }
    return self[start..<end]
  }

  /// The first position whose member does not satisfy `precedes`, which holds for a prefix only.
  private func partition(where precedes: (Identifier) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if precedes(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

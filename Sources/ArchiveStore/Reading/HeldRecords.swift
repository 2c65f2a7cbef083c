import Activities
import ArchiveFormat

/// The records that an archive holds of one partition, merged over its parts in the order of keys.
///
/// Of records with the same key, which only amendments can be, the one in the lower part comes
/// first. A part is open, and one block of it in memory, only while the merge is within its times.
public final class HeldRecords {
  private let archive: ArchiveFolder
  private let segments: [Segment]
  private let bounds: InstantBounds
  private var cursors: [Int: PartCursor] = [:]
  private var heap = MergeHeap()
  private var current: PartCursor?

  /// The records of a folder, strictly after and strictly before the bounds if they are given.
  /// Quarantine has no keys and yields nothing.
  public init(
    _ archive: Archive, in folder: SegmentLocation.Folder, after: Instant? = nil,
    before: Instant? = nil
  ) {
    let bounds = InstantBounds(after: after, before: before)
    self.archive = archive.folder
    self.bounds = bounds
    segments = archive.segments(in: folder).filter { $0.overlaps(bounds) }
    for source in segments.indices {
      // No record comes before this key, so the part needs not be opened earlier.
      if let key = segments[source].leastKey { heap.insert(key, from: source) }
    }
  }

  /// Moves to the next record and gives its key; nil after the last. Throws `StoreError`.
  public func next() throws(StoreError) -> RecordKey? {
    if let previous = current {
      current = nil
      try advance(previous)
    }
    while true {
      guard let first = heap.first else { return nil }
      if let cursor = cursors[first.source] {
        current = cursor
        return first.key
      }
      let cursor = try PartCursor(archive, segments[first.source], bounds)
      cursors[first.source] = cursor
      try advance(cursor)
    }
  }

  /// The part that holds the record that `next()` moved to; nil before the first and after the last.
  public var segment: Segment? { current?.segment }

  /// Calls `body` with the bytes of the record that `next()` moved to; with none before the first
  /// and after the last.
  public func withRecord<Result, Failure: Error>(
    _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard let current else { return try body([UInt8]().span.bytes) }
    return try current.withRecord(body)
  }

  /// What is exhausted keeps neither a file open nor a block in memory.
  private func advance(_ cursor: PartCursor) throws(StoreError) {
    let source = heap.first?.source
    let key = try cursor.next()
    heap.replaceFirst(by: key)
    if key == nil, let source { cursors[source] = nil }
  }
}

extension Segment {
  /// A key that no record of the segment comes before; nil for quarantine.
  fileprivate var leastKey: RecordKey? {
    entry.activities.map { RecordKey(instant: $0.times.lowerBound, id: $0.ids.lowerBound) }
  }
}

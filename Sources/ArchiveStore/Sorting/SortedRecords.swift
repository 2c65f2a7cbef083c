import Activities

/// The records of a `RecordSorter` in the order of their keys.
public struct SortedRecords: Sendable {
  private var spilled: [SpilledRun]
  /// What arrived last, and is still in memory.
  private let last: SortedRun
  private var passed = 0
  private var heap = MergeHeap()
  private var current: Int?

  /// Runs in the order of arrival.
  init(_ spilled: [SpilledRun], last: SortedRun) throws(StoreError) {
    self.spilled = spilled
    self.last = last
    for source in 0...spilled.count {
      if let key = try nextKey(from: source) { heap.insert(key, from: source) }
    }
  }

  /// Moves to the next record and gives its key; nil after the last. There is none after an error.
  public mutating func next() throws(StoreError) -> RecordKey? {
    if let current { heap.replaceFirst(by: try nextKey(from: current)) }
    guard let (key, source) = heap.first else {
      current = nil
      return nil
    }
    // Only one record of all runs is in memory, so that long ones take no more.
    if source < spilled.count { try spilled[source].load() }
    current = source
    return key
  }

  /// Calls `body` with the bytes of the record that `next()` moved to; with none before the first
  /// and after the last.
  public func withRecord<Result, Failure: Error>(
    _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard let current else { return try body([UInt8]().span.bytes) }
    return current < spilled.count
      ? try spilled[current].withRecord(body) : try last.withRecord(at: passed - 1, body)
  }

  private mutating func nextKey(from source: Int) throws(StoreError) -> RecordKey? {
    guard source == spilled.count else { return try spilled[source].next() }
    guard passed < last.count else { return nil }
    passed += 1
    return last.key(at: passed - 1)
  }
}

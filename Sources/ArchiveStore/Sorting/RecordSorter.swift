import Activities

/// Sorts records of any number by key in a bounded amount of memory.
///
/// Records beyond the budget are written to files without a name in `Staging`, sorted run by run,
/// and merged when they are read. Those of equal keys come one after the other, in the order in
/// which they were appended.
public struct RecordSorter: ~Copyable, Sendable {
  /// The memory that records may take before a run is written, 4 MiB.
  public static let defaultBudget = 4 << 20

  private let staging: Staging
  private let budget: Int
  private var pending = SortedRun()
  private var spill: SpillFile?
  private var spilled: [Range<Int64>] = []

  /// How many records were appended.
  public private(set) var count = 0

  /// A sorter without records; `budget` is in bytes.
  public init(in staging: Staging, budget: Int = Self.defaultBudget) {
    self.staging = staging
    self.budget = budget
  }

  /// Adds a record, of at most 2 GiB. Throws `StoreError.system` if a run cannot be written.
  public mutating func append(_ key: RecordKey, _ record: RawSpan) throws(StoreError) {
    guard record.byteCount <= Int(Int32.max) else { throw .record(.tooLong(key)) }
    if !pending.isEmpty, pending.footprint + record.byteCount > budget { try spillPending() }
    pending.append(key, record)
    count += 1
  }

  /// The records in the order of their keys. May be called again; what was appended until then is
  /// read each time, as long as the sequence lives.
  public mutating func sorted() throws(StoreError) -> SortedRecords {
    pending.sort()
    // Runs share the budget, but each needs a buffer that makes reading worth a system call.
    let bufferSize = min(256 << 10, max(16 << 10, budget / max(1, spilled.count)))
    var runs = spilled.compactMap { range in
      spill.map { RunCursor(spilled: $0, range, bufferSize: bufferSize) }
    }
    if !pending.isEmpty { runs.append(RunCursor(pending)) }
    return try SortedRecords(runs)
  }

  private mutating func spillPending() throws(StoreError) {
    pending.sort()
    let file: SpillFile
    if let spill {
      file = spill
    } else {
      file = try staging.spill()
      spill = file
    }
    let start = spilled.last?.upperBound ?? 0
    spilled.append(start..<start + (try pending.write(to: file)))
    pending.removeAll()
  }
}

/// The records of a `RecordSorter` in the order of their keys.
public struct SortedRecords: Sendable {
  private var runs: [RunCursor]
  private var heap = MergeHeap()
  private var current: Int?

  init(_ runs: [RunCursor]) throws(StoreError) {
    self.runs = runs
    for source in runs.indices {
      if let key = try self.runs[source].next() { heap.insert(key, from: source) }
    }
  }

  /// Moves to the next record and gives its key; nil after the last.
  public mutating func next() throws(StoreError) -> RecordKey? {
    if let current { heap.replaceFirst(by: try runs[current].next()) }
    current = heap.first?.source
    return heap.first?.key
  }

  /// Calls `body` with the bytes of the record that `next()` moved to; with none before the first
  /// and after the last.
  public func withRecord<Result, Failure: Error>(
    _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard let current else { return try body([UInt8]().span.bytes) }
    return try runs[current].withRecord(body)
  }
}

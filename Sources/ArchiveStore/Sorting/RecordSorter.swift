import Activities

/// Sorts records of any number by key in a bounded amount of memory.
///
/// Records beyond the budget are written to files without a name in `Staging`, sorted run by run,
/// and merged when they are read. Those of equal keys come one after the other, in the order in
/// which they were appended.
public struct RecordSorter: ~Copyable, Sendable {
  /// The memory that records, and what came with them, may take before a run is written, 4 MiB.
  public static let defaultBudget = 4 << 20

  private let staging: Staging
  private let budget: Int
  private var pending = SortedRun()
  private var spill: SpillFile?
  private var spilled: [Range<Int64>] = []

  /// How many records were appended.
  public private(set) var count = 0

  /// How many runs were written.
  var runCount: Int { spilled.count }

  /// A sorter without records; `budget` is in bytes.
  public init(in staging: Staging, budget: Int = Self.defaultBudget) {
    self.staging = staging
    self.budget = budget
  }

  /// Adds a record. Throws `StoreError.system` if a run cannot be written.
  public mutating func append(_ key: RecordKey, _ record: [UInt8]) throws(StoreError) {
    try append(CollectionOfOne((key: key, range: record.indices)), in: record)
  }

  /// Adds records that lie in `bytes`, all of which stay in memory as long as they do. Throws
  /// `StoreError.system` if a run cannot be written.
  public mutating func append(
    _ records: some Collection<(key: RecordKey, range: Range<Int>)>, in bytes: [UInt8]
  ) throws(StoreError) {
    guard !records.isEmpty else { return }
    pending.append(records, in: bytes)
    count += records.count
    if pending.footprint > budget { try spillPending() }
  }

  /// The records in the order of their keys. May be called again; what was appended until then is
  /// read each time, as long as the sequence lives.
  public mutating func sorted() throws(StoreError) -> SortedRecords {
    pending.sort()
    // Runs share the budget, but each needs a buffer that makes reading worth a system call.
    let bufferSize = min(256 << 10, max(16 << 10, budget / max(1, spilled.count)))
    let runs = spilled.compactMap { range in
      spill.map { SpilledRun($0, range, bufferSize: bufferSize) }
    }
    return try SortedRecords(runs, last: pending)
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
    // Behind what a run may have left that could not be written whole.
    let start = try file.size()
    spilled.append(start..<start + (try pending.write(to: file)))
    pending.removeAll()
  }
}

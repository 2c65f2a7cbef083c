import Activities

/// Records in memory, in the bytes that they came in.
struct SortedRun: Sendable {
  private struct Entry {
    let key: RecordKey
    /// Which of `pages` holds the record, and where.
    let page: Int
    let range: Range<Int>
    /// The place in the order of arrival.
    let arrival: Int
  }

  private var entries: [Entry] = []
  private var pages: [[UInt8]] = []
  private var pageSize = 0

  var count: Int { entries.count }

  /// The memory taken, but for storage that is reserved for more entries.
  var footprint: Int { pageSize + entries.count * MemoryLayout<Entry>.stride }

  mutating func append(
    _ records: some Sequence<(key: RecordKey, range: Range<Int>)>, in page: [UInt8]
  ) {
    for (key, range) in records {
      entries.append(Entry(key: key, page: pages.count, range: range, arrival: entries.count))
    }
    pages.append(page)
    pageSize += page.capacity + MemoryLayout<[UInt8]>.stride
  }

  mutating func removeAll() {
    entries.removeAll(keepingCapacity: true)
    pages.removeAll(keepingCapacity: true)
    pageSize = 0
  }

  /// Records of equal keys stay in the order of arrival.
  mutating func sort() {
    entries.sort { $0.key != $1.key ? $0.key < $1.key : $0.arrival < $1.arrival }
  }

  func key(at index: Int) -> RecordKey { entries[index].key }

  func withRecord<Result, Failure: Error>(
    at index: Int, _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let bytes = pages[entries[index].page]
    return try body(bytes.span.bytes.extracting(entries[index].range))
  }

  /// Writes the records in their order, each behind its head; gives the bytes written.
  func write(to file: SpillFile) throws(StoreError) -> Int64 {
    var buffer: [UInt8] = []
    var written: Int64 = 0
    for entry in entries {
      SpillHead(key: entry.key, length: entry.range.count).append(to: &buffer)
      buffer.append(contentsOf: pages[entry.page][entry.range])
      if buffer.count >= 256 << 10 {
        try file.append(buffer.span.bytes)
        written += Int64(buffer.count)
        buffer.removeAll(keepingCapacity: true)
      }
    }
    try file.append(buffer.span.bytes)
    return written + Int64(buffer.count)
  }
}

/// What precedes a record in a spilled run: its key and length, in this machine's byte order, as
/// the file does not outlive its process.
struct SpillHead {
  static let byteCount = 32

  let key: RecordKey
  let length: Int

  init(key: RecordKey, length: Int) {
    self.key = key
    self.length = length
  }

  /// Callers pass at least 32 bytes.
  init(_ bytes: RawSpan) {
    let instant = bytes.unsafeLoadUnaligned(fromByteOffset: 0, as: Int64.self)
    let high = bytes.unsafeLoadUnaligned(fromByteOffset: 8, as: UInt64.self)
    let low = bytes.unsafeLoadUnaligned(fromByteOffset: 16, as: UInt64.self)
    key = RecordKey(
      instant: Instant(nanoseconds: instant), id: Identifier(high: high, low: low))
    length = Int(bytes.unsafeLoadUnaligned(fromByteOffset: 24, as: Int64.self))
  }

  func append(to buffer: inout [UInt8]) {
    withUnsafeBytes(of: key.instant.nanoseconds) { buffer.append(contentsOf: $0) }
    withUnsafeBytes(of: key.id.high) { buffer.append(contentsOf: $0) }
    withUnsafeBytes(of: key.id.low) { buffer.append(contentsOf: $0) }
    withUnsafeBytes(of: Int64(length)) { buffer.append(contentsOf: $0) }
  }
}

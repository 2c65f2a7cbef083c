import Activities

/// Records in memory, and the bytes that they are spilled as.
struct SortedRun: Sendable {
  private struct Entry {
    let key: RecordKey
    let range: Range<Int>
  }

  private var entries: [Entry] = []
  private var bytes: [UInt8] = []

  var isEmpty: Bool { entries.isEmpty }
  var count: Int { entries.count }

  /// The memory taken, but for storage that is reserved.
  var footprint: Int { bytes.count + entries.count * MemoryLayout<Entry>.stride }

  mutating func append(_ key: RecordKey, _ record: RawSpan) {
    let start = bytes.count
    bytes.append(copying: record)
    entries.append(Entry(key: key, range: start..<bytes.count))
  }

  mutating func removeAll() {
    entries.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
  }

  /// Records lie in `bytes` in the order of arrival, which settles equal keys.
  mutating func sort() {
    entries.sort {
      $0.key != $1.key ? $0.key < $1.key : $0.range.lowerBound < $1.range.lowerBound
    }
  }

  func key(at index: Int) -> RecordKey { entries[index].key }

  func withRecord<Result, Failure: Error>(
    at index: Int, _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(bytes.span.bytes.extracting(entries[index].range))
  }

  /// Writes the records in their order, each behind its head; gives the bytes written.
  func write(to file: SpillFile) throws(StoreError) -> Int64 {
    var buffer: [UInt8] = []
    var written: Int64 = 0
    for entry in entries {
      let record = bytes.span.bytes.extracting(entry.range)
      SpillHead(key: entry.key, length: record.byteCount).append(to: &buffer)
      buffer.append(copying: record)
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

import Activities

/// One sorted run while it is merged: in memory, or read from a file piece by piece.
struct RunCursor: Sendable {
  private enum Source: Sendable {
    case memory(SortedRun, next: Int)
    case file(SpilledRun)
  }

  private var source: Source

  init(_ run: SortedRun) {
    source = .memory(run, next: 0)
  }

  init(spilled file: SpillFile, _ range: Range<Int64>, bufferSize: Int) {
    source = .file(SpilledRun(file: file, rest: range, bufferSize: bufferSize))
  }

  /// Moves to the next record and gives its key; nil after the last.
  mutating func next() throws(StoreError) -> RecordKey? {
    switch source {
    case .memory(let run, let index):
      guard index < run.count else { return nil }
      source = .memory(run, next: index + 1)
      return run.key(at: index)
    case .file(var run):
      // Without this the buffer would have two owners and be copied.
      source = .memory(SortedRun(), next: 0)
      defer { source = .file(run) }
      return try run.next()
    }
  }

  func withRecord<Result, Failure: Error>(
    _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    switch source {
    case .memory(let run, let next): try run.withRecord(at: next - 1, body)
    case .file(let run): try run.withRecord(body)
    }
  }
}

/// A run in a spill file.
private struct SpilledRun: Sendable {
  let file: SpillFile
  /// What is not in the buffer yet.
  var rest: Range<Int64>
  let bufferSize: Int
  private var buffer: [UInt8] = []
  private var record = 0..<0

  init(file: SpillFile, rest: Range<Int64>, bufferSize: Int) {
    self.file = file
    self.rest = rest
    self.bufferSize = bufferSize
  }

  mutating func next() throws(StoreError) -> RecordKey? {
    guard record.upperBound < buffer.count || !rest.isEmpty else { return nil }
    try fill(SpillHead.byteCount)
    let head = SpillHead(buffer.span.bytes.extracting(droppingFirst: record.upperBound))
    try fill(SpillHead.byteCount + head.length)
    let start = record.upperBound + SpillHead.byteCount
    record = start..<start + head.length
    return head.key
  }

  func withRecord<Result, Failure: Error>(
    _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(buffer.span.bytes.extracting(record))
  }

  /// Makes `count` bytes behind the record present in the buffer.
  private mutating func fill(_ count: Int) throws(StoreError) {
    guard buffer.count - record.upperBound < count else { return }
    buffer.removeFirst(record.upperBound)
    record = 0..<0
    let wanted = min(max(bufferSize, count) - buffer.count, Int(rest.count))
    var piece: [UInt8] = []
    try file.read(wanted, at: rest.lowerBound, into: &piece)
    rest = rest.lowerBound + Int64(piece.count)..<rest.upperBound
    buffer.append(contentsOf: piece)
    guard buffer.count >= count else { throw .shortRead(file.path) }
  }
}

import Activities

/// A sorted run in a spill file, read piece by piece.
///
/// It takes as much memory as its buffer, and as a longer record while that is loaded.
struct SpilledRun: Sendable {
  private let file: SpillFile
  private let bufferSize: Int
  /// What is not in the buffer yet.
  private var rest: Range<Int64>
  private var buffer: [UInt8] = []
  /// Where in the buffer what was read ends.
  private var end = 0
  /// Where in the buffer the record is, or is to be: of what was not loaded only the head has been read.
  private var record = 0..<0

  init(_ file: SpillFile, _ range: Range<Int64>, bufferSize: Int) {
    self.file = file
    self.bufferSize = bufferSize
    rest = range
  }

  /// Moves on from a record that has been loaded, or to the first, and gives its key; nil after the last.
  mutating func next() throws(StoreError) -> RecordKey? {
    guard record.upperBound < end || !rest.isEmpty else { return nil }
    let place = try fill(SpillHead.byteCount, from: record.upperBound)
    let head = SpillHead(buffer.span.bytes.extracting(droppingFirst: place))
    let start = place + SpillHead.byteCount
    record = start..<start + head.length
    return head.key
  }

  /// Reads the record that `next()` moved to, as far as it has not been read.
  mutating func load() throws(StoreError) {
    let start = try fill(record.count, from: record.lowerBound)
    record = start..<start + record.count
  }

  /// Calls `body` with the bytes of the record, which has been loaded.
  func withRecord<Result, Failure: Error>(
    _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(buffer.span.bytes.extracting(record))
  }

  /// Makes `count` bytes from `start` on present in the buffer, and says where they begin then.
  private mutating func fill(_ count: Int, from start: Int) throws(StoreError) -> Int {
    guard end - start < count else { return start }
    let kept = end - start
    let size = max(bufferSize, count)
    if buffer.count == size {
      buffer.withUnsafeMutableBytes { bytes in
        bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[start..<start + kept]))
      }
    } else {
      buffer = Array(buffer[start..<end])
      buffer.resize(to: size)
    }
    end = kept + (try read(min(size - kept, Int(rest.count)), behind: kept))
    guard end >= count else { throw .shortRead(file.path) }
    return 0
  }

  private mutating func read(_ count: Int, behind kept: Int) throws(StoreError) -> Int {
    let offset = rest.lowerBound
    let result = buffer.withUnsafeMutableBytes { bytes in
      let room = UnsafeMutableRawBufferPointer(rebasing: bytes[kept..<kept + count])
      return Result { () throws(StoreError) in try file.read(at: offset, into: room) }
    }
    let read = try result.get()
    rest = offset + Int64(read)..<rest.upperBound
    return read
  }
}

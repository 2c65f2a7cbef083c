import Activities
import ArchiveFormat

/// Writes the records of one partition, or of quarantine, to segments in `staging/`.
///
/// Nothing of it counts until an `ArchiveWriter` commits what `finish()` gives.
public struct SegmentWriter: ~Copyable {
  /// The most bytes of records, LFs included, that a block takes: 256 MiB.
  public static let maximumBlockContent = BlockSummary.maximumContentSize

  private let folder: SegmentLocation.Folder
  private let staging: Staging
  private let recordsPerSegment: Int
  private let deflater: BlockDeflater
  private var part: PartWriter?
  private var finished: [StagedSegment] = []
  private var lastKey: RecordKey?
  private var reader = RecordReader()
  private var buffers = BlockBuffers()

  /// A writer without records, which has no file yet. Throws `StoreError.outOfMemory`.
  public init(_ folder: SegmentLocation.Folder, in staging: Staging) throws(StoreError) {
    try self.init(folder, in: staging, recordsPerSegment: SegmentEntry.maximumCount)
  }

  /// A writer of segments that are shorter than the format allows.
  init(
    _ folder: SegmentLocation.Folder, in staging: Staging, recordsPerSegment: Int
  ) throws(StoreError) {
    let deflater = try BlockDeflater()
    self.folder = folder
    self.staging = staging
    self.recordsPerSegment = recordsPerSegment
    self.deflater = deflater
  }

  /// Adds an activity's record, without LF.
  ///
  /// Throws `StoreError.record` for one that cannot be placed, does not come after the one before
  /// it, or belongs to another partition or stream; nothing is written of it, and the writer goes
  /// on. After any other error the writer is of no use.
  public mutating func append(_ record: RawSpan) throws(StoreError) {
    let fields: RecordFields
    do throws(RecordError) {
      fields = try reader.read(record)
    } catch {
      throw .record(.unreadable(error))
    }
    let reader = reader
    try append(record, fields, reader: reader)
  }

  /// Adds an activity's record that `reader` has just read to `fields`, as `append(_:)` does.
  public mutating func append(
    _ record: RawSpan, _ fields: RecordFields, reader: borrowing RecordReader
  ) throws(StoreError) {
    try checkPlace(fields.key)
    try beginRecord(fields.key, record.byteCount)
    buffers.append(record)
    part?.summary.add(record, fields, reader: reader)
    lastKey = fields.key
    try endRecord()
  }

  /// Adds a record of quarantine, after the ones before it. Throws `StoreError.record` if the
  /// writer is for a partition.
  public mutating func append(_ record: QuarantineRecord) throws(StoreError) {
    guard folder == .quarantine else { throw .record(.wrongStream) }
    let line = record.line
    let key = RecordKey(instant: record.receivedAt, id: Identifier(high: 0, low: 0))
    try beginRecord(key, line.count)
    buffers.append(line.span.bytes)
    part?.summary.addQuarantined(line.span.bytes, receivedAt: record.receivedAt)
    try endRecord()
  }

  /// Adds what stands for a redacted record. Throws as the others do.
  public mutating func append(_ record: RedactedRecord) throws(StoreError) {
    let line = record.line
    let key: RecordKey
    switch record.place {
    case .activity(let place):
      try checkPlace(place)
      key = place
    case .quarantined(let receivedAt):
      guard folder == .quarantine else { throw .record(.wrongStream) }
      key = RecordKey(instant: receivedAt, id: Identifier(high: 0, low: 0))
    }
    try beginRecord(key, line.count)
    buffers.append(line.span.bytes)
    part?.summary.add(record, length: line.count)
    if folder != .quarantine { lastKey = key }
    try endRecord()
  }

  /// Completes and syncs the files; none if no record was added. The writer is empty afterwards.
  public mutating func finish() throws(StoreError) -> [StagedSegment] {
    try finishPart()
    let segments = finished
    finished = []
    lastKey = nil
    return segments
  }

  private func checkPlace(_ key: RecordKey) throws(StoreError) {
    switch folder {
    case .activities(let day), .amendments(let day):
      guard key.instant.day == day else { throw .record(.wrongPartition(key)) }
    case .quarantine: throw .record(.wrongStream)
    }
    if let lastKey, lastKey >= key { throw .record(.outOfOrder(key)) }
  }

  private mutating func beginRecord(_ key: RecordKey, _ length: Int) throws(StoreError) {
    guard buffers.content.count + length < Self.maximumBlockContent else {
      throw .record(.tooLong(key))
    }
    if part?.summary.count == recordsPerSegment { try finishPart() }
    if part == nil { part = PartWriter(try StagedFileWriter(in: staging)) }
  }

  private mutating func endRecord() throws(StoreError) {
    guard let count = part?.summary.count, count.isMultiple(of: BlockSummary.maximumCount) else {
      return
    }
    try endBlock()
  }

  private mutating func endBlock() throws(StoreError) {
    guard !buffers.content.isEmpty, let summary = part?.summary.endBlock() else { return }
    buffers.deflate(summary, with: deflater)
    defer { buffers.removeAll() }
    try part?.writeBlock(header: buffers.header, body: buffers.body)
  }

  private mutating func finishPart() throws(StoreError) {
    try endBlock()
    guard let segment = try part?.finish(in: folder) else { return }
    part = nil
    finished.append(segment)
  }
}

/// The bytes of the block that is being collected, in storage that is kept.
private struct BlockBuffers {
  var content: [UInt8] = []
  var header: [UInt8] = []
  var body: [UInt8] = []

  mutating func append(_ record: RawSpan) {
    content.append(copying: record)
    content.append(UInt8(ascii: "\n"))
  }

  /// The body ends in the trailer, whose bytes the header counts by itself.
  mutating func deflate(_ summary: BlockSummary, with deflater: borrowing BlockDeflater) {
    deflater.append(content, to: &body)
    header = BlockHeader(summary, deflatedSize: body.count - GzipTrailer.length).bytes
  }

  mutating func removeAll() {
    content.removeAll(keepingCapacity: true)
    body.removeAll(keepingCapacity: true)
  }
}

import Activities
import ArchiveFormat
import ArchiveStore

/// Reads the records of a segment block by block, each block held to its header.
final class SegmentRecords {
  private let segment: Segment
  private var reader: SegmentReader
  private var records = RecordReader()
  private(set) var content: [UInt8] = []

  init(_ segment: Segment, of archive: Archive) throws(StoreError) {
    self.segment = segment
    reader = try archive.reader(of: segment)
  }

  /// Calls `body` with each record of a block: its position, from 0, its bytes without LF, what they say,
  /// and their reader.
  ///
  /// Throws `StoreError`, and `PagingError.damaged` unless the records are as many and of the times that
  /// the header says, in their order, each once.
  func forEach(
    of block: Block, _ body: (Int, RawSpan, RecordFields, RecordReader) -> Void
  ) throws {
    try reader.read(block, into: &content)
    let damaged = PagingError.damaged(path: segment.location.path, offset: block.offset)
    let content = content
    var lines = LineRanges()
    var position = 0
    var first: Instant?
    var last: RecordKey?
    while let range = lines.next(in: content.span.bytes) {
      let record = content.span.bytes.extracting(range)
      guard position < block.summary.count, let fields = try? records.read(record),
        last.map({ $0 < fields.key }) ?? true
      else { throw damaged }
      body(position, record, fields, records)
      first = first ?? fields.key.instant
      last = fields.key
      position += 1
    }
    guard position == block.summary.count, first == block.summary.times.lowerBound,
      last?.instant == block.summary.times.upperBound
    else { throw damaged }
  }
}

/// The records of one block.
final class BlockRecords: Rememberable {
  private let content: [UInt8]
  /// The keys in their order.
  let keys: [RecordKey]
  private let ranges: [Range<Int>]

  init(_ block: Block, of segment: Segment, in archive: Archive) throws {
    let records = try SegmentRecords(segment, of: archive)
    var keys: [RecordKey] = []
    var ranges: [Range<Int>] = []
    keys.reserveCapacity(block.summary.count)
    ranges.reserveCapacity(block.summary.count)
    var start = 0
    try records.forEach(of: block) { _, record, fields, _ in
      keys.append(fields.key)
      ranges.append(start..<start + record.byteCount)
      start += record.byteCount + 1
    }
    self.keys = keys
    self.ranges = ranges
    content = records.content
  }

  var cost: Int {
    content.count + keys.count * (MemoryLayout<RecordKey>.size + MemoryLayout<Range<Int>>.size)
  }

  /// The record at a position, without LF.
  func record(_ position: Int) -> [UInt8] { Array(content[ranges[position]]) }

  /// The positions of the records that lie within a filter's bounds.
  func positions(within filter: ActivityFilter) -> Range<Int> {
    let start = filter.after.map { after in position { $0.instant <= after } } ?? 0
    let end = filter.before.map { before in position { $0.instant < before } } ?? keys.count
    return start..<max(start, end)
  }

  /// The first position whose key does not satisfy `precedes`, which holds for a prefix only.
  private func position(where precedes: (RecordKey) -> Bool) -> Int {
    var low = 0
    var high = keys.count
    while low < high {
      let middle = (low + high) / 2
      if precedes(keys[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

import Activities
import ArchiveFormat
import ArchiveStore
import Testing

/// A segment file as someone could write it who does not keep to the rules about records: its hashes
/// and headers fit all the same.
struct ForgedSegment {
  private(set) var bytes: [UInt8] = []
  private(set) var summary = SegmentSummary()
  private(set) var group: GroupContent?

  /// With `filterLength`, blocks have filters of that length, and groups none.
  init(
    _ records: [[UInt8]], blockCount: Int = BlockSummary.maximumCount, filterLength: Int? = nil
  ) throws {
    var reader = RecordReader()
    for start in stride(from: 0, to: records.count, by: blockCount) {
      let block = records[start..<min(start + blockCount, records.count)]
      for record in block {
        guard let fields = try? reader.read(record.span.bytes) else { continue }
        summary.add(record.span.bytes, fields, reader: reader)
      }
      let content = block.flatMap { $0 + [UInt8(ascii: "\n")] }
      let ended = summary.endBlock(filterLength: filterLength)
      append(content, try Self.required(ended))
    }
    group = summary.endGroup()
    guard let group, filterLength == nil else { return }
    appendFilter(group, blockCount: (records.count + blockCount - 1) / blockCount)
  }

  /// Appends the filter of the only group, whose blocks end here.
  mutating func appendFilter(_ group: GroupContent, blockCount: Int) {
    let filter = GroupFilter(
      group.summary, blockCount: blockCount, blocksEnd: Int64(bytes.count), behind: 0)
    bytes += filter.bytes
  }

  /// Appends a block whose deflate stream only stores its content.
  mutating func append(_ content: [UInt8], _ summary: BlockSummary) {
    var deflated: [UInt8] = []
    let starts = Array(stride(from: 0, to: max(1, content.count), by: 65_535))
    for start in starts {
      let piece = content[start..<min(start + 65_535, content.count)]
      let length = UInt16(piece.count)
      deflated.append(start == starts.last ? 1 : 0)
      deflated += littleEndian(length) + littleEndian(~length) + piece
    }
    bytes += BlockHeader(summary, deflatedSize: deflated.count).bytes + deflated
    bytes += littleEndian(Self.checksum(content)) + littleEndian(UInt32(content.count))
  }

  private func littleEndian<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }

  /// Of a block whose records cannot be placed, anything can be said.
  private static func required(_ summary: BlockSummary?) throws -> BlockSummary {
    if let summary { return summary }
    var any = SegmentSummary()
    let line: [UInt8] = [0x21]
    any.addQuarantined(line.span.bytes, receivedAt: Instant(nanoseconds: 0))
    let block = any.endBlock()
    return try #require(block)
  }

  /// CRC-32 (RFC 1952, section 8).
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(0xFFFF_FFFF as UInt32) { crc, byte in
      (crc >> 8) ^ table[Int((crc ^ UInt32(byte)) & 0xFF)]
    }
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in
      value & 1 == 1 ? (value >> 1) ^ 0xEDB8_8320 : value >> 1
    }
  }
}

extension Specimen {
  /// The records of a segment.
  func records(_ path: String) throws -> [[UInt8]] {
    var records: [[UInt8]] = []
    let location = try #require(SegmentLocation(path: path))
    var scanner = try ArchiveFolder(at: root).scanner(of: location, contentSize: .max)
    var content: [UInt8] = []
    while try scanner.next(into: &content) != nil {
      records += content.split(separator: UInt8(ascii: "\n")).map { Array($0) }
    }
    return records
  }

  /// Replaces a segment's records; file, entry and checkpoint fit each other.
  func forge(_ path: String, _ change: (inout [[UInt8]]) throws -> Void) throws {
    var records = try records(path)
    try change(&records)
    let forged = try ForgedSegment(records)
    try replace(path, by: forged.bytes) { entry in
      entry.count = records.count
      entry.contentSize = records.reduce(0) { $0 + $1.count + 1 }
      entry.contentRoot = forged.summary.contentRoot
      entry.types = forged.summary.types
      entry.ids = forged.summary.ids ?? entry.ids
      entry.times = forged.summary.times ?? entry.times
    }
  }

  /// Replaces the items of quarantine; file, entry and checkpoint fit each other.
  func forgeQuarantine(_ records: [[UInt8]]) throws {
    var summary = SegmentSummary()
    for record in records {
      let item = try QuarantineRecord(line: record.span.bytes)
      summary.addQuarantined(record.span.bytes, receivedAt: item.receivedAt)
    }
    let ended = summary.endBlock()
    var forged = try ForgedSegment([])
    forged.append(records.flatMap { $0 + [UInt8(ascii: "\n")] }, try #require(ended))
    let (root, size) = (summary.contentRoot, summary.contentSize)
    try replace(Specimen.quarantine, by: forged.bytes) { entry in
      entry.count = records.count
      entry.contentSize = size
      entry.contentRoot = root
    }
  }

  /// Replaces a segment's file; the entry says its size and hash, and what `change` makes it say.
  func replace(
    _ path: String, by bytes: [UInt8], _ change: (inout EditedEntry) -> Void = { _ in }
  ) throws {
    try write(bytes, to: path)
    try edit(path) { entry in
      entry.size = bytes.count
      entry.sha256 = Hash256(sha256Of: bytes.span.bytes)
      change(&entry)
    }
  }
}

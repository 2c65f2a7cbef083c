import Testing
import Activities
import ArchiveFormat
import TestSupport

@testable import ArchiveStore

/// An activity for tests: its key, and the record that spells it.
struct Sample: Comparable {
  let key: RecordKey
  let record: [UInt8]

  init(_ key: RecordKey, type: String = "message.sent", note: String = "") {
    self.key = key
    record = Array(
      """
      {"id":"\(key.id)","created_at":"\(key.instant)","payload":{"type":"\(type)",\
      "organization_id":"\(Self.organizationID)","person_id":"\(Identifier(high: 7, low: key.id.low))",\
      "sequence_id":"\(Identifier(high: 8, low: 8))","note":"\(note)"}}
      """.utf8)
  }

  static let organizationID = Identifier(high: 0x0195_4b2e_0000_7000, low: 0xaaaa_1111_1111_1111)

  static func < (left: Sample, right: Sample) -> Bool { left.key < right.key }

  static func == (left: Sample, right: Sample) -> Bool {
    left.key == right.key && left.record == right.record
  }
}

let sampleDay = UTCDay(number: 20_161)

/// Activities of a day in the order of keys, spread over it, with some at the same instant.
func samples(
  _ count: Int, on day: UTCDay = sampleDay, using generator: inout SeededGenerator
) -> [Sample] {
  (0..<count).map { _ in
    let second = Int64.random(in: 0..<86_400 / 4, using: &generator) * 4
    let instant = Instant(nanoseconds: day.start.nanoseconds + second * 1_000_000_000)
    let id = Identifier(high: generator.next(), low: generator.next())
    return Sample(RecordKey(instant: instant, id: id))
  }.sorted()
}

/// The entry of an archive for tests.
func archiveEntry(_ id: UInt64 = 1) -> ArchiveEntry {
  ArchiveEntry(
    id: Identifier(high: id, low: 2), source: "https://api.topo.io",
    createdAt: Instant(seconds: 1_760_000_000))
}

/// A complete walk of one day.
func walk(_ day: UTCDay = sampleDay, received: Int = 0) throws -> WalkEntry {
  let walk = WalkEntry(
    window: Window(from: day.start, until: day.end), isComplete: true, reported: received,
    received: received, added: received, amended: 0, quarantined: 0,
    startedAt: day.end + .seconds(60), endedAt: day.end + .seconds(90))
  return try #require(walk)
}

extension SegmentWriter {
  mutating func append(_ sample: Sample) throws(StoreError) {
    let record = sample.record
    try append(record.span.bytes)
  }
}

/// Writes records to staged segments.
func stage(
  _ samples: [Sample], in folder: SegmentLocation.Folder = .activities(sampleDay),
  _ staging: Staging
) throws -> [StagedSegment] {
  var writer = try SegmentWriter(folder, in: staging)
  for sample in samples { try writer.append(sample) }
  return try writer.finish()
}

/// All records of a folder in the order of keys.
func records(
  of archive: Archive, in folder: SegmentLocation.Folder = .activities(sampleDay),
  after: Instant? = nil, before: Instant? = nil
) throws -> [[UInt8]] {
  let held = HeldRecords(archive, in: folder, after: after, before: before)
  var records: [[UInt8]] = []
  while try held.next() != nil {
    records.append(held.withRecord { $0.bytes(in: 0..<$0.byteCount) })
  }
  return records
}

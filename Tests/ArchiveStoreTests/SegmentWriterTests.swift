import Activities
import ArchiveFormat
import Testing
import TestSupport

@testable import ArchiveStore

@Suite struct SegmentWriterTests {
  @Test func blocksHoldWhatTheirHeadersSay() throws {
    let segment = try LooseSegment(SampleSegment(2_050, seed: 4))
    var reader = try segment.reader()
    var content: [UInt8] = []
    var records: [[UInt8]] = []
    var counts: [Int] = []
    while let block = try reader.nextBlock() {
      try reader.read(block, into: &content)
      counts.append(block.summary.count)
      #expect(block.number == counts.count - 1)
      #expect(block.summary.contentSize == content.count)
      var lines = LineRanges()
      while let line = lines.next(in: content.span.bytes) {
        let sample = segment.samples[records.count]
        #expect(block.summary.times.contains(sample.key.instant))
        #expect(block.summary.mayContain(sample.key.id))
        records.append(Array(content[line]))
      }
    }
    #expect(counts == [1_024, 1_024, 2])
    #expect(records == segment.samples.map(\.record))
    #expect(segment.staged.summary.count == 2_050)
    #expect(segment.staged.size == (try segment.bytes().count))
  }

  @Test(arguments: [1_023, 1_024, 1_025, 2_048])
  func noBlockIsEmpty(_ count: Int) throws {
    let segment = try LooseSegment(SampleSegment(count, seed: 5))
    #expect(try segment.offsets().count - 1 == (count + 1_023) / 1_024)
    #expect(segment.readAll() == nil)
  }

  @Test func aFullSegmentIsFollowedByTheNextPart() async throws {
    let folder = try TemporaryFolder()
    var generator = SeededGenerator(seed: 6)
    let samples = samples(5_000, using: &generator)
    let writer = try ArchiveWriter(at: folder("a"), creating: archiveEntry())
    var segments = try SegmentWriter(
      .activities(sampleDay), in: writer.staging, recordsPerSegment: 2_048)
    for sample in samples { try segments.append(sample) }
    let archive = try await writer.commit(try segments.finish())
    let held = archive.segments(in: .activities(sampleDay))
    #expect(held.map(\.location.part) == [0, 1, 2])
    #expect(held.map(\.entry.count) == [2_048, 2_048, 904])
    #expect(try records(of: archive) == samples.map(\.record))
  }

  @Test func recordsThatDoNotFitAreRefusedAndTheOthersKept() throws {
    let folder = try TemporaryFolder()
    var generator = SeededGenerator(seed: 7)
    let samples = samples(3, using: &generator)
    let staging = try Staging(folderAt: folder.path)
    var writer = try SegmentWriter(.activities(sampleDay), in: staging)
    try writer.append(samples[1])
    func refused(_ record: [UInt8], _ fault: RecordFault) {
      #expect(throws: StoreError.record(fault)) { try writer.append(record.span.bytes) }
    }
    refused(samples[0].record, .outOfOrder(samples[0].key))
    refused(samples[1].record, .outOfOrder(samples[1].key))
    let next = Sample(
      RecordKey(instant: sampleDay.end, id: samples[2].key.id))
    refused(next.record, .wrongPartition(next.key))
    refused(Array(#"{"created_at":"2025-03-14T00:00:00Z"}"#.utf8), .unreadable(.noIdentifier))
    refused(Array("[]".utf8), .unreadable(.notAnObject))
    #expect(throws: StoreError.record(.wrongStream)) {
      try writer.append(
        QuarantineRecord(receivedAt: sampleDay.start, reason: .notAnObject, item: [1]))
    }
    try writer.append(samples[2])
    #expect(try writer.finish().map(\.summary.count) == [2])
  }

  @Test func withoutRecordsThereIsNoFile() throws {
    let folder = try TemporaryFolder()
    var writer = try SegmentWriter(.quarantine, in: try Staging(folderAt: folder.path))
    #expect(try writer.finish().isEmpty)
    #expect(files(below: folder.path).isEmpty)
  }

  @Test func whatIsNotCommittedIsRemoved() throws {
    let folder = try TemporaryFolder()
    var generator = SeededGenerator(seed: 8)
    let samples = samples(10, using: &generator)
    do {
      let staging = try Staging(folderAt: folder.path)
      let finished = try stage(samples, staging)
      var unfinished = try SegmentWriter(.activities(sampleDay), in: staging)
      try unfinished.append(samples[0])
      #expect(files(below: folder.path).count == 2)
      #expect(finished.count == 1)
    }
    #expect(files(below: folder.path).isEmpty)
  }

  @Test func quarantineKeepsItsOrder() async throws {
    let folder = try TemporaryFolder()
    let items = [3, 1, 2].map { number in
      QuarantineRecord(
        receivedAt: Instant(seconds: 1_700_000_000 - number), reason: .malformedJSON,
        item: [0xFF, UInt8(number)])
    }
    let writer = try ArchiveWriter(at: folder("a"), creating: archiveEntry())
    var segments = try SegmentWriter(.quarantine, in: writer.staging)
    for item in items { try segments.append(item) }
    let archive = try await writer.commit(try segments.finish())
    let segment = try #require(archive.segments(of: .quarantine).first)
    #expect(segment.entry.activities == nil)
    var found: [QuarantineRecord] = []
    try archive.forEachRecord(in: segment) { record in
      if let item = try? QuarantineRecord(line: record) { found.append(item) }
    }
    #expect(found == items)
  }
}

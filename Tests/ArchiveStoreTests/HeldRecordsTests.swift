import Activities
import ArchiveFormat
import Testing
import TestSupport

@testable import ArchiveStore

/// Reading against a naive model: all records in an array.
@Suite struct HeldRecordsTests {
  /// An archive whose day lies in several parts that overlap in time, and its records.
  private func archive(
    in folder: TemporaryFolder, _ counts: [Int], using generator: inout SeededGenerator
  ) async throws -> (archive: Archive, samples: [Sample]) {
    let writer = try ArchiveWriter(at: folder("a"), creating: archiveEntry())
    var all: [Sample] = []
    for count in counts {
      let part = samples(count, using: &generator)
      try await writer.commit(try stage(part, writer.staging))
      all += part
    }
    return (await writer.archive, all.sorted())
  }

  @Test(arguments: 20..<24 as Range<UInt64>)
  func boundsAndCountsAgreeWithTheModel(_ seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    let folder = try TemporaryFolder()
    let parts = Int.random(in: 1...3, using: &generator)
    let counts = (0..<parts).map { _ in Int.random(in: 1...1_300, using: &generator) }
    let (archive, samples) = try await archive(in: folder, counts, using: &generator)
    #expect(try records(of: archive) == samples.map(\.record), "seed \(seed)")
    #expect(try archive.count() == samples.count)
    for _ in 0..<6 {
      let after = bound(samples, using: &generator)
      let before = bound(samples, using: &generator)
      let expected = samples.filter { sample in
        (after.map { sample.key.instant > $0 } ?? true)
          && (before.map { sample.key.instant < $0 } ?? true)
      }
      let found = try records(of: archive, after: after, before: before)
      #expect(found == expected.map(\.record), "seed \(seed), \(after as Any), \(before as Any)")
      #expect(try archive.count(after: after, before: before) == expected.count, "seed \(seed)")
    }
  }

  /// The time of a record, exactly or nearly; sometimes none.
  private func bound(_ samples: [Sample], using generator: inout SeededGenerator) -> Instant? {
    guard Int.random(in: 0..<5, using: &generator) > 0,
      let sample = samples.randomElement(using: &generator)
    else { return nil }
    return sample.key.instant
      + .nanoseconds(Int.random(in: -1...1, using: &generator))
  }

  @Test(arguments: 30..<33 as Range<UInt64>)
  func idsAreFoundAndNoOthers(_ seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    let folder = try TemporaryFolder()
    let (archive, samples) = try await archive(in: folder, [1_500, 40], using: &generator)
    let wanted = samples.filter { _ in Int.random(in: 0..<50, using: &generator) == 0 }
    let absent = (0..<50).map { _ in
      Identifier(high: generator.next(), low: generator.next())
    }
    let ids = Set(wanted.map(\.key.id) + absent)
    var found: [[UInt8]] = []
    var others = 0
    try archive.forEachRecord(of: ids, in: .activities) { (_, key, record) throws(StoreError) in
      if !ids.contains(key.id) { others += 1 }
      found.append(record.bytes(in: 0..<record.byteCount))
    }
    #expect(Set(found) == Set(wanted.map(\.record)), "seed \(seed)")
    #expect(found.count == wanted.count)
    #expect(others == 0)
    var outside = 0
    try archive.forEachRecord(of: ids, in: .activities, days: sampleDay.next...sampleDay.next) {
      (_, _, _) throws(StoreError) in outside += 1
    }
    #expect(outside == 0)
  }

  @Test func theHighestPartHoldsTheLatestForm() async throws {
    let folder = try TemporaryFolder()
    var generator = SeededGenerator(seed: 40)
    let keys = samples(3, using: &generator).map(\.key)
    let moved = RecordKey(
      instant: UTCDay(number: sampleDay.number - 1).start, id: keys[1].id)
    let writer = try ArchiveWriter(at: folder("a"), creating: archiveEntry())
    for (form, key) in [("1", keys[0]), ("2", keys[1]), ("3", keys[0]), ("4", moved)] {
      let amendment = Sample(key, note: form)
      try await writer.commit(
        try stage([amendment], in: .amendments(key.instant.day), writer.staging))
    }
    let archive = await writer.archive
    #expect(
      archive.segments(of: .amendments).sorted { $0.line < $1.line }.map(\.location.part)
        == [0, 1, 2, 3])
    let latest = try archive.latestAmendments(of: Set(keys.map(\.id)))
    #expect(
      latest == [
        keys[0].id: Sample(keys[0], note: "3").record, keys[1].id: Sample(moved, note: "4").record,
      ])
    #expect(
      try records(of: archive, in: .amendments(sampleDay))
        == [
          Sample(keys[0], note: "1"), Sample(keys[0], note: "3"), Sample(keys[1], note: "2"),
        ].sorted { $0.key < $1.key }.map(\.record))
  }

  @Test func partsAreReadByTasksSideBySide() async throws {
    let folder = try TemporaryFolder()
    var generator = SeededGenerator(seed: 41)
    let (archive, samples) = try await archive(in: folder, [1_100, 300], using: &generator)
    let expected = samples.map(\.record)
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<4 { group.addTask { try records(of: archive) == expected } }
      for try await isEqual in group { #expect(isEqual) }
    }
  }

  @Test func aRecordThatCannotBePlacedIsNamed() async throws {
    let folder = try TemporaryFolder()
    var generator = SeededGenerator(seed: 42)
    let (archive, samples) = try await archive(in: folder, [3], using: &generator)
    let path = folder("a/activities/created_date=\(sampleDay)/part-00000.ndjson.gz")
    // The same length with another first character: the headers still fit but for the checksum.
    let lines = samples.map(\.record).enumerated().flatMap { index, record in
      (index == 1 ? [UInt8(ascii: "[")] + record.dropFirst() : record) + [UInt8(ascii: "\n")]
    }
    var summary = SegmentSummary()
    var reader = RecordReader()
    for sample in samples {
      let record = sample.record
      summary.add(record.span.bytes, try reader.read(record.span.bytes), reader: reader)
    }
    let ended = summary.endBlock()
    let block = try #require(ended)
    var body: [UInt8] = []
    try BlockDeflater().append(lines, to: &body)
    let header = BlockHeader(block, deflatedSize: body.count - GzipTrailer.length)
    try write(header.bytes + body, to: path)
    #expect {
      try records(of: archive)
    } throws: { error in
      guard case .segment(_, 0, .record(1, .malformed)) = error as? StoreError else { return false }
      return true
    }
  }
}

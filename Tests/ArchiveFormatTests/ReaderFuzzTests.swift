import Activities
import Testing
import TestSupport

@testable import ArchiveFormat

/// Seeded damage to what these readers read: what they accept has one meaning and one spelling.
@Suite struct ReaderFuzzTests {
  @Test(arguments: [UInt64(51), 52])
  func checkpointsHaveOneSpelling(seed: UInt64) {
    let text = CheckpointTests.text
    let signed = text + "\n\(CheckpointTests.signature)\n"
    var mutator = ByteMutator(seed: seed, [text, signed].map { Array($0.utf8) })
    var accepted = 0
    for round in 0..<10_000 {
      let damaged = mutator.next()
      guard let checkpoint = try? Checkpoint(damaged.span.bytes) else { continue }
      accepted += 1
      #expect(checkpoint.bytes == damaged, "seed \(seed), round \(round)")
      for line in checkpoint.signatures { _ = SignatureLine(line) }
    }
    #expect(accepted > 600 && accepted < 9_000)
  }

  @Test(arguments: [UInt64(53), 54])
  func entriesAreReadAgainAsTheyAre(seed: UInt64) {
    var mutator = ByteMutator(seed: seed, Lines.all.map { Array($0.utf8) })
    var accepted = 0
    for round in 0..<10_000 {
      let damaged = mutator.next()
      do throws(IndexEntryError) {
        let entry = try IndexEntry(line: damaged.span.bytes)
        accepted += 1
        #expect(
          try IndexEntry(line: entry.line.span.bytes) == entry, "seed \(seed), round \(round)")
      } catch {
        // A path that leads elsewhere is told from one that is merely malformed.
        guard case .unsafePath(let path) = error else { continue }
        #expect(SegmentLocation(path: path) == nil, "seed \(seed), round \(round)")
      }
    }
    #expect(accepted > 600 && accepted < 9_000)
  }

  @Test(arguments: [UInt64(55), 56])
  func quarantineIsReadAgainAsItIs(seed: UInt64) {
    let line = QuarantineRecordTests.line
    let long = line.replacing("no_id", with: "too_long").replacing("30=", with: "30BAAD")
    var mutator = ByteMutator(seed: seed, [line, long].map { Array($0.utf8) })
    var accepted = 0
    for round in 0..<10_000 {
      let damaged = mutator.next(changes: 2)
      guard let record = try? QuarantineRecord(line: damaged.span.bytes) else { continue }
      accepted += 1
      #expect(
        (try? QuarantineRecord(line: record.line.span.bytes)) == record,
        "seed \(seed), round \(round)")
    }
    #expect(accepted > 300 && accepted < 9_000)
  }

  /// Paths of every shape that lead out of an archive, or to one file by another name.
  @Test(arguments: [
    "../../etc/passwd", "/etc/passwd", "activities/../../../etc/passwd",
    "activities/created_date=2025-03-14/../../../etc/passwd",
    "./activities/created_date=2025-03-14/part-00000.ndjson.gz",
    "/activities/created_date=2025-03-14/part-00000.ndjson.gz",
    "activities//created_date=2025-03-14/part-00000.ndjson.gz",
    "activities/created_date=2025-03-14/./part-00000.ndjson.gz",
    "activities/created_date=2025-03-14/part-00000.ndjson.gz/",
    "activities/created_date=2025-03-14/part-00000.ndjson.gz\u{0}",
    "activities/created_date=2025-03-14/part-0.ndjson.gz",
    "activities\\created_date=2025-03-14\\part-00000.ndjson.gz",
    "ACTIVITIES/created_date=2025-03-14/part-00000.ndjson.gz",
    "activities/created_date=2025-02-30/part-00000.ndjson.gz",
    "activities/created_date=2025-03-14/part-00000.r0.ndjson.gz",
    "staging/commit", "checkpoint", "index.ndjson", "", ".", "..", "quarantine/../checkpoint",
    "activities/created_date=2025\u{2215}03\u{2215}14/part-00000.ndjson.gz",
  ])
  func aPathThatLeadsElsewhereIsNone(path: String) throws {
    #expect(SegmentLocation(path: path) == nil)
    for line in [Lines.segment, Lines.expiry, Lines.replacement] {
      let old = try #require(line.firstMatch(of: #/"path":"([^"]*)"/#)?.1)
      var quoted: [UInt8] = []
      JSONEscapes.appendQuoted(path.utf8, to: &quoted)
      let damaged = bytes(
        line.replacing("\"\(old)\"", with: String(decoding: quoted, as: UTF8.self)))
      #expect(throws: IndexEntryError.unsafePath(path)) {
        try IndexEntry(line: damaged.span.bytes)
      }
    }
  }
}

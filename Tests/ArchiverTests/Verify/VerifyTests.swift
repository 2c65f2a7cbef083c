import Activities
import ArchiveFormat
import ArchiveStore
import Foundation
import Testing
import TestSupport

@testable import Archiver

@Suite("What verify claims, and what it does not")
struct VerifyTests {
  @Test func anInterruptedCommitIsNoFinding() async throws {
    let specimen = try await Specimen()
    let lines = try specimen.indexLines()
    let ends = lines.map { $0 + [UInt8(ascii: "\n")] }
    // The last commit stands in staging, and its lines wholly, half or not at all in the index.
    try specimen.seal(Array(lines.dropLast(2)))
    try FileManager.default.createDirectory(
      at: specimen.url.appending(path: Layout.staging), withIntermediateDirectories: true)
    let committed = Array(ends.dropLast(2).joined())
    let staged = Array(ends.suffix(2).joined())
    try specimen.write(staged, to: Layout.stagedCommit)
    let zeros = [UInt8](repeating: 0, count: 9)
    let tails = [staged, Array(staged.prefix(70)), Array(staged.prefix(70)) + zeros, []]
    for tail in tails {
      try specimen.write(committed + tail, to: Layout.index)
      let report = try await specimen.verify()
      #expect(report.findings == [])
      #expect(report.interruptedLines == 2)
      #expect(report.amendments == 2)
    }
    try specimen.write(committed + Array("{}\n".utf8), to: Layout.index)
    let report = try await specimen.verify()
    #expect(report.findings.map(\.kind) == [.checkpointMismatch])
  }

  /// As segments were before groups had filters.
  @Test func aSegmentWithoutFiltersIsIntactAndSearched() async throws {
    let specimen = try await Specimen()
    let records = try specimen.records(Specimen.big)
    let forged = try ForgedSegment(records, filterLength: 128)
    try specimen.replace(Specimen.big, by: forged.bytes)
    #expect(try await specimen.verify().findings == [])
    let archive = try Archive(at: specimen.root)
    var reader = RecordReader()
    for record in [records[0], records[1_029]] {
      let id = try reader.read(record.span.bytes).id
      var report = SearchReport()
      let forms = try await FormFinder(archive: archive, ids: [id], concurrency: 1).forms(&report)
      #expect(forms.contains { $0.path == Specimen.big })
    }
  }

  @Test func aCheckpointKeptElsewhereMustBeExtended() async throws {
    let specimen = try await Specimen()
    let lines = try specimen.indexLines()
    func report(_ size: Int, _ root: Hash256) async throws -> VerifyReport {
      var options = VerifyOptions()
      options.quick = true
      let kept = try #require(Checkpoint(archiveID: Specimen.id, size: size, root: root))
      options.keptCheckpoint = try KeptCheckpoint(file: "kept", kept.bytes.span.bytes)
      return try await specimen.verify(options)
    }
    for size in [1, 8, lines.count] {
      let leaves = lines.prefix(size).map { MerkleTree.leafHash($0.span.bytes) }
      let extended = try await report(size, MerkleTree.root(of: leaves))
      #expect(extended.findings == [] && extended.extendsKept)
      #expect(extended.archiveID == Specimen.id && extended.checkpoint?.size == lines.count)
    }
    let differs = try await report(8, MerkleTree.emptyRoot)
    #expect(differs.findings.map(\.kind) == [.checkpointMismatch])
    #expect(!differs.extendsKept && differs.kept?.file == "kept")
    try specimen.remove(Layout.index)
    let missing = try await report(8, MerkleTree.emptyRoot)
    #expect(!missing.extendsKept && missing.archiveID == Specimen.id)
  }

  /// A block that is lost hides what is in it, and nothing that is elsewhere.
  @Test func whatALostBlockLeavesIsStillJudged() async throws {
    let specimen = try await Specimen()
    try specimen.forge(Specimen.late) { records in
      // One id of each block of the other part.
      for id in [7, 1_027] { records.append(try SpecimenRecords.record(2_000 + id, id: id)) }
    }
    try specimen.forge(Specimen.big) { records in
      for index in [3, 1_026] {
        let text = String(decoding: records[index], as: UTF8.self)
        records[index] = Array(text.replacing(#""channel":"EMAIL""#, with: #""channel":1"#).utf8)
      }
    }
    #expect(
      try await specimen.verify().counts == [.schemaViolation: 2, .duplicateID: 2])
    try specimen.flip(Specimen.big, at: BlockHeader.maximumLength + 1_000)
    let report = try await specimen.verify()
    let id = try #require(Identifier(SpecimenRecords.id(1_027)))
    #expect(
      report.findings.map(\.kind) == [
        .checksumMismatch, .gzipCorrupt, .schemaViolation, .duplicateID,
      ])
    #expect(report.findings[2].line == 1_027)
    #expect(report.findings[3].detail == .duplicate(id, path: Specimen.big, line: 1_027))
    #expect(report.activities == 6 + 3 + 5)
  }

  /// Nothing that no entry names is an orphan where an entry is lost that may have named it.
  @Test(arguments: [0, 1, 4, 9])
  func filesThatNoEntryNamesAreCounted(lines: Int) async throws {
    let specimen = try await Specimen()
    try specimen.cutIndex(after: lines)
    let report = try await specimen.verify()
    #expect(report.segments + report.unnamedFiles == 7)
    #expect(!report.isIndexWhole && !report.isComplete && !report.isIntact)
    #expect(report.counts == [.checkpointMismatch: 1])
  }

  /// What lies beside the segments, and folders that hold nothing, are none of verify's concern.
  @Test func onlyTheFoldersOfSegmentsAreLookedAt() async throws {
    let specimen = try await Specimen()
    for path in ["staging/x", "activities/created_date=2025-03-20", "quarantine/a/b"] {
      try FileManager.default.createDirectory(
        at: specimen.url.appending(path: path), withIntermediateDirectories: true)
    }
    for path in ["notes.txt", ".DS_Store", "staging/x/left-over", "checkpoint~"] {
      try specimen.write([0x21], to: path)
    }
    #expect(try await specimen.verify().findings == [])
    try specimen.write([0x21], to: "quarantine/a/b/c")
    #expect(
      try await specimen.verify().findings == [
        Finding(.segmentOrphan, path: "quarantine/a/b/c")
      ])
  }

  @Test func quickReadsNoRecords() async throws {
    let specimen = try await Specimen()
    try specimen.forge(Specimen.small) { records in records[1] = Array("{}".utf8) }
    var options = VerifyOptions()
    options.quick = true
    let quick = try await specimen.verify(options)
    #expect(quick.findings == [])
    #expect(quick.activities == 1_037)
    #expect(quick.amendments == 3)
    #expect(quick.quarantined == 2)
    try specimen.flip(Specimen.last, at: 300)
    #expect(try await specimen.verify(options).findings.map(\.kind) == [.checksumMismatch])
  }

  @Test func onlyTheDaysAskedForAreRead() async throws {
    let specimen = try await Specimen()
    try specimen.remove(Specimen.small)
    try specimen.edit(line: 8, #""complete":true"#, #""complete":false"#)
    var options = VerifyOptions()
    options.until = try #require(Timestamp("2025-03-15T00:00:00Z")).instant
    let before = try await specimen.verify(options)
    #expect(before.findings == [])
    #expect(before.activities == 1_032)
    #expect(before.coverage.map(\.until) == [options.until])
    options.until = nil
    options.since = try #require(Timestamp("2025-03-15T23:59:59Z")).instant
    let after = try await specimen.verify(options)
    #expect(after.findings.map(\.kind) == [.segmentMissing, .walkIncomplete])
    #expect(after.activities == 2)
  }

  @Test func growthIsCountedAndOnlyStrictlyAFinding() async throws {
    let specimen = try await Specimen()
    try specimen.forge(Specimen.small) { records in
      let text = String(decoding: records[1], as: UTF8.self)
      records[1] = Array(
        text.replacing("message.sent", with: "message.forwarded")
          .replacing(#""channel":"EMAIL""#, with: #""channel":"SMS","to":[]"#).utf8)
    }
    let report = try await specimen.verify()
    #expect(report.isIntact)
    #expect(
      report.unrecognised == [
        "/payload/type=message.forwarded": 1, "/payload/channel=SMS": 1, "/payload/to": 1,
      ])
    var options = VerifyOptions()
    options.strict = true
    let strict = try await specimen.verify(options)
    #expect(!strict.isIntact)
    #expect(strict.findings.allSatisfy { $0.kind == .schemaViolation && $0.line == 2 })
    #expect(
      strict.findings.map(\.pointer) == ["/payload/type", "/payload/channel", "/payload/to"])
  }

  @Test func aFloodIsCutAndCounted() async throws {
    let specimen = try await Specimen()
    try specimen.forge(Specimen.big) { records in
      for index in records.indices {
        let text = String(decoding: records[index], as: UTF8.self)
        records[index] = Array(text.replacing(#""channel":"EMAIL""#, with: #""channel":1"#).utf8)
      }
    }
    let report = try await specimen.verify()
    #expect(report.counts == [.schemaViolation: 1_030])
    #expect(report.findings.count == FindingLog.limit + 1)
    #expect(report.findings.last?.detail == .more(total: 1_030))
    #expect(report.findings[99].line == 100)
  }

  /// Of a day with more ids than memory is meant for, a part is compared in each pass.
  @Test func aDayIsComparedInSlices() async throws {
    let specimen = try await Specimen()
    let good = try await specimen.verify(sliceSize: 100)
    #expect(good.findings == [])
    #expect(good.activities == 1_037)
    try specimen.forge(Specimen.late) { records in
      for id in [3, 5, 8, 13, 21, 34, 55, 89] {
        records.append(try SpecimenRecords.record(3_000 + id, id: id))
      }
    }
    try specimen.forge(Specimen.amendments) { records in
      for number in 5_000..<5_012 {
        records.append(try SpecimenRecords.record(number, category: "INTERESTED"))
      }
    }
    let whole = try await specimen.verify()
    let sliced = try await specimen.verify(sliceSize: 100)
    #expect(whole.counts == [.duplicateID: 8, .amendmentUnfounded: 12])
    #expect(Set(sliced.findings) == Set(whole.findings))
    #expect(sliced.activities == whole.activities && whole.activities == 1_037)
    #expect(sliced.amendments == 15)
  }

  @Test func anAmendedDayThatHasExpiredIsNotBlamed() async throws {
    let specimen = try await Specimen()
    for path in [Specimen.big, Specimen.late] {
      let location = try #require(SegmentLocation(path: path))
      let entry = ExpiryEntry(location: location, reason: "retention", at: Instant(nanoseconds: 0))
      try specimen.reseal { $0.append(IndexEntry.expiry(entry).line) }
      try specimen.remove(path)
    }
    let report = try await specimen.verify()
    #expect(report.findings == [])
    #expect(report.activities == 5)
  }

  @Test func whatIsNoArchiveIsAnError() async throws {
    let folder = FileManager.default.temporaryDirectory.path
    await #expect(throws: StoreError.archive(.notAnArchive)) {
      let empty = folder + "/verify-\(UUID().uuidString.prefix(8))"
      try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(atPath: empty) }
      _ = try await Verify(ArchiveFolder(at: empty)).run()
    }
  }

  /// Whatever bit flips, whatever byte is lost or added in whatever file that counts, the archive is
  /// not intact any more.
  @Test(arguments: [UInt64(20_250_314)])
  func anyChangedByteIsFound(seed: UInt64) async throws {
    let specimen = try await Specimen()
    var options = VerifyOptions()
    options.quick = true
    var generator = SeededGenerator(seed: seed)
    let paths = [
      Layout.index, Layout.checkpoint, Specimen.big, Specimen.small, Specimen.newest,
      Specimen.quarantine,
    ]
    for path in paths {
      let good = try specimen.bytes(path)
      for number in 0..<60 {
        var bytes = good
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch number % 3 {
        case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 1: bytes.remove(at: place)
        default: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place + 1)
        }
        try specimen.write(bytes, to: path)
        let report = try await specimen.verify(options)
        #expect(!report.isIntact, "\(path), number \(number), byte \(place), seed \(seed)")
      }
      try specimen.write(good, to: path)
    }
    #expect(try await specimen.verify(options).isIntact)
  }

  /// The full pass over damaged files ends, whatever the damage, and says the same each time.
  @Test(arguments: [UInt64(7), 8])
  func anyDamageInAFileIsSurvived(seed: UInt64) async throws {
    let specimen = try await Specimen()
    var generator = SeededGenerator(seed: seed)
    for path in [Specimen.small, Specimen.amendments, Specimen.quarantine] {
      let good = try specimen.bytes(path)
      for _ in 0..<6 {
        var bytes = good
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
          bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(
            in: 0...255, using: &generator)
        }
        try specimen.replace(path, by: bytes)
        var options = VerifyOptions()
        options.since = try #require(Timestamp("2025-03-15T00:00:00Z")).instant
        let first = try await specimen.verify(options)
        let second = try await specimen.verify(options)
        #expect(first.findings == second.findings, "seed \(seed)")
      }
      try specimen.replace(path, by: good)
    }
  }
}

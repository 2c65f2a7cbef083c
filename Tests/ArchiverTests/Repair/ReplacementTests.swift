import Activities
import ArchiveFormat
import ArchiveStore
import Foundation
import Testing

@testable import Archiver

/// The same records in other gzip bytes take a segment's place.
@Suite struct ReplacementTests {
  private static let replacing = "activities/created_date=2025-03-14/part-00000.r1.ndjson.gz"
  private static let location = SegmentLocation(path: replacing)

  /// An archive whose file of the 14th had other bytes than can be had, and a copy of its records.
  private func withReplacement(
    losing loss: (Specimen) throws -> Void,
    _ body: (Specimen, RepairReport, _ copy: Specimen) async throws -> Void
  ) async throws {
    let specimen = try await Specimen()
    try specimen.recompressAsArchived(Specimen.big)
    #expect(try await specimen.verify().isIntact)
    try loss(specimen)
    let copy = try await Specimen()
    let told = try await specimen.repair(from: copy.root)
    let location = try #require(Self.location)
    #expect(told.outcomes == [Specimen.big: .healed(.replaced(by: location))])
    #expect(told.isWhole)
    try await body(specimen, told, copy)
  }

  @Test func anEntrySaysSo() async throws {
    try await withReplacement(losing: { try $0.flip(Specimen.big, at: 5_000) }) {
      specimen, _, copy in
      #expect(!FileManager.default.fileExists(atPath: specimen.path(Specimen.big)))
      #expect(try FileManager.default.contentsOfDirectory(atPath: specimen.path("staging")).isEmpty)
      #expect(try specimen.bytes(Self.replacing) == copy.bytes(Specimen.big))
      let lines = try specimen.indexLines()
      #expect(lines.count == Specimen.lines + 1)
      let last = try #require(lines.last)
      guard case .replacement(let entry) = try IndexEntry(line: last.span.bytes) else {
        Issue.record("the last line is no replacement")
        return
      }
      #expect(entry.revision.replaced.path == Specimen.big)
      #expect(entry.reason == "for tests" && entry.at == RepairOptions.forTests.now)
      #expect(try await specimen.verify().isIntact)
      #expect(try await specimen.verify().isComplete)
      #expect(try await specimen.repair(from: copy.root).damaged.isEmpty)
    }
  }

  @Test func readersSeeTheSameRecords() async throws {
    let original = try await Specimen()
    try await withReplacement(losing: { try $0.remove(Specimen.big) }) { specimen, _, _ in
      let (held, archived) = (try Archive(at: specimen.root), try Archive(at: original.root))
      for stream in SegmentStream.allCases {
        #expect(try records(held, stream) == records(archived, stream))
      }
      let id = try #require(Identifier(SpecimenRecords.id(20)))
      let (forms, report) = try await Search(held).forms(of: id)
      #expect(report.isWhole)
      #expect(forms.count == 2)
      let reader = try Interoperability.read(specimen.root)
      #expect(reader == "", "\(reader)")
    }
  }

  /// The index goes on: what comes next has the next part and builds on the replacement.
  @Test func theArchiveGoesOn() async throws {
    try await withReplacement(losing: { try $0.remove(Specimen.big) }) { specimen, _, _ in
      let writer = try ArchiveWriter(at: specimen.root)
      let day = try #require(UTCDay("2025-03-14"))
      let record = try SpecimenRecords.record(3_001)
      var segment = try SegmentWriter(.activities(day), in: writer.staging)
      try segment.append(record.span.bytes)
      let archive = try await writer.commit(
        try segment.finish(),
        walks: [try Specimen.walk("2025-03-14", received: 1_033, added: 1)])
      let paths = archive.segments(of: .activities).map(\.location.path)
      #expect(paths.contains("activities/created_date=2025-03-14/part-00002.ndjson.gz"))
      #expect(paths.contains(Self.replacing))
      #expect(try await specimen.verify().isIntact)
    }
  }

  /// A copy made before the replacement has the old file only; its records do.
  @Test func theNewFileIsHealedFromOldOnes() async throws {
    try await withReplacement(losing: { try $0.remove(Specimen.big) }) { specimen, _, _ in
      let whole = try specimen.snapshot()
      let old = try await Specimen()
      try old.recompressAsArchived(Specimen.big)
      try specimen.remove(Self.replacing)
      let told = try await specimen.repair(from: old.root)
      #expect(told.outcomes == [Self.replacing: .healed(.restored)])
      #expect(try specimen.snapshot() == whole)
    }
  }

  @Test func theOldFileFoundAgainIsAnOrphan() async throws {
    try await withReplacement(losing: { try $0.remove(Specimen.big) }) { specimen, _, copy in
      try specimen.write(try copy.bytes(Specimen.big), to: Specimen.big)
      let report = try await specimen.verify()
      #expect(
        report.findings == [
          Finding(.segmentOrphan, path: Specimen.big, .past(heir: Self.location))
        ])
      // It is not an index that is too old, so who writes goes on.
      _ = try ArchiveWriter(at: specimen.root)
    }
  }

  /// The run died between making it a file of the past and removing it.
  @Test func theOldFileOfACommitThatHasNotEnded() async throws {
    try await withReplacement(losing: { try $0.remove(Specimen.big) }) { specimen, _, copy in
      let ended = try specimen.snapshot()
      let last = try #require(try specimen.indexLines().last)
      try specimen.write(last + [UInt8(ascii: "\n")], to: "staging/commit")
      try specimen.write(try copy.bytes(Specimen.big), to: Specimen.big)
      let report = try await specimen.verify()
      #expect(report.findings.isEmpty && report.interruptedLines == 1)
      #expect(try await specimen.repair(from: copy.root).damaged.isEmpty)
      #expect(try specimen.snapshot() == ended)
    }
  }

  @Test func aDryRunTellsTheSameAndWritesNothing() async throws {
    let specimen = try await Specimen()
    try specimen.recompressAsArchived(Specimen.big)
    try specimen.remove(Specimen.big)
    try specimen.flip(Specimen.quarantine, at: 100)
    try specimen.remove(Specimen.last)
    let copy = try await Specimen()
    try copy.remove(Specimen.last)
    let sorts = try await Specimen()
    let (before, empty) = (try specimen.snapshot(), try sorts.snapshot())
    let told = try await specimen.repair(from: copy.root) { $0.dryRunFolder = sorts.root }
    #expect(try specimen.snapshot() == before)
    #expect(try sorts.snapshot() == empty)
    let done = try await specimen.repair(from: copy.root)
    #expect(done.outcomes == told.outcomes && done.outcomes.count == 3 && !done.isWhole)
  }

  private func records(_ archive: Archive, _ stream: SegmentStream) throws -> [[UInt8]] {
    var records: [[UInt8]] = []
    for segment in archive.segments(of: stream) {
      try archive.forEachRecord(in: segment) { record throws(StoreError) in
        records.append(record.bytes(in: 0..<record.byteCount))
      }
    }
    return records
  }
}

/// The reader of `Tests/Interoperability`, which shares no code with this.
enum Interoperability {
  /// What it finds wrong with an archive.
  static func read(_ archive: String) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "python3",
      URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Interoperability/read_archive.py").standardized.path, archive,
    ]
    let errors = Pipe()
    process.standardError = errors
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return process.terminationStatus == 0 ? "" : "status \(process.terminationStatus): \(text)"
  }
}

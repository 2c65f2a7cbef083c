import Activities
import ArchiveFormat
import ArchiveStore
import Testing

@testable import Archiver

@Suite("Only what the index says was redacted is accepted") struct RedactionDamageTests {
  private static let revised = Specimen.small.replacing("00000.", with: "00000.r1.")
  private static let redaction = Redaction(at: Instant(seconds: 1_750_000_000), reason: "asked to")

  /// The specimen with some records of its small segment redacted.
  private func specimen(redacting numbers: [Int]) async throws -> Specimen {
    let specimen = try await Specimen()
    _ = try await Self.redact(specimen, Self.ids(numbers))
    #expect(try specimen.line(of: Self.revised) != nil)
    return specimen
  }

  private static func ids(_ numbers: [Int]) -> [Identifier] {
    numbers.compactMap { Identifier(SpecimenRecords.id($0)) }
  }

  private static func redact(
    _ specimen: Specimen, _ ids: [Identifier]
  ) async throws -> Redact.Report {
    let subject = try #require(RedactionSubject(persons: [], activities: Set(ids)))
    return try await Redact(directory: specimen.root, subject).run(try #require(redaction))
  }

  private func places(_ specimen: Specimen) async throws -> [Damage.Place] {
    Self.places(try await specimen.verify().findings)
  }

  private static func places(_ findings: [Finding]) -> [Damage.Place] {
    findings.map { Damage.Place($0.kind, $0.path, line: $0.line, pointer: $0.pointer) }
  }

  @Test func whatTheIndexSaysIsAccepted() async throws {
    let specimen = try await specimen(redacting: [1, 2, 3])
    #expect(try await places(specimen) == [])
    let report = try await specimen.verify()
    #expect(report.isIntact && report.isComplete && report.activities == 1_037)
  }

  /// Its own hash fits, and so does the index, but nothing says that it was redacted.
  @Test func aRecordThatOnlyLooksRedacted() async throws {
    let specimen = try await Specimen()
    try specimen.forge(Specimen.small) { records in
      records[1] = try self.redacted(records[1]).line
    }
    #expect(
      try await places(specimen) == [
        Damage.Place(.redactionUnfounded, Specimen.small, line: 2),
        Damage.Place(.schemaViolation, Specimen.small, line: 2, pointer: "/payload"),
      ])
  }

  @Test(arguments: ["1", "3"]) func moreOrFewerThanTheIndexSays(_ number: String) async throws {
    let specimen = try await specimen(redacting: [1, 2])
    let line = try #require(try specimen.line(of: Self.revised))
    try specimen.edit(line: line, #""redacted":2"#, #""redacted":\#(number)"#)
    #expect(try await places(specimen) == [Damage.Place(.redactionUnfounded, Self.revised)])
  }

  /// A hash that is that of no record of the segment.
  @Test func aRedactedRecordWithAnotherHash() async throws {
    let specimen = try await specimen(redacting: [2])
    let other = try redacted(try SpecimenRecords.record(4, day: "2025-03-15"))
    let key = try #require(Self.key(of: try SpecimenRecords.record(2, day: "2025-03-15")))
    let bytes = Array("{\"id\":\"\(key.id)\"}".utf8)
    let wrong = RedactedRecord(of: bytes.span.bytes, at: .activity(key), other.redaction)
    try specimen.rewrite(Self.revised) { records in records[1] = wrong.line }
    #expect(try await places(specimen) == [Damage.Place(.rootMismatch, Self.revised)])
  }

  /// Another reason, so that the line is a record like any other, which was never archived.
  @Test func aRedactedRecordWithAnotherReason() async throws {
    let specimen = try await specimen(redacting: [2])
    try specimen.rewrite(Self.revised) { records in
      let text = String(decoding: records[1], as: UTF8.self)
      records[1] = Array(text.replacing("asked to", with: "asked of").utf8)
    }
    let found = try await places(specimen)
    let kinds = Set(found.map(\.kind))
    #expect(
      kinds == [
        .redactionUnfounded, .schemaViolation, .rootMismatch, .countMismatch,
      ], "\(kinds)")
  }

  /// A record that is there in spite of its redaction.
  @Test func aRedactedRecordThatIsBack() async throws {
    let specimen = try await specimen(redacting: [2])
    let record = try SpecimenRecords.record(2, day: "2025-03-15")
    try specimen.rewrite(Self.revised) { records in records[1] = record }
    #expect(try await places(specimen) == [Damage.Place(.redactionUnfounded, Self.revised)])
  }

  /// More of a type than were redacted are no more.
  @Test func typesThatWereNotRedacted() async throws {
    let specimen = try await specimen(redacting: [2])
    try specimen.edit(Specimen.small) { $0.types = ["message.sent": 1, "message.opened": 2] }
    #expect(try await places(specimen) == [Damage.Place(.countMismatch, Self.revised)])
  }

  private func redacted(_ record: [UInt8]) throws -> RedactedRecord {
    let key = try #require(Self.key(of: record))
    return RedactedRecord(
      of: record.span.bytes, at: .activity(key), try #require(Self.redaction))
  }

  private static func key(of record: [UInt8]) -> RecordKey? {
    var reader = RecordReader()
    return (try? reader.read(record.span.bytes))?.key
  }
}

extension Specimen {
  /// The index line, from 1, that names a file first as its own.
  fileprivate func line(of path: String) throws -> Int? {
    try indexLines().firstIndex {
      String(decoding: $0, as: UTF8.self).contains(#""path":"\#(path)""#)
    }.map { $0 + 1 }
  }

  /// Replaces the records of a file that stands in another's place; its headers, its hash in the index
  /// and the checkpoint fit each other.
  fileprivate func rewrite(_ path: String, _ change: (inout [[UInt8]]) throws -> Void) throws {
    var records = try records(path)
    try change(&records)
    var summary = SegmentSummary()
    var reader = RecordReader()
    let contents = try Archive(at: root).contents
    let segment = try #require(
      contents.segments(of: .activities).first { $0.location.path == path })
    for record in records {
      if let redacted = segment.redactedRecord(record.span.bytes) {
        summary.add(redacted, length: record.count)
      } else {
        let fields = try reader.read(record.span.bytes)
        summary.add(record.span.bytes, fields, reader: reader)
      }
    }
    let block = summary.endBlock()
    var forged = try ForgedSegment([])
    forged.append(records.flatMap { $0 + [UInt8(ascii: "\n")] }, try #require(block))
    let group = summary.endGroup()
    forged.appendFilter(try #require(group), blockCount: 1)
    try write(forged.bytes, to: path)
    let size = records.reduce(0) { $0 + $1.count + 1 }
    let hash = Hash256(sha256Of: forged.bytes.span.bytes)
    try reseal { lines in
      for (index, line) in lines.enumerated() {
        guard case .redaction(let entry) = try IndexEntry(line: line.span.bytes),
          entry.revision.location.path == path
        else { continue }
        let revision = Revision(
          of: entry.revision.replaced, location: entry.revision.location, size: forged.bytes.count,
          sha256: hash, contentSize: size)
        let edited = RedactionEntry(
          revision: try #require(revision), redacted: entry.redacted, entry.redaction)
        lines[index] = IndexEntry.redaction(try #require(edited)).line
      }
    }
  }
}

import Activities
import ArchiveFormat
import ArchiveStore
import Archiver
import Foundation
import Simulator
import Testing

@Suite("Nothing is redacted that cannot be redacted whole") struct RedactionRefusalTests {
  /// Of what cannot be read nobody knows whom it is about.
  @Test func aDamagedArchiveStaysAsItIs() async throws {
    try await withRedactionFixture { fixture in
      let person = try fixture.person()
      let id = try #require(fixture.activities(of: person).first).id
      let archive = try fixture.fetched.archive()
      let segment = try #require(Self.segment(of: id, in: archive))
      let file = URL(filePath: fixture.fetched.directory).appending(path: segment.location.path)
      let good = try Data(contentsOf: file)
      var bytes = good
      bytes[bytes.count - 12] ^= 0x40
      try bytes.write(to: file)
      let damaged = try fixture.fetched.snapshot()
      await #expect(throws: (any Error).self) { try await fixture.redact(persons: [person]) }
      #expect(try fixture.fetched.snapshot() == damaged)
      try FileManager.default.removeItem(at: file)
      await #expect(throws: StoreError.archive(.segmentMissing(path: segment.location.path))) {
        try await fixture.redact(persons: [person])
      }
      try good.write(to: file)
      #expect(try await !fixture.redact(persons: [person]).isEmpty)
    }
  }

  /// Other records than were archived are not made to look as if they had been, whatever the file's
  /// own checks say.
  @Test func otherRecordsAreNotRedacted() async throws {
    try await withRedactionFixture { fixture in
      let person = try fixture.person()
      let archive = try fixture.fetched.archive()
      let id = try #require(fixture.activities(of: person).first).id
      let segment = try #require(Self.segment(of: id, in: archive))
      let file = URL(filePath: fixture.fetched.directory).appending(path: segment.location.path)
      let good = try Data(contentsOf: file)
      try fixture.forge(segment, at: file)
      await #expect(throws: (any Error).self) {
        try await fixture.redact(activities: [id])
      }
      #expect(try fixture.fetched.archive().checkpoint == archive.checkpoint)
      try good.write(to: file)
    }
  }

  /// What a damaged header hides from a search would stay, in an archive that says it had gone.
  @Test func noHeaderIsBelieved() async throws {
    try await withRedactionFixture { fixture in
      let person = try fixture.person()
      let id = try #require(fixture.activities(of: person).first).id
      let segment = try #require(Self.segment(of: id, in: try fixture.fetched.archive()))
      let file = URL(filePath: fixture.fetched.directory).appending(path: segment.location.path)
      let good = try Data(contentsOf: file)
      var blind = good
      let filter = BlockHeader.fixedLength..<BlockHeader.fixedLength + 64
      blind.replaceSubrange(filter, with: Data(count: filter.count))
      try blind.write(to: file)
      await #expect(throws: RedactError.damaged(path: segment.location.path)) {
        try await fixture.redact(persons: [person])
      }
      try good.write(to: file)
    }
  }

  /// A file that was put back beside the one that took its place.
  @Test func whatIsBackIsNotPassedOver() async throws {
    try await withRedactionFixture { fixture in
      let person = try fixture.person()
      let id = try #require(fixture.activities(of: person).first).id
      let segment = try #require(Self.segment(of: id, in: try fixture.fetched.archive()))
      let file = URL(filePath: fixture.fetched.directory).appending(path: segment.location.path)
      let old = try Data(contentsOf: file)
      _ = try await fixture.redact(persons: [person])
      try old.write(to: file)
      await #expect(throws: StoreError.archive(.ofThePast(path: segment.location.path))) {
        try await fixture.redact(persons: [person])
      }
      try FileManager.default.removeItem(at: file)
      try await fixture.expectWhole()
    }
  }

  private static func segment(of id: Identifier, in archive: Archive) -> Segment? {
    archive.segments(of: .activities).first { $0.entry.activities?.ids.contains(id) == true }
  }

  @Test func nobodyAndTooManyWords() {
    #expect(RedactionSubject(persons: [], activities: []) == nil)
    let limit = Redaction.maximumReasonLength
    let at = Instant(seconds: 0)
    #expect(Redaction(at: at, reason: String(repeating: "é", count: limit)) != nil)
    #expect(Redaction(at: at, reason: String(repeating: "e", count: limit + 1)) == nil)
  }
}

extension RedactionFixture {
  /// Writes a file of a segment's records, of which one is another, with headers that fit.
  fileprivate func forge(_ segment: Segment, at file: URL) throws {
    var records: [[UInt8]] = []
    try fetched.archive().forEachRecord(in: segment) { record throws(StoreError) in
      records.append(record.bytes(in: 0..<record.byteCount))
    }
    let text = String(decoding: records[0], as: UTF8.self)
    records[0] = Array(text.replacing(#""channel":""#, with: #""channel":"X"#).utf8)
    try Data(try ForgedSegment(records).bytes).write(to: file)
  }
}

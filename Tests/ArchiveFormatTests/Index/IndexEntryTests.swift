import Activities
import Testing

@testable import ArchiveFormat

/// Valid lines, one of every kind at least, as the writer spells them.
enum Lines {
  static let hash = String(repeating: "0f", count: 32)
  static let archive =
    #"{"kind":"archive","format":1,"id":"01954b2e-0000-7000-8000-000000000001","#
    + #""source":"https://api.topo.io","created_at":"2025-03-16T02:00:00Z"}"#
  static let segment =
    #"{"kind":"segment","stream":"activities","partition":"2025-03-14","#
    + #""organization_id":"01954b2e-0000-7000-aaaa-111111111111","#
    + #""path":"activities/created_date=2025-03-14/part-00000.ndjson.gz","count":1234,"#
    + #""types":{"message.opened":400,"message.sent":834},"#
    + #""id_min":"01954b2e-0000-7000-8000-000000000000","#
    + #""id_max":"01954b2e-ffff-7000-8000-000000000000","#
    + #""created_at_min":"2025-03-14T00:00:00.5Z","created_at_max":"2025-03-14T23:59:59.999Z","#
    + #""size":12345,"sha256":"\#(hash)","content_size":654321,"content_root":"\#(hash)"}"#
  static let quarantine =
    #"{"kind":"segment","stream":"quarantine","path":"quarantine/part-00000.ndjson.gz","#
    + #""count":2,"size":300,"sha256":"\#(hash)","content_size":200,"content_root":"\#(hash)"}"#
  static let walk =
    #"{"kind":"walk","from":"2025-03-14T00:00:00Z","until":"2025-03-15T00:00:00Z","filter":null,"#
    + #""complete":true,"reported":1234,"received":1234,"added":1234,"amended":0,"#
    + #""quarantined":0,"vanished":[],"returned":[],"redated":[],"#
    + #""started_at":"2025-03-17T02:00:00Z","ended_at":"2025-03-17T02:00:01.25Z"}"#
  static let filteredWalk =
    #"{"kind":"walk","from":"2025-03-14T00:00:00Z","until":"2025-03-15T00:00:00Z","#
    + #""filter":{"event_type":"REPLIED"},"#
    + #""complete":false,"reported":3,"received":2,"added":1,"amended":1,"quarantined":0,"#
    + #""vanished":["01954b2e-0000-7000-8000-000000000001","#
    + #""01954b2e-0000-7000-8000-000000000002"],"#
    + #""returned":["01954b2e-0000-7000-8000-000000000003"],"#
    + #""redated":["01954b2e-0000-7000-8000-000000000004"],"#
    + #""started_at":"2025-03-17T02:00:00Z","ended_at":"2025-03-17T02:00:01.25Z"}"#
  static let revision =
    #""replaces":"activities/created_date=2025-03-14/part-00000.ndjson.gz","#
    + #""path":"activities/created_date=2025-03-14/part-00000.r1.ndjson.gz","#
    + #""size":12000,"sha256":"\#(hash)","content_size":650000"#
  static let redaction =
    #"{"kind":"redaction",\#(revision),"redacted":3,"#
    + #""reason":"GDPR Art. 17, \"case\" 12","at":"2026-01-02T03:04:05Z"}"#
  static let replacement =
    #"{"kind":"replacement",\#(revision),"reason":"better compression","#
    + #""at":"2026-01-02T03:04:05Z"}"#
  static let expiry =
    #"{"kind":"expiry","path":"activities/created_date=2025-03-14/part-00000.ndjson.gz","#
    + #""reason":"retention 5 years","at":"2030-03-15T00:00:00Z"}"#

  static let all = [
    archive, segment, quarantine, walk, filteredWalk, redaction, replacement, expiry,
  ]
}

@Suite struct IndexEntryTests {
  static func read(_ line: String) throws(IndexEntryError) -> IndexEntry {
    try IndexEntry(line: bytes(line).span.bytes)
  }

  @Test(arguments: Lines.all) func writesWhatItReads(_ line: String) throws {
    #expect(try Self.read(line).line.text == line)
  }

  @Test func everyKindHasALine() throws {
    #expect(Set(try Lines.all.map { try Self.read($0).kind }) == Set(IndexEntry.Kind.allCases))
  }

  @Test func readsTheMembers() throws {
    guard case .segment(let entry) = try Self.read(Lines.segment) else {
      Issue.record("no segment")
      return
    }
    let activities = try #require(entry.activities)
    #expect(entry.location.partition?.description == "2025-03-14")
    #expect(entry.count == 1_234)
    #expect(activities.types == ["message.opened": 400, "message.sent": 834])
    #expect(activities.times.upperBound == (try instant("2025-03-14T23:59:59.999Z")))
    #expect(entry.size == 12_345)
    #expect(entry.contentSize == 654_321)
    guard case .walk(let walk) = try Self.read(Lines.filteredWalk) else {
      Issue.record("no walk")
      return
    }
    #expect(walk.eventType == "REPLIED")
    #expect(!walk.isComplete)
    #expect(walk.vanished.count == 2)
    #expect(walk.window.until == (try instant("2025-03-15T00:00:00Z")))
  }

  @Test func ignoresUnknownMembersAndTheOrder() throws {
    let reordered =
      #"{ "at":"2030-03-15T00:00:00Z","new":{"kind":1},"kind":"expiry","reason":"retention 5 years","#
      + #""path":"activities/created_date=2025-03-14/part-00000.ndjson.gz"}"#
    #expect(try Self.read(reordered) == Self.read(Lines.expiry))
  }

  @Test func tellsNewerFromDamaged() {
    #expect(throws: IndexEntryError.unsupportedKind("merger")) {
      try Self.read(#"{"kind":"merger","path":"../x"}"#)
    }
    #expect(throws: IndexEntryError.unsupportedFormat(2)) {
      try Self.read(#"{"kind":"archive","format":2}"#)
    }
    #expect(throws: IndexEntryError.malformed(member: "format")) {
      try Self.read(#"{"kind":"archive","format":"1"}"#)
    }
    #expect(IndexEntryError.unsupportedKind("").isUnsupported)
    #expect(!IndexEntryError.malformed(member: "kind").isUnsupported)
  }

  @Test func refusesWhatIsNoObject() {
    #expect(throws: IndexEntryError.notAnObject) { try Self.read("[]") }
    #expect(throws: IndexEntryError.malformed(member: "kind")) { try Self.read("{}") }
    #expect(throws: IndexEntryError.malformed(member: "kind")) { try Self.read(#"{"kind":1}"#) }
    #expect(throws: IndexEntryError.syntax(JSONSyntaxError(.unexpectedEnd, at: 0))) {
      try Self.read("")
    }
    #expect(throws: IndexEntryError.syntax(JSONSyntaxError(.duplicateKey, at: 17))) {
      try Self.read(#"{"kind":"expiry","kind":"expiry"}"#)
    }
  }

  @Test func tellsUnsafePaths() {
    for path in ["../../etc/passwd", "/etc/passwd", "activities/../index.ndjson", ""] {
      #expect(throws: IndexEntryError.unsafePath(path)) {
        try Self.read(
          #"{"kind":"expiry","path":"\#(path)","reason":"","at":"2030-03-15T00:00:00Z"}"#)
      }
    }
  }
}

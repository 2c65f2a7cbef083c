import Activities
import Testing
import TestSupport

@testable import ArchiveFormat

@Suite struct IndexEntryRoundTripTests {
  @Test(arguments: IndexEntry.Kind.allCases) func readsWhatItWrites(_ kind: IndexEntry.Kind) throws
  {
    var random = SeededGenerator(seed: 6)
    for _ in 0..<300 {
      let entry = try random.entry(kind)
      let line = entry.line
      #expect(try IndexEntry(line: line.span.bytes) == entry, "seed \(random.seed)")
      #expect(!line.contains(UInt8(ascii: "\n")))
      #expect(JSONMinifier.minify(line.span.bytes) == line)
    }
  }

  /// The members in another order, with members of a later version among them, and lines that are
  /// no entries in between: one reader reads every line by itself.
  @Test func readsMembersInAnyOrder() throws {
    var random = SeededGenerator(seed: 9)
    var reader = IndexEntryReader()
    for _ in 0..<300 {
      let entry = try random.entry(
        try #require(IndexEntry.Kind.allCases.randomElement(using: &random)))
      let line = entry.line
      var tape = JSONTape()
      try tape.parse(line.span.bytes)
      var members = [#""later":{"kind":"walk","path":1}"#, #""at_":[null]"#]
      tape.forEachMember(of: 0) { key, value in
        members.append(
          Array(line[tape.range(of: key)]).text + ":" + Array(line[tape.range(of: value)]).text)
      }
      members.shuffle(using: &random)
      let shuffled = Array("{\(members.joined(separator: ","))}".utf8)
      #expect(try Self.read(shuffled, &reader) == entry, "seed \(random.seed)")
      #expect(throws: IndexEntryError.self) { try Self.read(shuffled.dropLast(), &reader) }
    }
  }

  private static func read(
    _ line: some Collection<UInt8>, _ reader: inout IndexEntryReader
  ) throws -> IndexEntry {
    let line = Array(line)
    return try reader.entry(on: line.span.bytes)
  }

  @Test func sortsTypesByTheirBytes() throws {
    let types = ["b": 1, "a.b": 2, "B": 3, "a": 4, "a-b": 5]
    let id = Identifier(high: 1, low: 2)
    let now = Instant(seconds: 0)
    let summary = ActivitySummary(
      organizationID: nil, types: types, ids: id...id, times: now...now)
    var random = SeededGenerator(seed: 7)
    let entry = try #require(
      SegmentEntry(
        location: SegmentLocation(.activities(now.day), part: 0), count: 15, activities: summary,
        size: 1, sha256: random.hash(), contentSize: 1, contentRoot: random.hash()))
    let line = IndexEntry.segment(entry).line.text
    #expect(line.contains(#""types":{"B":3,"a":4,"a-b":5,"a.b":2,"b":1}"#))
    #expect(line.contains(#""organization_id":null"#))
  }

  @Test func escapesNoMoreThanItMust() {
    var random = SeededGenerator(seed: 8)
    let entry = IndexEntry.expiry(
      ExpiryEntry(
        location: random.location(), reason: "a/b \"é😀\" \\ \u{1}\n", at: Instant(seconds: 0)))
    #expect(entry.line.text.contains(#""reason":"a/b \"é😀\" \\ \u0001\n""#))
  }

  @Test func saysWhichTypesItMayHold() throws {
    guard case .segment(let entry) = try IndexEntryTests.read(Lines.segment) else { return }
    #expect(entry.mayContain(type: "message.sent"))
    #expect(!entry.mayContain(type: "task.created"))
    let uncounted = Lines.segment.replacing(#""message.opened":400,"#, with: "")
    guard case .segment(let entry) = try IndexEntryTests.read(uncounted) else { return }
    #expect(entry.mayContain(type: "task.created"))
  }
}

extension SeededGenerator {
  mutating func entry(_ kind: IndexEntry.Kind) throws -> IndexEntry {
    switch kind {
    case .archive:
      return .archive(ArchiveEntry(id: identifier(), source: text(), createdAt: instant()))
    case .segment: return .segment(try segment())
    case .walk: return .walk(try walk())
    case .redaction:
      let redaction = try #require(Redaction(at: instant(), reason: text()))
      return .redaction(
        try #require(
          RedactionEntry(revision: try revision(), redacted: count() + 1, redaction)))
    case .replacement:
      return .replacement(
        ReplacementEntry(revision: try revision(), reason: text(), at: instant()))
    case .expiry: return .expiry(ExpiryEntry(location: location(), reason: text(), at: instant()))
    }
  }

  private mutating func segment() throws -> SegmentEntry {
    let location = location()
    let ids = [identifier(), identifier()].sorted()
    let times = [instant(), instant()].sorted()
    let count = Int.random(in: 20...SegmentEntry.maximumCount, using: &self)
    let summary = ActivitySummary(
      organizationID: Bool.random(using: &self) ? identifier() : nil,
      types: ["message.sent": 1 + count / 2, "other/type": 3], ids: ids[0]...ids[1],
      times: times[0]...times[1])
    return try #require(
      SegmentEntry(
        location: location, count: count,
        activities: location.stream == .quarantine ? nil : summary, size: self.count() + 1,
        sha256: hash(), contentSize: self.count() + 1, contentRoot: hash()))
  }

  private mutating func walk() throws -> WalkEntry {
    let from = instant()
    return try #require(
      WalkEntry(
        window: Window(from: from, until: from + .nanoseconds(count() + 1)),
        eventType: Bool.random(using: &self) ? text() : nil, isComplete: Bool.random(using: &self),
        reported: count(), received: count(), added: count(), amended: count(),
        quarantined: count(), vanished: (0..<2).map { _ in identifier() },
        returned: Bool.random(using: &self) ? [identifier()] : [], redated: [],
        startedAt: instant(), endedAt: instant()))
  }

  private mutating func revision() throws -> Revision {
    let replaced = location()
    return try #require(
      Revision(
        of: replaced,
        location: SegmentLocation(
          replaced.folder, part: replaced.part, revision: replaced.revision + 1),
        size: count() + 1, sha256: hash(), contentSize: count() + 1))
  }
}

import Activities
import ArchiveFormat
import ArchiveStore
import Archiver
import Foundation
import Simulator
import Testing

@Suite("What was redacted is gone, and what proves the rest is not") struct RedactTests {
  @Test func ofAPersonNothingIsLeft() async throws {
    try await withRedactionFixture { fixture in
      let person = try fixture.person()
      let shown = fixture.activities(of: person)
      let kept = try fixture.checkpoint()
      let before = try fixture.fetched.records()
      let amended = try fixture.fetched.records(.amendments)
      #expect(try !fixture.files(with: "\(person)").isEmpty)
      let report = try await fixture.redact(persons: [person])
      #expect(report.activities == shown.count && report.quarantined == 0)
      #expect(report.records > shown.count)
      #expect(report.days == Set(shown.map(\.instant.day)).sorted())
      #expect(try fixture.files(with: "\(person)") == [])
      try fixture.expectOnlyThese(shown.map(\.id), before, amended)
      try await fixture.expectWhole(extending: kept)
      // Nothing else is to go.
      let again = try await fixture.redact(persons: [person])
      #expect(again.isEmpty && again.activities == 0)
    }
  }

  /// Also a second redaction of the same segments, and one of single activities.
  @Test func oneAfterTheOther() async throws {
    try await withRedactionFixture { fixture in
      let kept = try fixture.checkpoint()
      let first = try fixture.person()
      let report = try await fixture.redact(persons: [first])
      let more = Set(fixture.activitiesOfOthers(than: first).prefix(40))
      let second = Redaction(at: Instant(seconds: 1_750_000_001), reason: "\"\\\u{1}é \u{1F600}")
      let next = try await fixture.redact(activities: more, second)
      #expect(next.activities == 40)
      try await fixture.expectWhole(extending: kept)
      #expect(try fixture.redactedRecords().count == report.records + next.records)
      try fixture.expectOneFileForEachPart()
    }
  }

  /// A proof needs the hashes of the neighbours, and nothing of what they said.
  @Test func theRestCanStillBeProven() async throws {
    try await withRedactionFixture { fixture in
      let person = try fixture.person()
      let gone = try #require(fixture.activities(of: person).first)
      let stays = fixture.activitiesOfOthers(than: person)
      let before = try Prove(fixture.fetched.archive()).proof(of: stays[0])
      _ = try await fixture.redact(persons: [person])
      let archive = try fixture.fetched.archive()
      for id in [stays[0], stays[stays.count / 2], stays[stays.count - 1]] {
        let proof = try #require(try Prove(archive).proof(of: id))
        #expect(try proof.check().id == id)
      }
      #expect(try before?.check().id == stays[0])
      #expect(throws: ProveError.redacted) { try Prove(archive).proof(of: gone.id) }
    }
  }

  /// A copy from before holds what it held, and is no other archive for it.
  @Test func aCopyFromBefore() async throws {
    try await withRedactionFixture { fixture in
      let copy = fixture.fetched.directory + "-copy"
      try FileManager.default.copyItem(atPath: fixture.fetched.directory, toPath: copy)
      defer { try? FileManager.default.removeItem(atPath: copy) }
      let person = try fixture.person()
      _ = try await fixture.redact(persons: [person])
      // A day on which something else differs is compared record by record.
      let gone = Set(fixture.activities(of: person).map(\.id))
      let workspace = fixture.fetched.simulator.workspace
      let late = workspace.insert(at: try #require(fixture.activities(of: person).first).instant)
      _ = try await fixture.fetched.reconcile { $0.isFull = true }
      let archives = [try Archive(at: copy), try fixture.fetched.archive()]
      let report = try Diff(archives[0], archives[1]).run()
      #expect(Self.ids(report, .redactedInSecond) == gone && Self.ids(report, .second) == [late])
      #expect(report.counts.count == 2)
      let reverse = try Diff(archives[1], archives[0]).run()
      #expect(Self.ids(reverse, .redactedInFirst) == gone && Self.ids(reverse, .first) == [late])
    }
  }

  /// An entry counts types that are no more; a count must not.
  @Test func itIsCountedAsNothingButARecord() async throws {
    try await withRedactionFixture { fixture in
      let all = try fixture.fetched.records().count
      let person = try fixture.person()
      let gone = fixture.activities(of: person).count
      _ = try await fixture.redact(persons: [person])
      let archive = try fixture.fetched.archive()
      let days = try await Search(archive).counts(SearchQuery(), by: [.day])
      let types = try await Search(archive).counts(SearchQuery(), by: [.type])
      #expect(Self.sum(days.rows) == all && Self.sum(types.rows) == all)
      #expect(Self.sum(types.rows, of: nil) == gone)
      var query = SearchQuery(allVersions: true)
      query.filter.personID = person
      let found = try await Search(archive).records(matching: query) { _ in }
      #expect(found.records == 0)
      #expect(ArchiveStatus(of: archive).redacted >= gone)
    }
  }

  private static func ids(_ report: Diff.Report, _ kind: Diff.Kind) -> Set<Identifier> {
    Set(report.activities.filter { $0.kind == kind }.map(\.key.id))
  }

  private static func sum(_ rows: [CountRow]) -> Int { rows.reduce(0) { $0 + $1.count } }

  private static func sum(_ rows: [CountRow], of value: String?) -> Int {
    sum(rows.filter { $0.values == [value] })
  }

  /// More files than a process may have open go in one commit.
  @Test func manySegmentsAtOnce() async throws {
    try await withRedactionFixture(activities: 2_000, days: 40) { fixture in
      let ids = fixture.allActivities()
      let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
      let report = try await fixture.redact(activities: Set(ids))
      #expect(report.activities == ids.count && report.segments > 30)
      let after = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
      #expect(after < open + report.segments)
      try await fixture.expectWhole()
    }
  }
}

extension RedactionFixture {
  fileprivate func allActivities() -> [Identifier] {
    fetched.simulator.workspace.activities().compactMap(\.id)
  }

  fileprivate func activitiesOfOthers(than person: Identifier) -> [Identifier] {
    let gone = Set(activities(of: person).map(\.id))
    return allActivities().filter { !gone.contains($0) }
  }

  /// Some files have been written anew for the second time, and none is left of those before.
  fileprivate func expectOneFileForEachPart() throws {
    let files = try fetched.snapshot().keys.filter { $0.hasSuffix(".gz") }
    #expect(files.contains { $0.hasSuffix(".r2.ndjson.gz") })
    let parts = files.map { $0.replacing(/\.r[0-9]+/, with: "") }
    #expect(Set(parts).count == parts.count)
  }

  /// Holds every other record to be as it was, and the redacted ones to stand for those that were.
  fileprivate func expectOnlyThese(
    _ ids: [Identifier], _ activities: [String], _ amendments: [String]
  ) throws {
    var count = 0
    for (before, stream) in [(activities, SegmentStream.activities), (amendments, .amendments)] {
      let after = try fetched.records(stream)
      #expect(after.count == before.count)
      for (old, new) in zip(before, after) where old != new {
        let redacted = try #require(Self.redacted(new))
        let leaf = MerkleTree.leafHash(Array(old.utf8).span.bytes)
        #expect(redacted.leaf == leaf)
        #expect(redacted.redaction == Self.redaction)
        guard case .activity(let key) = redacted.place else {
          Issue.record("no activity")
          continue
        }
        #expect(ids.contains(key.id) && old.contains("\(key.id)"))
        count += 1
      }
    }
    #expect(try redactedRecords().count == count)
  }
}

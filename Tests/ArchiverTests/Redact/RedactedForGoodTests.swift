import Activities
import ArchiveFormat
import ArchiveStore
import Archiver
import Foundation
import Simulator
import Testing

@Suite("What was redacted never comes back") struct RedactedForGoodTests {
  /// Not in another form, not on another day, not after it was gone, and not by a full comparison.
  @Test func inNoForm() async throws {
    try await withRedactionFixture { fixture in
      let person = try fixture.person()
      let shown = fixture.activities(of: person)
      _ = try await fixture.redact(persons: [person])
      let before = try fixture.fetched.records()
      let amended = try fixture.fetched.records(.amendments)
      let workspace = fixture.fetched.simulator.workspace
      for activity in shown.dropLast() {
        #expect(workspace.replaceRecord(of: activity.id, with: activity.changed))
      }
      let elsewhere = try #require(shown.first).instant + .seconds(1)
      #expect(workspace.redate(try #require(shown.last).id, to: elsewhere))
      fixture.fetched.simulator.clock.advance(by: .seconds(86_400))
      let fetched = try await fixture.fetched.fetch()
      #expect(fetched.isComplete && fetched.added == 0 && fetched.amended == 0)
      for isFull in [false, true] {
        let report = try await fixture.fetched.reconcile { $0.isFull = isFull }
        #expect(report.counts[.late] == nil && report.counts[.changed] == nil)
      }
      #expect(try fixture.fetched.records() == before)
      #expect(try fixture.fetched.records(.amendments) == amended)
      #expect(try fixture.files(with: "\(person)") == [])
      try await fixture.expectWhole()
    }
  }

  /// Nor on a day of which nothing is held.
  @Test func notOnADayOfItsOwn() async throws {
    try await withRedactionFixture { fixture in
      let person = try fixture.person()
      let shown = try #require(fixture.activities(of: person).last)
      _ = try await fixture.redact(persons: [person])
      let simulator = fixture.fetched.simulator
      simulator.clock.advance(by: .seconds(3 * 86_400))
      #expect(simulator.workspace.redate(shown.id, to: simulator.clock.now - .seconds(600)))
      #expect(try await fixture.fetched.fetch().added == 0)
      #expect(try fixture.files(with: "\(person)") == [])
    }
  }

  /// Not even as an item that can be placed no more.
  @Test func notByWayOfQuarantine() async throws {
    try await withRedactionFixture { fixture in
      let person = try fixture.person()
      let shown = try #require(fixture.activities(of: person).first)
      _ = try await fixture.redact(persons: [person])
      let workspace = fixture.fetched.simulator.workspace
      #expect(workspace.replaceRecord(of: shown.id, with: shown.unplaceable))
      let report = try await fixture.fetched.reconcile { $0.isFull = true }
      #expect(report.quarantined == 0)
      #expect(try fixture.files(with: "\(person)") == [])
    }
  }

  /// What the person does from now on is another matter.
  @Test func butNewActivitiesCome() async throws {
    try await withRedactionFixture { fixture in
      let person = try fixture.person()
      let record = try #require(fixture.activities(of: person).first)
      _ = try await fixture.redact(persons: [person])
      let now = fixture.fetched.simulator.clock.now - .seconds(600)
      let new = "01954b2e-fc10-7000-8a3f-d2e591c04a77"
      let text = String(decoding: record.record, as: UTF8.self)
        .replacing("\(record.id)", with: new).replacing("\(record.instant)", with: "\(now)")
      fixture.fetched.simulator.workspace.insert(item: Array(text.utf8), at: now)
      #expect(try await fixture.fetched.fetch().added == 1)
      #expect(try fixture.files(with: "\(person)").count == 1)
      let again = try await fixture.redact(persons: [person])
      #expect(again.activities == 1)
      try await fixture.expectWhole()
    }
  }

  /// Where an item cannot be read, its text tells whom it is about, in either letter case, escaped or
  /// not.
  @Test func alsoNotInQuarantine() async throws {
    try await withRedactionFixture { fixture in
      let person = try fixture.person()
      let workspace = fixture.fetched.simulator.workspace
      let at = try #require(fixture.activities(of: person).first).instant
      let escaped = "\(person)".replacing("0", with: #"\u0030"#)
      for item in [
        #"{"person_id":"\#(person)"}"#, #"{"who":"\#("\(person)".uppercased())"}"#,
        #"["\#(escaped)"]"#, #"["somebody else"]"#,
      ] { workspace.insert(item: Array(item.utf8), at: at) }
      _ = try await fixture.fetched.reconcile { $0.isFull = true }
      #expect(try fixture.fetched.records(.quarantine).count == 4)
      let kept = try fixture.checkpoint()
      let report = try await fixture.redact(persons: [person])
      #expect(report.quarantined == 3)
      #expect(try await fixture.redact(persons: [person]).isEmpty)
      try await fixture.expectWhole(extending: kept)
      let again = try await fixture.fetched.reconcile { $0.isFull = true }
      #expect(again.quarantined == 0)
      let left = try fixture.fetched.records(.quarantine)
      #expect(left.count == 4 && Self.items(left) == [#"["somebody else"]"#])
    }
  }

  /// What is left of the items.
  private static func items(_ lines: [String]) -> [String] {
    lines.compactMap { line in
      (try? QuarantineRecord(line: Array(line.utf8).span.bytes)).map {
        String(decoding: $0.item, as: UTF8.self)
      }
    }
  }
}

extension ShownActivity {
  /// The same on a day that there is not, with its id in upper case.
  fileprivate var unplaceable: [UInt8] {
    let text = String(decoding: record, as: UTF8.self)
    return Array(
      text.replacing(/"created_at":"[^"]*"/, with: #""created_at":"2025-02-30T00:00:00Z""#)
        .replacing("\(id)", with: "\(id)".uppercased()).utf8)
  }

  /// The same with another channel.
  fileprivate var changed: [UInt8] {
    let text = String(decoding: record, as: UTF8.self)
    return Array(text.replacing(#""channel":""#, with: #""channel":"X"#).utf8)
  }
}

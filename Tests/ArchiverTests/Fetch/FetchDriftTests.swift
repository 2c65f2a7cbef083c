import Activities
import ActivityAPI
import ArchiveFormat
import ArchiveStore
import Archiver
import Simulator
import Testing

@Suite("Fetch keeps up with an API that moves")
struct FetchDriftTests {
  private func replies(_ fixture: FetchFixture) -> [Identifier] {
    fixture.simulator.workspace.activities(ActivityFilter(eventType: "REPLIED")).compactMap(\.id)
  }

  @Test func aCategoryFilledInLaterBecomesAnAmendment() async throws {
    try await withFetchFixture(configuration()) { fixture in
      _ = try await fixture.fetch()
      let first = try fixture.records()
      let id = try #require(replies(fixture).first)
      let workspace = fixture.simulator.workspace
      for category in ["INTERESTED", nil, "NOT_INTERESTED"] {
        #expect(workspace.setReplyCategory(category, of: id))
        fixture.simulator.clock.advance(by: .seconds(86_400))
        #expect(try await fixture.fetch().amended == 1)
        fixture.simulator.clock.advance(by: .seconds(86_400))
        #expect(try await fixture.fetch().amended == 0)
      }
      #expect(try fixture.records() == first)
      let forms = try fixture.records(.amendments)
      #expect(forms.count == 3)
      let archive = try fixture.archive()
      let latest = try archive.latestAmendments(of: [id])[id]
      let text = String(decoding: try #require(latest), as: UTF8.self)
      #expect(text.contains(#""reply_category":"NOT_INTERESTED""#))
    }
  }

  @Test func anotherSpellingIsNoAmendment() async throws {
    try await withFetchFixture(configuration()) { fixture in
      _ = try await fixture.fetch()
      let workspace = fixture.simulator.workspace
      let id = try #require(replies(fixture).first)
      let record = try #require(workspace.activities().first { $0.id == id }?.record)
      let text = String(decoding: record, as: UTF8.self)
      let respelled =
        "{ \"payload\" :"
        + text.dropFirst(text.prefix { $0 != "p" }.count + 9)
        .dropLast() + ", " + text.dropFirst().prefix { $0 != "p" }.dropLast(2) + " }"
      #expect(JSONCanonical.isSameValue(record, Array(respelled.utf8)))
      #expect(workspace.replaceRecord(of: id, with: Array(respelled.utf8)))
      fixture.simulator.clock.advance(by: .seconds(86_400))
      let report = try await fixture.fetch()
      #expect(report.amended == 0)
      #expect(report.isComplete)
    }
  }

  @Test func whatTheAPIHasNoMoreIsVanishedAndMayReturn() async throws {
    try await withFetchFixture(configuration()) { fixture in
      _ = try await fixture.fetch()
      let before = try fixture.records()
      let newest = try #require(fixture.simulator.workspace.activities().last?.id)
      #expect(fixture.simulator.workspace.delete(newest))
      let report = try await fixture.fetch()
      #expect(report.vanished == 1)
      #expect(report.isComplete)
      #expect(try fixture.archive().walks.flatMap(\.vanished) == [newest])
      #expect(try fixture.records() == before)
      fixture.simulator.log.reset()
      #expect(try await fixture.fetch().vanished == 0)
      #expect(fixture.simulator.log.count(.get) == 0)
      #expect(fixture.simulator.workspace.restore(newest))
      #expect(try await fixture.fetch().returned == 1)
      #expect(try fixture.records() == before)
      #expect(try fixture.archive().walks.flatMap(\.returned) == [newest])
    }
  }

  @Test func anActivityAtAnotherTimeIsRedated() async throws {
    try await withFetchFixture(configuration()) { fixture in
      _ = try await fixture.fetch()
      let newest = try #require(fixture.simulator.workspace.activities().last)
      let id = try #require(newest.id)
      #expect(
        fixture.simulator.workspace.redate(id, to: newest.instant - .seconds(3 * 86_400)))
      let report = try await fixture.fetch()
      #expect(report.redated == 1)
      #expect(report.vanished == 0)
    }
  }

  @Test func anActivityDatedToAnotherDayIsGoneFromTheOneAlone() async throws {
    try await withFetchFixture(configuration()) { fixture in
      _ = try await fixture.fetch()
      let newest = try #require(fixture.simulator.workspace.activities().last)
      let id = try #require(newest.id)
      #expect(fixture.simulator.workspace.redate(id, to: newest.instant - .seconds(86_400)))
      let report = try await fixture.fetch()
      #expect(report.added == 1 && report.redated == 1 && report.returned == 0)
      fixture.simulator.clock.advance(by: .seconds(3 * 86_400))
      let settling = try await fixture.fetch()
      #expect(settling.isComplete)
      #expect(settling.returned == 0 && settling.redated == 0 && settling.vanished == 0)
      #expect(fixture.simulator.workspace.redate(id, to: newest.instant))
      let again = try await fixture.fetch { $0.settle = .seconds(100 * 86_400) }
      #expect(again.isComplete)
      #expect(again.returned == 1 && again.redated == 1)
    }
  }

  @Test(arguments: UInt64(1)...6)
  func whatIsVisibleThroughoutIsArchivedWhateverMoves(seed: UInt64) async throws {
    var configuration = configuration(activities: 1_500, days: 3, seed: seed)
    configuration.workspace.shufflesTies = true
    var drift = RandomDrift(seed: seed)
    drift.inserted = 0.3
    drift.deleted = 0.3
    drift.swapped = 0.2
    drift.categorised = 0.3
    configuration.drift = drift
    try await withFetchFixture(configuration) { fixture in
      let before = Set(fixture.simulator.workspace.activities().compactMap(\.id))
      let report = try await fixture.fetch()
      let after = Set(fixture.simulator.workspace.activities().compactMap(\.id))
      var reader = RecordReader()
      let archived = Set(
        try fixture.records().map { try reader.read(Array($0.utf8).span.bytes).id })
      #expect(before.intersection(after).isSubset(of: archived), "seed \(seed)")
      let walks = try fixture.archive().walks
      #expect(report.isComplete == walks.allSatisfy(\.isComplete), "seed \(seed)")
    }
  }
}

import Activities
import ActivityAPI
import ArchiveFormat
import ArchiveStore
import Archiver
import Foundation
import Simulator
import Testing

@Suite("Fetch refuses what does not belong together, and keeps what cannot be placed")
struct FetchRefusalTests {
  @Test func aWrongKeyMakesNoArchive() async throws {
    try await withFetchFixture(configuration(activities: 50, days: 1)) { fixture in
      await #expect(throws: APIError.unauthorized) { try await fixture.fetch(key: "wrong") }
      await #expect(throws: APIError.forbidden) {
        try await fixture.fetch(key: "topo_test_sk_without_scope")
      }
      #expect(!FileManager.default.fileExists(atPath: fixture.directory))
    }
  }

  @Test func anArchiveOfAnotherSourceIsLeftAlone() async throws {
    try await withFetchFixture(configuration(activities: 50, days: 1)) { first in
      _ = try await first.fetch()
      let lines = try first.archive().contents.count
      try await withFetchFixture(configuration(activities: 50, days: 1)) { second in
        await #expect(
          throws: FetchError.otherSource(
            archive: first.simulator.baseURL, given: second.simulator.baseURL)
        ) { try await second.fetch(directory: first.directory) }
        // The key must not have gone to another host.
        #expect(second.simulator.log.count == 0)
      }
      #expect(try first.archive().contents.count == lines)
    }
  }

  @Test func anArchiveThatLostASegmentIsNotWrittenTo() async throws {
    try await withFetchFixture(configuration(activities: 200, days: 3)) { fixture in
      _ = try await fixture.fetch()
      let path = try #require(try fixture.archive().segments(of: .activities).first).location.path
      let file = fixture.directory + "/" + path
      let content = try #require(FileManager.default.contents(atPath: file))
      try FileManager.default.removeItem(atPath: file)
      let index = FileManager.default.contents(atPath: fixture.directory + "/index.ndjson")
      fixture.simulator.log.reset()
      // The lost segment is of a settled day, which no later run would have read.
      fixture.simulator.clock.advance(by: .seconds(5 * 86_400))
      await #expect(throws: StoreError.archive(.segmentMissing(path: path))) {
        try await fixture.fetch()
      }
      #expect(fixture.simulator.log.count == 0)
      #expect(FileManager.default.contents(atPath: fixture.directory + "/index.ndjson") == index)
      #expect(FileManager.default.createFile(atPath: file, contents: content))
      #expect(try await fixture.fetch().isComplete)
    }
  }

  @Test func anActivityOfAnotherWorkspaceIsRefused() async throws {
    try await withFetchFixture(configuration(activities: 300, days: 3)) { fixture in
      _ = try await fixture.fetch()
      let before = try fixture.records()
      let workspace = fixture.simulator.workspace
      let newest = try #require(workspace.activities().last)
      let text = String(decoding: newest.record, as: UTF8.self)
      let organization = try #require(try fixture.archive().organizationID).description
      let other = "ffffffff-0000-7000-aaaa-111111111111"
      let foreign = text.replacingOccurrences(of: organization, with: other)
      #expect(workspace.replaceRecord(of: try #require(newest.id), with: Array(foreign.utf8)))
      workspace.insert(at: newest.instant)
      await #expect(throws: APIError.self) { try await fixture.fetch() }
      #expect(try fixture.records() == before)
    }
  }

  /// The key of a workspace that has nothing where the run has to look: its emptiness would be taken
  /// for the archive's own, and its 404 for vanished activities.
  @Test func aKeyOfAnotherWorkspaceClaimsNothing() async throws {
    try await withFetchFixture(configuration(activities: 300, days: 3)) { fixture in
      _ = try await fixture.fetch()
      let index = FileManager.default.contents(atPath: fixture.directory + "/index.ndjson")
      let workspace = fixture.simulator.workspace
      let own = try #require(try fixture.archive().organizationID)
      let other = Identifier(high: 1, low: 2)
      let oldest = try #require(workspace.activities().first)
      for activity in workspace.activities() where activity.id != oldest.id {
        workspace.delete(try #require(activity.id))
      }
      let foreign = String(decoding: oldest.record, as: UTF8.self)
        .replacing(own.description, with: other.description)
      #expect(workspace.replaceRecord(of: try #require(oldest.id), with: Array(foreign.utf8)))
      // Every day is settled, so that no run would read that activity again.
      fixture.simulator.clock.advance(by: .seconds(40 * 86_400))
      let refusal = APIError.otherOrganization(expected: own, received: other)
      await #expect(throws: refusal) { try await fixture.fetch() }
      await #expect(throws: refusal) { try await fixture.reconcile() }
      await #expect(throws: refusal) { try await fixture.reconcile { $0.isFull = true } }
      #expect(FileManager.default.contents(atPath: fixture.directory + "/index.ndjson") == index)
    }
  }

  @Test func aSecondWriterIsRefused() async throws {
    try await withFetchFixture(configuration(activities: 50, days: 1)) { fixture in
      _ = try await fixture.fetch()
      let writer = try ArchiveWriter(at: fixture.directory)
      fixture.simulator.log.reset()
      await #expect(throws: StoreError.self) { try await fixture.fetch() }
      #expect(fixture.simulator.log.count == 0)
      let lines = await writer.archive.contents.count
      #expect(lines > 0)
    }
  }

  @Test func whatCannotBePlacedIsKeptVerbatimAndOnce() async throws {
    try await withFetchFixture(configuration(activities: 400, days: 2)) { fixture in
      let workspace = fixture.simulator.workspace
      let instant = try #require(workspace.activities().first?.instant)
      let items =
        [
          #"{"id":"no uuid","created_at":"2025-06-27T00:00:00Z"}"#, #"{"id":1,"id":2}"#,
          #"[1, 2]"#,
          #"{"id":"01954b2e-fc10-7000-8a3f-d2e591c04a77","created_at":"2025-02-30T00:00:00Z"}"#,
        ].map { Array($0.utf8) } + [[UInt8(ascii: "\""), 0xC3, 0x28, UInt8(ascii: "\"")]]
      for (offset, item) in items.enumerated() {
        workspace.insert(item: item, at: instant + .seconds(offset * 40_000 / items.count))
      }
      let report = try await fixture.fetch()
      #expect(report.isComplete)
      #expect(report.quarantined == items.count)
      #expect(try fixture.records() == fixture.truth())
      let kept = try fixture.records(.quarantine).map {
        try QuarantineRecord(line: Array($0.utf8).span.bytes).item
      }
      #expect(Set(kept) == Set(items))
      let again = try await fixture.fetch { $0.settle = .seconds(100 * 86_400) }
      #expect(again.isComplete)
      #expect(again.quarantined == 0)
    }
  }

  @Test func unknownTypesAndFieldsAreArchivedAsTheyAre() async throws {
    var configuration = configuration(activities: 600, days: 2)
    configuration.workspace.unknownTypes = 0.2
    configuration.workspace.unknownFields = 0.2
    try await withFetchFixture(configuration) { fixture in
      let report = try await fixture.fetch()
      #expect(report.isComplete)
      #expect(report.quarantined == 0)
      #expect(try fixture.records() == fixture.truth())
    }
  }

  @Test func theKeyIsInNoFile() async throws {
    try await withFetchFixture(configuration(activities: 200, days: 2)) { fixture in
      _ = try await fixture.fetch()
      let files = try FileManager.default.subpathsOfDirectory(atPath: fixture.directory)
      let key = Data(fixture.simulator.key.utf8)
      for file in files {
        let path = fixture.directory + "/" + file
        let mode = try #require(
          FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
        #expect(mode & 0o077 == 0, "\(file)")
        if let content = FileManager.default.contents(atPath: path) {
          #expect(content.range(of: key) == nil, "\(file)")
        }
      }
    }
  }
}

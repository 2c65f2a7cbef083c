import Activities
import ActivityAPI
import ArchiveFormat
import ArchiveStore
import Archiver
import Foundation
import Simulator
import Testing

@Suite("Repair fetches again what the API still has as it was")
struct RepairFromAPITests {
  /// Archives a workspace of days with two blocks each.
  private func withArchive(
    _ body: (FetchFixture, _ intact: [String: Data]) async throws -> Void
  ) async throws {
    let configuration = configuration(activities: 3_600, days: 2, later: .seconds(4 * 86_400))
    try await withFetchFixture(configuration) { fixture in
      #expect(try await fixture.fetch().isComplete)
      try await body(fixture, try fixture.snapshot())
      // Not all of them end whole, which `withFetchFixture` would see to.
      try FileManager.default.removeItem(atPath: fixture.directory)
    }
  }

  @Test func allThatWasLost() async throws {
    try await withArchive { fixture, intact in
      try fixture.remove("activities")
      let told = try await fixture.repair()
      #expect(told.isWhole && told.healed == told.segments && told.segments >= 2)
      #expect(told.damaged.allSatisfy { $0.outcome == .healed(.restored) })
      #expect(told.requests > 30)
      #expect(try fixture.snapshot() == intact)
      fixture.simulator.log.reset()
      #expect(try await fixture.repair().damaged.isEmpty)
      #expect(fixture.simulator.log.count == 0)
    }
  }

  @Test func aKeyOfAnotherWorkspace() async throws {
    try await withArchive { fixture, intact in
      let first = try #require(fixture.simulator.workspace.activities().first)
      let own = try #require(try fixture.archive().organizationID)
      let other = Identifier(high: 1, low: 2)
      let foreign = String(decoding: first.record, as: UTF8.self)
        .replacing(own.description, with: other.description)
      let id = try #require(first.id)
      #expect(fixture.simulator.workspace.replaceRecord(of: id, with: Array(foreign.utf8)))
      let path = try fixture.segment(on: first.instant.day)
      try fixture.remove(path)
      await #expect(throws: APIError.otherOrganization(expected: own, received: other)) {
        try await fixture.repair()
      }
      #expect(try fixture.snapshot()["index.ndjson"] == intact["index.ndjson"])
    }
  }

  @Test func aReplyThatHasAnotherCategoryNow() async throws {
    try await withArchive { fixture, intact in
      let reply = try #require(
        fixture.simulator.workspace.activities(ActivityFilter(eventType: "REPLIED")).first)
      #expect(
        fixture.simulator.workspace.setReplyCategory("CHANGED_LATER", of: try #require(reply.id)))
      let path = try fixture.segment(on: reply.instant.day)
      let bytes = try #require(intact[path])
      let count = try fixture.count(path)
      try fixture.remove(path)
      let refused = try await fixture.repair()
      #expect(refused.outcomes == [path: .failed(.apiDiffers(held: count))])
      #expect(try fixture.snapshot()[path] == nil)

      // What can still be read of the file counts more than what the API says now.
      var damaged = bytes
      damaged[bytes.count - 20] ^= 1
      try damaged.write(to: fixture.url(path))
      let told = try await fixture.repair()
      #expect(told.outcomes == [path: .healed(.restored)])
      #expect(try fixture.snapshot() == intact)

      // Not if it is the very block with the reply.
      damaged = bytes
      damaged[8_000] ^= 1
      try damaged.write(to: fixture.url(path))
      let again = try await fixture.repair()
      #expect(again.outcomes == [path: .failed(.apiDiffers(held: count))])
      #expect(try Data(contentsOf: fixture.url(path)) == damaged)
    }
  }

  @Test func whatCameLate() async throws {
    try await withArchive { fixture, _ in
      let activity = try #require(fixture.simulator.workspace.activities().dropFirst(500).first)
      fixture.simulator.workspace.insert(at: activity.instant)
      let path = try fixture.segment(on: activity.instant.day)
      let count = try fixture.count(path)
      // While it is in no other part, nothing tells it from what is missing.
      let bytes = try Data(contentsOf: fixture.url(path))
      try fixture.remove(path)
      let refused = try await fixture.repair()
      #expect(refused.outcomes == [path: .failed(.apiCounts(found: count + 1, held: count))])
      try bytes.write(to: fixture.url(path))
      #expect(try await fixture.reconcile().counts == [.late: 1])
      let archived = try fixture.snapshot()
      try fixture.remove(path)
      #expect(try await fixture.repair().outcomes == [path: .healed(.restored)])
      #expect(try fixture.snapshot() == archived)
    }
  }

  @Test func whatIsGone() async throws {
    try await withArchive { fixture, _ in
      let activity = try #require(fixture.simulator.workspace.activities().dropFirst(500).first)
      #expect(fixture.simulator.workspace.delete(try #require(activity.id)))
      let path = try fixture.segment(on: activity.instant.day)
      let count = try fixture.count(path)
      try fixture.remove(path)
      let refused = try await fixture.repair()
      #expect(refused.outcomes == [path: .failed(.apiCounts(found: count - 1, held: count))])
    }
  }

  @Test func laterForms() async throws {
    try await withArchive { fixture, _ in
      let workspace = fixture.simulator.workspace
      let replies = workspace.activities(ActivityFilter(eventType: "REPLIED")).prefix(5)
      for reply in replies {
        #expect(workspace.setReplyCategory("CHANGED_LATER", of: try #require(reply.id)))
      }
      #expect(try await fixture.reconcile { $0.isFull = true }.counts == [.changed: 5])
      let intact = try fixture.snapshot()
      try fixture.remove("amendments")
      let told = try await fixture.repair()
      #expect(told.isWhole && told.healed > 0)
      #expect(try fixture.snapshot() == intact)

      // What has changed again since is not what was archived.
      #expect(workspace.setReplyCategory("AND_AGAIN", of: try #require(replies.first?.id)))
      try fixture.remove("amendments")
      let refused = try await fixture.repair()
      #expect(
        refused.damaged.contains { damaged in
          guard case .failed(.apiDiffers) = damaged.outcome else { return false }
          return damaged.path.hasPrefix("amendments/")
        })
      #expect(!refused.isWhole)
    }
  }

  @Test func whatIsInQuarantine() async throws {
    try await withArchive { fixture, _ in
      let activity = try #require(fixture.simulator.workspace.activities().first)
      fixture.simulator.workspace.insert(
        item: Array(#"{"id":"none"}"#.utf8), at: activity.instant)
      #expect(try await fixture.reconcile().quarantined == 1)
      let path = "quarantine/part-00000.ndjson.gz"
      let bytes = try Data(contentsOf: fixture.url(path))
      try fixture.remove(path)
      fixture.simulator.log.reset()
      let told = try await fixture.repair()
      #expect(told.outcomes == [path: .failed(.quarantine(found: 0, held: 1))])
      #expect(fixture.simulator.log.count == 0)
      // Bytes behind the last block take nothing from it.
      try (bytes + Data([0x21])).write(to: fixture.url(path))
      #expect(try await fixture.repair().outcomes == [path: .healed(.restored)])
      #expect(try Data(contentsOf: fixture.url(path)) == bytes)
    }
  }

  @Test func aDryRunAsksAndWritesNothing() async throws {
    try await withArchive { fixture, _ in
      try fixture.remove("activities")
      let before = try fixture.snapshot()
      let sorts = fixture.url("../sorts-\(UUID().uuidString)").standardized
      try FileManager.default.createDirectory(at: sorts, withIntermediateDirectories: false)
      defer { try? FileManager.default.removeItem(at: sorts) }
      let told = try await fixture.repair { $0.dryRunFolder = sorts.path }
      #expect(told.isWhole && told.healed == told.segments)
      #expect(try fixture.snapshot() == before)
      #expect(try FileManager.default.contentsOfDirectory(atPath: sorts.path).isEmpty)
    }
  }

  @Test func anotherAPI() async throws {
    try await withArchive { fixture, _ in
      try await withFetchFixture(configuration(activities: 50, days: 1)) { other in
        try fixture.remove("activities")
        let client = try other.client()
        await #expect(
          throws: FetchError.otherSource(
            archive: fixture.simulator.baseURL, given: other.simulator.baseURL)
        ) {
          try await Repair(
            directory: fixture.directory, from: .api(client), options: .forTests
          ).run()
        }
        await client.shutdown()
        #expect(other.simulator.log.count == 0)
      }
      await #expect(throws: APIError.unauthorized) { try await fixture.repair(key: "wrong") }
    }
  }

  @Test func interrupted() async throws {
    try await withArchive { fixture, _ in
      try fixture.remove("activities")
      let run = Task {
        withUnsafeCurrentTask { $0?.cancel() }
        return try await fixture.repair()
      }
      let told = try await run.value
      #expect(told.wasInterrupted && !told.isWhole && told.damaged.isEmpty)
      #expect(try await fixture.repair().isWhole)
    }
  }

  /// Of what was not asked for, nothing is said to be lost.
  @Test func interruptedWhileTheAPIIsAsked() async throws {
    try await withArchive { fixture, _ in
      try fixture.remove("activities")
      fixture.simulator.faults = [FaultRule(.latency(.milliseconds(300)), .always)]
      let asked = fixture.simulator.log.count
      let run = Task { try await fixture.repair() }
      while fixture.simulator.log.count == asked { try await Task.sleep(for: .milliseconds(5)) }
      run.cancel()
      let told = try await run.value
      #expect(told.wasInterrupted && !told.isWhole && told.damaged.count > 1)
      #expect(told.damaged.last?.outcome == .failed(.notReached))
      #expect(
        told.damaged.allSatisfy {
          if case .healed = $0.outcome { true } else { $0.outcome == .failed(.notReached) }
        })
      fixture.simulator.faults = []
      #expect(try await fixture.repair().isWhole)
    }
  }
}

extension FetchFixture {
  fileprivate func repair(
    key: String? = nil, _ change: (inout RepairOptions) -> Void = { _ in }
  ) async throws -> RepairReport {
    var options = RepairOptions.forTests
    change(&options)
    return try await withClient(try client(key: key)) { client in
      try await Repair(directory: directory, from: .api(client), options: options).run()
    }
  }

  fileprivate func url(_ path: String) -> URL { URL(filePath: directory).appending(path: path) }

  fileprivate func remove(_ path: String) throws {
    try FileManager.default.removeItem(at: url(path))
  }

  /// The only segment of a day's activities.
  fileprivate func segment(on day: UTCDay) throws -> String {
    let segments = try archive().segments(in: .activities(day))
    #expect(segments.count == 1)
    return try #require(segments.first).location.path
  }

  fileprivate func count(_ path: String) throws -> Int {
    let location = try #require(SegmentLocation(path: path))
    let segment = try archive().segments(in: location.folder).first { $0.location == location }
    return try #require(segment).entry.count
  }
}

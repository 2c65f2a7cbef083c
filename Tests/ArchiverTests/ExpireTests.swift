import Activities
import ActivityAPI
import ArchiveFormat
import ArchiveStore
import Archiver
import Foundation
import Simulator
import Testing

@Suite("Expired days are gone, and are neither missing nor fetched again") struct ExpireTests {
  private func withExpired(
    _ body: (FetchFixture, _ kept: [UInt8], _ day: UTCDay) async throws -> Void
  ) async throws {
    try await withFetchFixture(configuration(activities: 900, days: 9)) { fixture in
      _ = try await fixture.fetch()
      let days = try fixture.archive().days(of: .activities)
      let day = days[4]
      let checkpoint = try fixture.archive().checkpoint.bytes
      let held = try fixture.records().count
      let plan = try Expire(directory: fixture.directory, before: day).plan()
      let report = try await Expire(directory: fixture.directory, before: day)
        .run(reason: "kept for a week", now: fixture.simulator.clock.now)
      #expect(report == plan && report.days == Array(days[..<4]))
      #expect(try fixture.records().count == held - report.activities)
      try await body(fixture, checkpoint, day)
    }
  }

  private func expectWhole(
    _ fixture: FetchFixture, extending kept: [UInt8] = [],
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let options = try Self.options(extending: kept)
    let verdict = try await Verify(ArchiveFolder(at: fixture.directory), options).run()
    #expect(verdict.isIntact && verdict.isComplete, sourceLocation: sourceLocation)
    #expect(verdict.extendsKept == !kept.isEmpty, sourceLocation: sourceLocation)
  }

  private static func options(extending kept: [UInt8]) throws -> VerifyOptions {
    var options = VerifyOptions()
    if !kept.isEmpty {
      options.keptCheckpoint = try KeptCheckpoint(file: "kept", kept.span.bytes)
    }
    return options
  }

  /// Fetches with a gap that no walk has read, and has it expire; gives the beginning.
  private func expireAGap(_ fixture: FetchFixture) async throws -> Instant {
    let end = UTCDay(containing: fixture.simulator.clock.now).start
    let first = end - .seconds(8 * 86_400)
    var early = FetchOptions()
    early.since = first
    early.until = end - .seconds(6 * 86_400)
    _ = try await fixture.fetch { $0 = early }
    var late = FetchOptions()
    late.since = end - .seconds(4 * 86_400)
    _ = try await fixture.fetch { $0 = late }
    let day = (end - .seconds(3 * 86_400)).day
    _ = try await Expire(directory: fixture.directory, before: day).run(reason: "", now: end)
    return first
  }

  private func expectIncomplete(_ fixture: FetchFixture, since: Instant) async throws {
    var options = VerifyOptions()
    options.since = since
    let verdict = try await Verify(ArchiveFolder(at: fixture.directory), options).run()
    #expect(verdict.isIntact && !verdict.isComplete)
  }

  private func expectFiles(_ fixture: FetchFixture, from day: UTCDay) throws {
    let files = try fixture.snapshot().keys.filter { $0.hasSuffix(".gz") }
    #expect(
      files.allSatisfy { $0.contains("created_date=") && $0 > "activities/created_date=\(day)" })
  }

  @Test func theRestIsAsItWas() async throws {
    try await withExpired { fixture, kept, day in
      try expectRecords(fixture, from: day)
      try await expectWhole(fixture, extending: kept)
      try expectFiles(fixture, from: day)
      try await expectNothingMoreToGo(fixture, before: day)
      try expectStatus(of: fixture.archive(), from: day)
    }
  }

  private func expectRecords(_ fixture: FetchFixture, from day: UTCDay) throws {
    let truth = try fixture.truth(ActivityFilter(after: day.start - .nanoseconds(1)))
    #expect(try fixture.records() == truth)
  }

  private func expectNothingMoreToGo(_ fixture: FetchFixture, before day: UTCDay) async throws {
    let again = try await Expire(directory: fixture.directory, before: day)
      .run(reason: "again", now: fixture.simulator.clock.now)
    #expect(again.segments == 0 && again.days.isEmpty)
  }

  private func expectStatus(of archive: Archive, from day: UTCDay) {
    let status = ArchiveStatus(of: archive)
    #expect(status.expiredBefore == day.start && status.days.first?.day == day)
    #expect(status.isComplete)
  }

  /// Neither an earlier beginning, nor a late arrival, nor a changed reply, nor a full comparison.
  @Test func nothingGoesBelowAgain() async throws {
    try await withExpired { fixture, _, day in
      let workspace = fixture.simulator.workspace
      let old = workspace.activities(ActivityFilter(before: day.start))
      workspace.insert(at: day.start - .seconds(90_000))
      let reply = try #require(
        old.first { String(decoding: $0.record, as: UTF8.self).contains("message.replied") })
      let changed = String(decoding: reply.record, as: UTF8.self)
        .replacing(/"reply_category":[^,}]*/, with: "\"reply_category\":\"LATER\"")
      #expect(workspace.replaceRecord(of: try #require(reply.id), with: Array(changed.utf8)))
      workspace.delete(try #require(old.last?.id))
      fixture.simulator.clock.advance(by: .seconds(86_400))
      let before = try fixture.records()
      for since in [nil, day.start - .seconds(5 * 86_400), Instant(seconds: 0)] {
        let report = try await fixture.fetch { $0.since = since }
        #expect(report.isComplete && report.added == 0 && report.vanished == 0)
        #expect(report.expiredBefore == day.start)
        #expect(report.start == day.start && report.beginning == day.start)
        #expect(report.notHeldBefore == 0 && report.notHeldBetween == 0 && report.gaps.isEmpty)
      }
      for isFull in [false, true] {
        let report = try await fixture.reconcile { $0.isFull = isFull }
        #expect(report.isAgreed && report.notHeldBefore == 0, "\(report)")
      }
      #expect(try fixture.records() == before)
      #expect(try fixture.records(.amendments).isEmpty)
      try await expectWhole(fixture)
    }
  }

  /// But who asks for it is told that it was never read.
  @Test func aGapBelowThatIsAskedFor() async throws {
    try await withFetchFixture(configuration(activities: 900, days: 9)) { fixture in
      let first = try await expireAGap(fixture)
      try await expectIncomplete(fixture, since: first)
    }
  }

  /// What was never read below is not called missing any more.
  @Test func aGapBelowHasExpired() async throws {
    try await withFetchFixture(configuration(activities: 900, days: 9)) { fixture in
      let end = UTCDay(containing: fixture.simulator.clock.now).start
      let (first, gap) = (end - .seconds(8 * 86_400), end - .seconds(6 * 86_400))
      _ = try await fixture.fetch {
        $0.since = first
        $0.until = gap
      }
      _ = try await fixture.fetch { $0.since = end - .seconds(4 * 86_400) }
      #expect(try !fixture.archive().contents.coverage.isComplete)
      _ = try await Expire(
        directory: fixture.directory, before: (end - .seconds(3 * 86_400)).day
      ).run(reason: "", now: end)
      #expect(try fixture.archive().contents.coverage.isComplete)
      try await expectWhole(fixture)
      let report = try await fixture.fetch()
      #expect(report.isComplete && report.gaps.isEmpty)
      #expect(try #require(report.completeThrough) > end)
    }
  }

  /// What has no day does not expire with one.
  @Test func quarantineStays() async throws {
    try await withFetchFixture(configuration(activities: 300, days: 4)) { fixture in
      let workspace = fixture.simulator.workspace
      let first = try #require(workspace.activities().first).instant
      workspace.insert(item: Array("[1]".utf8), at: first)
      _ = try await fixture.fetch()
      _ = try await Expire(directory: fixture.directory, before: first.day.next)
        .run(reason: "", now: first)
      #expect(try fixture.records(.quarantine).count == 1)
      try await expectWhole(fixture)
    }
  }

  /// The way out for an archive that has lost a segment for good.
  @Test func aLostSegmentMayExpire() async throws {
    try await withFetchFixture(configuration(activities: 300, days: 4)) { fixture in
      _ = try await fixture.fetch()
      let segment = try #require(try fixture.archive().segments(of: .activities).first)
      try FileManager.default.removeItem(atPath: "\(fixture.directory)/\(segment.location.path)")
      await #expect(throws: StoreError.self) { try await fixture.fetch() }
      let day = try #require(segment.location.partition).next
      let report = try await Expire(directory: fixture.directory, before: day)
        .run(reason: "lost", now: fixture.simulator.clock.now)
      #expect(report.segments == 1)
      #expect(try await fixture.fetch().isComplete)
      try await expectWhole(fixture)
    }
  }
}

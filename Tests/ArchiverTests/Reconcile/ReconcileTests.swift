import Activities
import ActivityAPI
import ArchiveFormat
import ArchiveStore
import Archiver
import Foundation
import Simulator
import Synchronization
import Testing

@Suite("Reconcile finds what moved in days that fetch has settled")
struct ReconcileTests {
  /// Archives everything and lets all days settle.
  private func withSettledArchive(
    _ body: (FetchFixture, [VisibleActivity]) async throws -> Void
  ) async throws {
    try await withFetchFixture(configuration(later: .seconds(4 * 86_400))) { fixture in
      #expect(try await fixture.fetch().isComplete)
      try await body(fixture, fixture.simulator.workspace.activities())
    }
  }

  @Test func nothingMoved() async throws {
    try await withSettledArchive { fixture, _ in
      fixture.simulator.log.reset()
      let report = try await fixture.reconcile()
      #expect(report.isAgreed && report.differences.isEmpty && report.notHeldBefore == 0)
      // The days, a look at the newest, and one before the beginning.
      #expect(report.requests == report.days + 2)
      #expect(fixture.simulator.log.count == report.requests)
      let walks = try fixture.archive().walks.count
      #expect(try await fixture.reconcile { $0.isFull = true }.isAgreed)
      #expect(try fixture.archive().walks.count > walks)
    }
  }

  @Test func lateAndVanishedAreFoundOnceByTheirCounts() async throws {
    try await withSettledArchive { fixture, activities in
      let workspace = fixture.simulator.workspace
      let late = workspace.insert(at: activities[100].instant)
      let gone = try #require(activities[900].id)
      #expect(workspace.delete(gone))
      #expect(try await fixture.fetch().added == 0, "settled days are not looked at")
      let report = try await fixture.reconcile()
      #expect(!report.isAgreed)
      #expect(report.differences.map(\.kind) == [.late, .vanished])
      #expect(report.differences.map(\.key.id) == [late, gone])
      #expect(report.counts == [.late: 1, .vanished: 1])
      #expect(try fixture.heldIDs().contains(late))
      #expect(try fixture.heldIDs().contains(gone))
      #expect(try await fixture.reconcile().isAgreed)

      #expect(workspace.restore(gone))
      #expect(try await fixture.reconcile().counts == [.returned: 1])
      #expect(try await fixture.reconcile().isAgreed)
      #expect(try fixture.records() == fixture.truth())
    }
  }

  @Test func onlyAFullOneSeesWhatLeavesTheCountAlike() async throws {
    try await withSettledArchive { fixture, activities in
      let workspace = fixture.simulator.workspace
      let reply = try #require(
        workspace.activities(ActivityFilter(eventType: "REPLIED")).first?.id)
      let other = try #require(activities.first { $0.id != reply })
      let gone = try #require(other.id)
      #expect(workspace.delete(gone))
      let late = workspace.insert(at: other.instant)
      #expect(workspace.setReplyCategory("CHANGED_LATER", of: reply))
      #expect(try await fixture.reconcile().isAgreed, "the counts agree")

      let report = try await fixture.reconcile { $0.isFull = true }
      #expect(report.counts == [.late: 1, .vanished: 1, .changed: 1])
      #expect(Set(report.differences.map(\.key.id)) == [late, gone, reply])
      #expect(try fixture.records(.amendments).count == 1)
      #expect(try await fixture.reconcile { $0.isFull = true }.isAgreed)
    }
  }

  @Test func aDryRunTellsTheSameAndWritesNothing() async throws {
    try await withSettledArchive { fixture, activities in
      let workspace = fixture.simulator.workspace
      let late = workspace.insert(at: activities[10].instant)
      #expect(workspace.delete(try #require(activities[20].id)))
      let reply = try #require(
        workspace.activities(ActivityFilter(eventType: "REPLIED")).last?.id)
      #expect(workspace.setReplyCategory("CHANGED_LATER", of: reply))
      #expect(workspace.redate(try #require(activities[700].id), to: activities[2].instant))

      let before = try fixture.snapshot()
      let sorts = URL(filePath: fixture.directory + "-sorts")
      try FileManager.default.createDirectory(at: sorts, withIntermediateDirectories: false)
      defer { try? FileManager.default.removeItem(at: sorts) }
      let told = try await fixture.reconcile {
        $0.isFull = true
        $0.dryRunFolder = sorts.path
      }
      #expect(try fixture.snapshot() == before)
      #expect(try FileManager.default.contentsOfDirectory(atPath: sorts.path).isEmpty)
      #expect(told.differences.contains { $0.kind == .late && $0.key.id == late })

      let done = try await fixture.reconcile { $0.isFull = true }
      #expect(done.differences == told.differences)
      #expect(done.counts == [.late: 2, .vanished: 1, .changed: 1, .redated: 1])
      #expect(try await fixture.reconcile { $0.isFull = true }.isAgreed)
    }
  }

  @Test func onlyTheDaysThatWereAskedFor() async throws {
    try await withSettledArchive { fixture, activities in
      let first = try #require(activities.first)
      let last = try #require(activities.last)
      fixture.simulator.workspace.insert(at: first.instant)
      let late = fixture.simulator.workspace.insert(at: last.instant)
      let report = try await fixture.reconcile { $0.since = last.instant.day.start }
      #expect(report.days == 5, "the last day with activities, and four that passed since")
      #expect(report.differences.map(\.key.id) == [late])
      #expect(
        try await fixture.reconcile { $0.until = last.instant.day.start }.counts == [.late: 1])
    }
  }

  @Test func whatCannotBePlacedDiffersOnce() async throws {
    try await withSettledArchive { fixture, activities in
      fixture.simulator.workspace.insert(
        item: Array(#"{"id":"none"}"#.utf8), at: activities[300].instant)
      let report = try await fixture.reconcile()
      #expect(!report.isAgreed && report.quarantined == 1 && report.counts.isEmpty)
      #expect(try await fixture.reconcile().isAgreed)
    }
  }

  @Test func aCountThatNeverAgreesIsNotClaimed() async throws {
    try await withSettledArchive { fixture, _ in
      fixture.simulator.faults = [FaultRule(.laggingCount(1), .always)]
      let report = try await fixture.reconcile { $0.isFull = true }
      #expect(!report.isAgreed && !report.incomplete.isEmpty)
      #expect(!Coverage(try fixture.archive().walks).isComplete)
      fixture.simulator.faults = []
      // Whatever the counts say, a day is read that no walk has read to its end.
      #expect(try await fixture.reconcile().isAgreed)
      #expect(Coverage(try fixture.archive().walks).isComplete)
      #expect(try await fixture.reconcile { $0.isFull = true }.isAgreed)
    }
  }

  /// What was claimed stays so where a walk that is interrupted brings nothing, and is not where it
  /// has brought something.
  @Test(arguments: [3, 8, 13], [false, true])
  func anInterruptedRunTakesNoClaimBack(number: Int, isLate: Bool) async throws {
    try await withSettledArchive { fixture, activities in
      if isLate {
        for activity in activities { fixture.simulator.workspace.insert(at: activity.instant) }
      }
      let run = Mutex<Task<ReconcileReport, any Error>?>(nil)
      let before = fixture.simulator.log.count(.list)
      fixture.simulator.drift.schedule(afterListRequest: before + number) { _ in
        run.withLock { $0?.cancel() }
      }
      let task = Task { try await fixture.reconcile { $0.isFull = true } }
      run.withLock { $0 = task }
      let report = try await task.value
      #expect(report.wasInterrupted && !report.isAgreed)
      let isComplete = Coverage(try fixture.archive().walks).isComplete
      #expect(isLate ? isComplete == report.counts.isEmpty : isComplete)
      let whole = try await fixture.reconcile { $0.isFull = true }
      #expect(report.days < whole.days, "those that it did not come to are not counted")
      #expect(try await fixture.reconcile { $0.isFull = true }.isAgreed)
      #expect(Coverage(try fixture.archive().walks).isComplete)
      #expect(try fixture.records() == fixture.truth())
    }
  }

  @Test func nothingIsMadeWhereThereIsNoArchive() async throws {
    try await withFetchFixture(configuration()) { fixture in
      await #expect(throws: StoreError.self) { try await fixture.reconcile() }
      #expect(!FileManager.default.fileExists(atPath: fixture.directory))
    }
  }
}

extension FetchFixture {
  /// Runs reconcile once.
  func reconcile(
    _ change: (inout ReconcileOptions) -> Void = { _ in }
  ) async throws -> ReconcileReport {
    var options = ReconcileOptions()
    change(&options)
    return try await withClient(try client()) { client in
      try await Reconcile(directory: directory, client: client, options: options).run()
    }
  }
}

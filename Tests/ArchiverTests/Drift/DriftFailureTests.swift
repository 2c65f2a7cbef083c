import Activities
import ActivityAPI
import ArchiveFormat
import ArchiveStore
import Archiver
import Foundation
import Simulator
import Testing
import TestSupport

/// What other extractors lose activities by. The archive is compared with the simulator id by id.
@Suite("Known failures of extractors")
struct DriftFailureTests {
  @Test(arguments: [101, 250, 1_000], WorkspaceConfiguration.TimeDisplay.allCases)
  func tiesInAnotherOrderOnEachRequest(
    size: Int, display: WorkspaceConfiguration.TimeDisplay
  ) async throws {
    var configuration = configuration(activities: 1_600, days: 2, seed: UInt64(size))
    configuration.workspace.ties = .init(size: size, groups: 2)
    configuration.workspace.shufflesTies = true
    configuration.workspace.storesMicroseconds = true
    configuration.workspace.timeDisplay = display
    try await withFetchFixture(configuration) { fixture in
      let report = try await fixture.fetch()
      #expect(report.isComplete && report.added == 1_600)
      #expect(try fixture.records() == fixture.truth())
    }
  }

  enum Shift: CaseIterable { case inserted, deleted, swapped, restored }

  /// Behind the page position, where every later page of an offset moves by one.
  @Test(arguments: 4...11, Shift.allCases)
  func rowsThatShiftThePages(request: Int, shift: Shift) async throws {
    try await withFetchFixture(configuration(activities: 650, days: 1)) { fixture in
      let workspace = fixture.simulator.workspace
      let activities = workspace.activities()
      let (early, other) = (activities[3], activities[5])
      let id = try #require(early.id)
      if shift == .restored { workspace.delete(id) }
      let before = Set(workspace.activities().compactMap(\.id))
      fixture.simulator.drift.schedule(afterListRequest: request) { workspace in
        if shift == .deleted || shift == .swapped { workspace.delete(id) }
        if shift == .inserted || shift == .swapped { workspace.insert(at: other.instant) }
        if shift == .restored { workspace.restore(id) }
      }
      #expect(try await fixture.fetch(concurrency: 1).isComplete)
      let throughout = before.intersection(workspace.activities().compactMap(\.id))
      #expect(throughout.count >= 649)
      #expect(try fixture.heldIDs().isSuperset(of: throughout))
      fixture.simulator.clock.advance(by: .seconds(3 * 86_400))
      #expect(try await fixture.fetch().isComplete)
      try fixture.expectTruth("\(shift) after request \(request)")
    }
  }

  @Test(arguments: [1, 3, -2])
  func aCountThatLagsAndCatchesUp(lag: Int) async throws {
    var configuration = configuration(activities: 450, days: 1)
    configuration.faults = [FaultRule(.laggingCount(lag), .requests(Set(4...11)))]
    try await withFetchFixture(configuration) { fixture in
      let report = try await fixture.fetch(concurrency: 1)
      #expect(report.isComplete)
      #expect(fixture.simulator.log.count(.list) > 11)
      try fixture.expectTruth("lag \(lag)")
    }
  }

  /// Not from the beginning: pages have come, and a page in the middle ends the run.
  @Test(arguments: 4...9, [Fault.endlessPages, .repeatedPage, .emptyPage])
  func pagesThatNeverEnd(request: Int, fault: Fault) async throws {
    try await withFetchFixture(configuration(activities: 900, days: 1)) { fixture in
      fixture.simulator.faults = [FaultRule(fault, .from(request))]
      do {
        let report = try await fixture.fetch(concurrency: 1)
        // The page that came again may show no more than a count that differs.
        #expect(!report.isComplete)
      } catch let error as APIError {
        #expect(error != .cancelled)
      }
      #expect(fixture.simulator.log.count(.list) < 120)
      #expect(try fixture.falselyClaimed().isEmpty)
      try await fixture.expectWhole("\(fault) from request \(request)")
    }
  }

  @Test(arguments: 5...9)
  func oneEmptyPageInTheMiddle(request: Int) async throws {
    try await withFetchFixture(configuration(activities: 900, days: 1)) { fixture in
      fixture.simulator.faults = [FaultRule(.emptyPage, .requests([request]))]
      await #expect(throws: APIError.emptyPage) { try await fixture.fetch(concurrency: 1) }
      #expect(fixture.simulator.log.count(.list) == request)
      try await fixture.expectWhole("request \(request)")
    }
  }

  /// Every activity shows itself up to 47 hours after its `created_at`, while fetch runs by a timer.
  @Test(arguments: UInt64(1)...3)
  func activitiesThatShowThemselvesLate(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    var configuration = configuration(activities: 500, days: 4, seed: seed)
    let end = configuration.workspace.until
    let start = end - .seconds(4 * 86_400)
    configuration.clock = SimulatedClock(.fixed(start + .seconds(3_600)))
    try await withFetchFixture(configuration) { fixture in
      let workspace = fixture.simulator.workspace
      var hidden = try workspace.activities().map { activity in
        let hours = random.chance(0.3) ? 47 : random.chance(0.5) ? 3 : 0
        let delay = Duration.seconds(random.below(UInt64(hours * 3_600) + 600))
        return (shows: activity.instant + delay, id: try #require(activity.id))
      }
      for activity in hidden { workspace.delete(activity.id) }
      while fixture.simulator.clock.now < end + .seconds(5 * 86_400) {
        let now = fixture.simulator.clock.now
        for activity in hidden where activity.shows <= now { workspace.restore(activity.id) }
        hidden.removeAll { $0.shows <= now }
        #expect(try await fixture.fetch { $0.since = start.day.start }.isComplete)
        fixture.simulator.clock.advance(by: .seconds(6 * 3_600 + random.below(3_600)))
      }
      #expect(hidden.isEmpty)
      #expect(try fixture.records() == fixture.truth(), "seed \(seed)")
      #expect(Coverage(try fixture.archive().walks).isComplete)
    }
  }

  @Test(arguments: WorkspaceConfiguration.TimeDisplay.allCases, [false, true])
  func timesHoweverTheyAreSpelled(
    display: WorkspaceConfiguration.TimeDisplay, storesMicroseconds: Bool
  ) async throws {
    var configuration = configuration(activities: 900, days: 4, seed: 8)
    configuration.workspace.timeDisplay = display
    configuration.workspace.storesMicroseconds = storesMicroseconds
    try await withFetchFixture(configuration) { fixture in
      let workspace = fixture.simulator.workspace
      let unit: Duration = storesMicroseconds ? .microseconds(1) : .milliseconds(1)
      for day in 0..<4 {
        let midnight = configuration.workspace.until - .seconds(day * 86_400)
        for count in 0..<3 { workspace.insert(at: midnight - unit * (count + 1)) }
        if day > 0 { for count in 0..<3 { workspace.insert(at: midnight + unit * count) } }
      }
      #expect(try await fixture.fetch().isComplete)
      try fixture.expectTruth("\(display)")
      #expect(try fixture.records().count == 921)
      let verdict = try await Verify(ArchiveFolder(at: fixture.directory)).run()
      #expect(verdict.isIntact && verdict.isComplete, "\(verdict.findings)")
    }
  }

  /// No white space, other white space, the members the other way round: the same value.
  @Test func everyRecordInAnotherSpelling() async throws {
    try await withFetchFixture(configuration(activities: 300, days: 2)) { fixture in
      #expect(try await fixture.fetch().isComplete)
      let before = try fixture.records()
      let workspace = fixture.simulator.workspace
      for (number, activity) in workspace.activities().enumerated() {
        let text = String(decoding: activity.record, as: UTF8.self)
        let parts = try #require(text.firstRange(of: ",\"payload\":"))
        let head = text[..<parts.lowerBound].dropFirst()
        let payload = text[parts.upperBound...].dropLast()
        let other =
          number.isMultiple(of: 2)
          ? "{\"payload\" : \(payload),\n\t\(head) }" : text.replacing("\":", with: "\" :\r\n ")
        #expect(JSONCanonical.isSameValue(activity.record, Array(other.utf8)))
        #expect(workspace.replaceRecord(of: try #require(activity.id), with: Array(other.utf8)))
      }
      let report = try await fixture.reconcile { $0.isFull = true }
      #expect(report.isAgreed && report.counts.isEmpty)
      #expect(try fixture.records(.amendments).isEmpty)
      #expect(try fixture.records() == before)
    }
  }

  /// Without one activity that it still answers for, an API is not believed: its key may be another's.
  @Test func anAPIThatShowsNothingAnyMore() async throws {
    try await withFetchFixture(configuration(activities: 20, days: 1)) { fixture in
      #expect(try await fixture.fetch().isComplete)
      let ids = fixture.simulator.workspace.activities().compactMap(\.id)
      for id in ids { fixture.simulator.workspace.delete(id) }
      let index = FileManager.default.contents(atPath: fixture.directory + "/index.ndjson")
      await #expect(throws: FetchError.nothingThere) { try await fixture.fetch() }
      await #expect(throws: FetchError.nothingThere) { try await fixture.reconcile() }
      #expect(FileManager.default.contents(atPath: fixture.directory + "/index.ndjson") == index)
      fixture.simulator.workspace.insert(at: fixture.simulator.clock.now - .seconds(600))
      let again = try await fixture.fetch()
      #expect(again.isComplete && again.vanished == 20 && again.added == 1)
      try fixture.expectTruth("gone")
    }
  }
}

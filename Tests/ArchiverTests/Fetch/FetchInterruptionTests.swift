import Activities
import ActivityAPI
import ArchiveFormat
import ArchiveStore
import Archiver
import Simulator
import Synchronization
import Testing

@Suite("Fetch that ends at any request keeps what came and claims no more")
struct FetchInterruptionTests {
  @Test(arguments: 1...21)
  func refusedFromAnyRequestOn(number: Int) async throws {
    let concurrency = number.isMultiple(of: 2) ? 1 : 4
    var configuration = configuration(activities: 1_300, days: 4, seed: UInt64(number))
    configuration.faults = [FaultRule(.refusal(status: 401), .from(number))]
    try await withFetchFixture(configuration) { fixture in
      await #expect(throws: APIError.unauthorized) {
        try await fixture.fetch(concurrency: concurrency)
      }
      // Nobody goes on asking who has been refused.
      #expect(fixture.simulator.log.count(.list) <= number + concurrency)
      #expect(try fixture.falselyClaimed().isEmpty)
      #expect(try fixture.beginsWithItsBeginning())
      try await fixture.expectWhole("from request \(number)", concurrency: concurrency)
    }
  }

  /// What ends the run ends it for the walks beside it as well, and for the other half of its own.
  @Test(arguments: [0, 13])
  func aFailureOfOneWalkEndsTheOthers(hour: Int) async throws {
    try await withFetchFixture(configuration(activities: 30_000, days: 3)) { fixture in
      let workspace = fixture.simulator.workspace
      let last = UTCDay(containing: fixture.simulator.clock.now).start - .seconds(86_400)
      let second = last - .seconds(86_400)
      _ = try await fixture.fetch { $0.until = second }
      let foreign = try #require(
        workspace.activities(ActivityFilter(after: second + .seconds(hour * 3_600))).first)
      let text = String(decoding: foreign.record, as: UTF8.self)
      let organization = try #require(try fixture.archive().organizationID).description
      let other = text.replacing(organization, with: "ffffffff-0000-7000-aaaa-111111111111")
      #expect(workspace.replaceRecord(of: try #require(foreign.id), with: Array(other.utf8)))
      // Two days, or two halves of one, walk side by side.
      let until = hour > 0 ? last : nil
      let left = workspace.count(ActivityFilter(after: second, before: until))
      fixture.simulator.log.reset()
      await #expect(throws: APIError.self) {
        try await fixture.fetch(concurrency: 2) { $0.until = until }
      }
      #expect(fixture.simulator.log.count(.list) < left / 100 / 3)
    }
  }

  @Test(arguments: 1...21)
  func cancelledAtAnyRequest(number: Int) async throws {
    let concurrency = number.isMultiple(of: 2) ? 4 : 1
    let configuration = configuration(activities: 1_300, days: 4, seed: UInt64(number))
    try await withFetchFixture(configuration) { fixture in
      let run = Mutex<Task<FetchReport, any Error>?>(nil)
      fixture.simulator.drift.schedule(afterListRequest: number) { _ in
        run.withLock { $0?.cancel() }
      }
      let task = Task { try await fixture.fetch(concurrency: concurrency) }
      run.withLock { $0 = task }
      switch await task.result {
      case .success(let report): #expect(report.wasInterrupted && !report.isComplete)
      case .failure(let error): #expect(error as? APIError == .cancelled && number == 1)
      }
      #expect(try fixture.falselyClaimed().isEmpty)
      #expect(try fixture.beginsWithItsBeginning())
      try await fixture.expectWhole("at request \(number)", concurrency: concurrency)
    }
  }

  /// Days walk side by side from the first on, and whichever fails, none is in the index without the
  /// first, by which later runs know where the archive begins.
  @Test(arguments: 4...15)
  func theFirstDayIsNotForgottenWhenItFailsAlone(number: Int) async throws {
    var configuration = configuration(activities: 1_200, days: 6)
    configuration.faults = [FaultRule(.refusal(status: 418), .requests([number]))]
    try await withFetchFixture(configuration) { fixture in
      await #expect(throws: APIError.unexpectedStatus(418)) { try await fixture.fetch() }
      #expect(try fixture.beginsWithItsBeginning())
      try await fixture.expectWhole("request \(number)")
    }
  }

  /// The first day is all but one of the activities, and fails at its end, when the others are done.
  @Test func whatFollowsWaitsForTheFirstDay() async throws {
    var configuration = configuration(activities: 2_000, days: 1)
    configuration.faults = [FaultRule(.refusal(status: 418), .requests([20]))]
    try await withFetchFixture(configuration) { fixture in
      let newest = try #require(fixture.simulator.workspace.activities().last).instant
      for day in 1...3 { fixture.simulator.workspace.insert(at: newest + .seconds(day * 86_400)) }
      fixture.simulator.clock.advance(by: .seconds(5 * 86_400))
      await #expect(throws: APIError.unexpectedStatus(418)) { try await fixture.fetch() }
      #expect(try fixture.beginsWithItsBeginning())
      try await fixture.expectWhole("request 20")
    }
  }

  @Test func whatCameIsKeptWhenTheVanishedCannotBeAskedFor() async throws {
    try await withFetchFixture(configuration()) { fixture in
      _ = try await fixture.fetch()
      let workspace = fixture.simulator.workspace
      let newest = try #require(workspace.activities().last)
      #expect(workspace.delete(try #require(newest.id)))
      let late = (0..<3).map { workspace.insert(at: newest.instant - .seconds(30 + $0)) }
      fixture.simulator.faults = [FaultRule(.refusal(status: 401), on: .get)]
      await #expect(throws: APIError.unauthorized) { try await fixture.fetch() }
      #expect(try fixture.heldIDs().isSuperset(of: late))
      fixture.simulator.faults = []
      let report = try await fixture.fetch()
      #expect(report.isComplete)
      #expect(report.vanished == 1)
    }
  }
}

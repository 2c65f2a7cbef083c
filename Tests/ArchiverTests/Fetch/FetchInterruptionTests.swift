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
      // Nobody goes on asking who has been refused, but for the windows that were under way.
      #expect(fixture.simulator.log.count(.list) <= number + concurrency + 2)
      #expect(try fixture.falselyClaimed().isEmpty)
      try await fixture.expectWhole("from request \(number)", concurrency: concurrency)
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
      try await fixture.expectWhole("at request \(number)", concurrency: concurrency)
    }
  }

  @Test func theFirstDayIsNotForgottenWhenItFailsAlone() async throws {
    for number in 4...7 {
      var configuration = configuration(activities: 1_200, days: 6)
      configuration.faults = [FaultRule(.refusal(status: 418), .requests([number]))]
      try await withFetchFixture(configuration) { fixture in
        await #expect(throws: APIError.unexpectedStatus(418)) { try await fixture.fetch() }
        try await fixture.expectWhole("request \(number)")
      }
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

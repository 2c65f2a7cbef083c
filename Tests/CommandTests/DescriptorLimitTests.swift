import Activities
import ActivityAPI
import ArchiveFormat
import ArchiveStore
import Archiver
import Foundation
import Simulator
import Testing

/// Descriptors are few, whatever the number of segments and of connections.
@Suite("With 64 open files", .timeLimit(.minutes(15))) struct DescriptorLimitTests {
  /// Runs topo-archive so that it may have 64 files open, none of them from this process.
  private func run(_ fixture: CommandFixture, _ arguments: [String]) async throws -> Outcome {
    let script = """
      for file in /dev/fd/*; do
        number=${file##*/}
        [ "$number" -le 2 ] || eval "exec $number>&-"
      done
      ulimit -n 64; exec "$@"
      """
    return try await fixture.run(arguments, prefix: ["bash", "-c", script, "bash"])
  }

  @Test func anArchiveOfManySegments() async throws {
    try await withFixture(SimulatorConfiguration(activities: 3_000, days: 100)) { fixture in
      let url = ["--base-url", fixture.simulator.baseURL]
      let fetched = try await run(fixture, ["fetch", "--concurrency", "16"] + url)
      fetched.expectGood()
      try await fixture.expectWholeArchive()
      for reading in [["verify"], ["grep", "-c"], ["grep", "-c", "message"], ["status"]] {
        try await run(fixture, reading).expectGood()
      }
      for full in [[], ["--full"]] {
        let compared = try await run(fixture, ["reconcile", "--concurrency", "16"] + full + url)
        compared.expectGood()
      }
    }
  }

  /// A day to which late activities came a hundred times has a hundred parts that overlap in time.
  @Test func aDayOfManyParts() async throws {
    try await withFixture(SimulatorConfiguration(activities: 100, days: 1)) { fixture in
      let workspace = fixture.simulator.workspace
      let instants = workspace.activities().map(\.instant)
      let parts = 100
      for number in 0..<parts {
        // Long before the newest, so that fetch reads all of the day and each part spans it.
        workspace.insert(.messageReplied, at: instants[0] + .milliseconds(number))
        workspace.insert(.messageReplied, at: instants[60] - .milliseconds(number))
        try await fetchHere(fixture)
      }
      let spanning = try Archive(at: fixture.archive).segments(of: .activities).filter {
        $0.entry.activities?.times.contains(instants[30]) ?? false
      }
      #expect(spanning.count == parts)
      let late = workspace.insert(at: instants[50])
      let url = ["--base-url", fixture.simulator.baseURL]
      try await run(fixture, ["fetch"] + url).expectGood()
      workspace.delete(late)
      #expect(try await run(fixture, ["reconcile", "--full"] + url).status == 1)
      workspace.restore(late)
      #expect(try await run(fixture, ["reconcile"] + url).status == 1)
      for reading in [
        ["verify"], ["grep", "-c", "message"], ["get", "\(late)", "--history"],
      ] {
        try await run(fixture, reading).expectGood()
      }
      try await fixture.expectWholeArchive()
    }
  }

  /// A fetch in this process, which is quicker to start.
  private func fetchHere(_ fixture: CommandFixture) async throws {
    let client = APIClient(
      baseURL: try BaseURL(fixture.simulator.baseURL), key: fixture.simulator.key)
    do {
      let report = try await Fetch(directory: fixture.archive, client: client).run()
      #expect(report.isComplete)
    } catch {
      // A client that is dropped open would end all of the tests.
      await client.shutdown()
      throw error
    }
    await client.shutdown()
  }
}

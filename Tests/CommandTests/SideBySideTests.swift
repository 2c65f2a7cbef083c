import Activities
import ArchiveFormat
import ArchiveStore
import Foundation
import Simulator
import Synchronization
import Testing

/// Runs on one archive at the same time.
@Suite("Side by side", .timeLimit(.minutes(3))) struct SideBySideTests {
  private static let refused = "another run is writing to this archive: wait for it to end"

  /// One writes, the other says why it does not, whichever comes first.
  @Test(arguments: 1...4)
  func twoFetchesAtOnce(round: Int) async throws {
    try await withFixture(SimulatorConfiguration(activities: 600, days: 3, seed: UInt64(round))) {
      fixture in
      fixture.simulator.faults = [FaultRule(.latency(.milliseconds(20)))]
      if round > 2 { try await fixture.fetch(["--until", "2025-06-26"]).expectGood() }
      let fetch = ["fetch", "--base-url", fixture.simulator.baseURL]
      let both = [try fixture.start(fetch), try fixture.start(fetch)]
      let outcomes = [await both[0].outcome(), await both[1].outcome()]
      #expect(outcomes.contains { $0.status == 0 }, "\(outcomes)")
      for outcome in outcomes where outcome.status != 0 {
        outcome.expectRefusal(2, "\(fixture.archive): \(Self.refused)")
      }
      try await fixture.expectWholeArchive()
    }
  }

  @Test func fetchBesideReconcile() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let url = ["--base-url", fixture.simulator.baseURL]
      for (first, second) in [("reconcile", "fetch"), ("fetch", "reconcile")] {
        fixture.simulator.log.reset()
        // The API does not answer the first one until the other has been refused.
        fixture.simulator.faults = [FaultRule(.latency(.seconds(20)), .requests([1]))]
        let running = try fixture.start([first] + url)
        while fixture.simulator.log.count < 1 { try await Task.sleep(for: .milliseconds(5)) }
        try await fixture.run([second] + url).expectRefusal(
          2, "\(fixture.archive): \(Self.refused)")
        // A dry run writes nothing, and need not wait.
        try await fixture.run(["reconcile", "--dry-run"] + url).expectGood()
        running.child.send(SIGINT)
        #expect(await running.outcome().status == 1)
      }
      fixture.simulator.faults = []
      try await fixture.fetchAll()
      try await fixture.expectWholeArchive()
    }
  }

  /// Each answer of verify and of grep is that of an archive that a commit has made, also while a
  /// commit is stopped half-way.
  @Test func readersAllThroughAFetch() async throws {
    try await withFixture(SimulatorConfiguration(activities: 2_400, days: 40)) { fixture in
      try await fixture.fetch(["--until", "2025-05-25"]).expectGood()
      let workspace = fixture.simulator.workspace
      for activity in workspace.activities().suffix(300) { workspace.insert(at: activity.instant) }
      fixture.simulator.faults = [FaultRule(.latency(.milliseconds(10)))]
      let fetch = try fixture.start(
        ["fetch", "--concurrency", "2", "--base-url", fixture.simulator.baseURL])
      let running = Running()
      async let ended = {
        defer { running.isRunning.withLock { $0 = false } }
        return await fetch.outcome()
      }()
      // The fetch goes on by fits and starts, so that slow readers see much of it, too.
      async let halting: Void = {
        while running.isRunning.withLock({ $0 }) {
          fetch.child.send(SIGSTOP)
          try? await Task.sleep(for: .milliseconds(100))
          fetch.child.send(SIGCONT)
          try? await Task.sleep(for: .milliseconds(20))
        }
      }()
      var found: [[String]] = []
      var verified: [Verdict] = []
      while running.isRunning.withLock({ $0 }) {
        found.append(try await fixture.records().sorted())
        verified.append(try await verdict(fixture))
      }
      await halting
      await ended.expectGood()
      try await fixture.expectWholeArchive()

      let commits = try Self.commits(of: fixture.archive)
      for records in found { #expect(commits.contains { $0.records == records }) }
      for verdict in verified {
        let commit = commits.first { $0.root == verdict.checkpoint.root }
        #expect(commit?.size == verdict.checkpoint.size)
        #expect(commit?.records.count == verdict.activities)
      }
      #expect(Set(verified.map(\.checkpoint.size)).count > 2)
    }
  }

  private func verdict(_ fixture: CommandFixture) async throws -> Verdict {
    let outcome = try await fixture.run(["verify", "--json"])
    let verdict = try JSONDecoder().decode(Verdict.self, from: Data(outcome.output.utf8))
    #expect(verdict.intact, "\(outcome.output)")
    return verdict
  }

  /// Members of `verify --json`.
  private struct Verdict: Decodable {
    let intact: Bool
    let activities: Int
    let checkpoint: StatusReport.Checkpoint
  }

  private final class Running: Sendable {
    let isRunning = Mutex(true)
  }

  private struct Commit {
    var size: Int
    var root: String
    var records: [String]
  }

  /// What the archive was after each of its commits, which all end with a walk; sorted records.
  private static func commits(of directory: String) throws -> [Commit] {
    let archive = try Archive(at: directory)
    let index = try Data(contentsOf: URL(filePath: directory).appending(path: "index.ndjson"))
    let lines = index.split(separator: 0x0A)
    let segments = archive.segments(of: .activities)
    var records: [String] = []
    var commits: [Commit] = []
    for (number, line) in lines.enumerated()
    where String(decoding: line, as: UTF8.self).hasPrefix(#"{"kind":"walk""#) {
      for segment in segments where segment.walksBefore == commits.count {
        try archive.forEachRecord(in: segment) { record throws(StoreError) in
          records.append(String(decoding: record.bytes(in: 0..<record.byteCount), as: UTF8.self))
        }
      }
      let leaves = lines[...number].map { MerkleTree.leafHash(Array($0).span.bytes) }
      commits.append(
        Commit(
          size: number + 1, root: MerkleTree.root(of: leaves).base64, records: records.sorted()))
    }
    return commits
  }
}

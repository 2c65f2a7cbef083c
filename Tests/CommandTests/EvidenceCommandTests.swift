import Foundation
import Simulator
import Testing

/// Archives that a backup gave back in part: every command says what it looks like and what to do,
/// and leaves every byte as it is.
@Suite("Restored, but not from one copy", .timeLimit(.minutes(3))) struct EvidenceCommandTests {
  /// What a commit is not made to, and reading does not answer from, says this.
  private func expect(
    _ line: String, of fixture: CommandFixture, commands: [[String]],
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let before = try fixture.snapshot()
    fixture.simulator.log.reset()
    for command in commands {
      try await fixture.run(command).expectRefusal(
        2, "\(fixture.archive): \(line)", sourceLocation: sourceLocation)
    }
    #expect(fixture.simulator.log.count == 0, sourceLocation: sourceLocation)
    #expect(try fixture.snapshot() == before, sourceLocation: sourceLocation)
  }

  /// verify says it too, and changes nothing.
  private func verify(
    _ fixture: CommandFixture, _ arguments: [String] = [],
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> [String] {
    let before = try fixture.snapshot()
    let outcome = try await fixture.run(["verify"] + arguments)
    #expect(outcome.status == 1, "\(outcome.errors)", sourceLocation: sourceLocation)
    #expect(try fixture.snapshot() == before, sourceLocation: sourceLocation)
    return outcome.errorLines
  }

  private func writing(_ fixture: CommandFixture) -> [[String]] {
    let url = ["--base-url", fixture.simulator.baseURL]
    return [["fetch"] + url, ["reconcile"] + url, ["reconcile", "--dry-run"] + url]
  }

  private let repairing = [["repair"], ["repair", "--dry-run"]]

  private let reading = [["grep"], ["grep", "-c"], ["status"]]

  /// The archive as it was yesterday, today's beside it, and what today's commits have added.
  private func withTwoDays(
    _ body: (CommandFixture, _ yesterday: [String: Data], _ newer: [String]) async throws -> Void
  ) async throws {
    try await withFixture { fixture in
      try await fixture.fetch(["--until", "2025-06-26"]).expectGood()
      let yesterday = try fixture.snapshot()
      try await fixture.fetchAll()
      let today = try fixture.snapshot()
      let newer = today.keys.filter { yesterday[$0] == nil && $0.hasSuffix(".gz") }.sorted()
      try #require(newer.count == 2)
      try await body(fixture, yesterday, newer)
    }
  }

  private func put(_ files: [String: Data], _ names: [String], _ fixture: CommandFixture) throws {
    for name in names {
      let content = try #require(files[name])
      try content.write(to: URL(filePath: fixture.archive).appending(path: name))
    }
  }

  @Test func withoutTheNewestSegments() async throws {
    try await withTwoDays { fixture, _, newer in
      for path in newer { try FileManager.default.removeItem(atPath: fixture.archive + "/" + path) }
      try await expect(
        "\(newer[0]) is in the index, but not there: run verify to see all that is missing, and"
          + " repair --from COPY to heal it",
        of: fixture,
        commands: writing(fixture))
      let told = try await verify(fixture)
      for path in newer {
        #expect(told.contains { $0.hasPrefix("segment_missing: \(path): ") }, "\(told)")
      }
      #expect(
        told.contains(
          "NOT INTACT: 2 findings; run repair --from COPY, which takes what is damaged from another copy"
            + " of the archive, or repair, which asks the API for it"), "\(told)")
      let searched = try await fixture.run(["grep"])
      #expect(searched.status == 2)
      #expect(!searched.outputLines.isEmpty, "what is there is found")
      #expect(searched.errors.contains("\(newer[0]) is in the index, but not there: "))
      #expect(
        searched.errorLines.last == "topo-archive: the answer is not whole: run verify to see why")
      try await fixture.run(["repair"]).expectGood()
      try await fixture.expectWholeArchive()
    }
  }

  @Test func withoutTheNewestLinesOfTheIndex() async throws {
    try await withTwoDays { fixture, yesterday, _ in
      let size = try await fixture.status().checkpoint.size
      try put(yesterday, ["index.ndjson"], fixture)
      let lines = try #require(yesterday["index.ndjson"]).split(separator: 0x0A).count
      try await expect(
        "the index has \(lines) lines and its checkpoint says \(size): this looks like a rollback or a"
          + " partial restore; restore the whole archive from one copy",
        of: fixture, commands: writing(fixture) + repairing + reading)
      #expect(
        try await verify(fixture).contains(
          "checkpoint_mismatch: index.ndjson: the index ends after \(lines) of the \(size) lines that"
            + " the checkpoint stands for: this looks like a rollback or a partial restore"))
    }
  }

  /// Yesterday's index and checkpoint beside today's segments.
  @Test func anOlderIndexBesideNewerSegments() async throws {
    try await withTwoDays { fixture, yesterday, newer in
      try put(yesterday, ["index.ndjson", "checkpoint"], fixture)
      try await expect(
        "\(newer[0]) is in no index entry: this looks like an older index beside newer segments;"
          + " restore the whole archive from one copy, or move the file away; this run changed nothing",
        of: fixture, commands: writing(fixture) + repairing)
      let told = try await verify(fixture)
      for path in newer {
        #expect(told.contains { $0.hasPrefix("segment_orphan: \(path): ") }, "\(told)")
      }
    }
  }

  /// Yesterday's checkpoint alone: the index goes on behind it.
  @Test func anOlderCheckpointBesideANewerIndex() async throws {
    try await withTwoDays { fixture, yesterday, _ in
      try put(yesterday, ["checkpoint"], fixture)
      try await expect(
        "the index goes on behind its checkpoint and no interrupted commit explains it: this looks"
          + " like an older checkpoint beside a newer index; restore the checkpoint that was made"
          + " with it, or the whole archive from one copy; this run changed nothing",
        of: fixture, commands: writing(fixture) + repairing)
      let told = try await verify(fixture)
      #expect(told.contains { $0.hasPrefix("checkpoint_mismatch: ") })
      // The lines behind it name today's files, and may be right.
      #expect(!told.contains { $0.hasPrefix("segment_orphan: ") }, "\(told)")
      #expect(
        told.last
          == "COMPLETENESS UNKNOWN: it cannot be judged, because the index is not one that a checkpoint"
          + " stands for")
    }
  }

  /// All of yesterday's copy is an archive like any other; only what was kept elsewhere tells.
  @Test func allOfYesterdaysCopy() async throws {
    try await withTwoDays { fixture, yesterday, _ in
      let kept = fixture.folder.appending(path: "kept").path
      try FileManager.default.copyItem(atPath: fixture.archive + "/checkpoint", toPath: kept)
      let size = try await fixture.status().checkpoint.size
      try FileManager.default.removeItem(atPath: fixture.archive)
      for (path, content) in yesterday {
        let file = URL(filePath: fixture.archive).appending(path: path)
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try content.write(to: file)
      }
      let lines = try #require(yesterday["index.ndjson"]).split(separator: 0x0A).count
      let told = try await verify(fixture, ["--checkpoint", kept])
      #expect(
        told.contains {
          $0.hasPrefix("checkpoint_rollback: index.ndjson: the index has \(lines) lines, \(kept)")
            && $0.contains(" stands for \(size)")
        }, "\(told)")
      // Nobody can tell without the kept one, and fetch then archives the days again. At the same time
      // as before, it would write the very same index.
      try await fixture.run(["verify"]).expectGood()
      fixture.simulator.clock.advance(by: .seconds(60))
      try await fixture.fetchAll()
      try await fixture.expectWholeArchive()
      #expect(try await verify(fixture, ["--checkpoint", kept]).contains { $0.contains(kept) })
    }
  }
}

import Activities
import Foundation
import Simulator
import Testing

/// A snapshot is an archive of its days to whoever reads, and nothing to write to.
@Suite("Snapshots as archives", .timeLimit(.minutes(3)))
struct SnapshotReaderTests: SnapshotTests {
  /// The bag and what is in it are an archive of two days to every command that reads.
  @Test func everyReaderTakesIt() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      _ = try await take(fixture)
      let inside = try await fixture.run(
        ["grep", "--format", "ndjson"] + snapshotWindow
      ).outputLines
      let bag = bag(fixture)
      for folder in [bag, bag + "/data"] {
        let verified = try await fixture.run(["verify", "--archive", folder])
        #expect(verified.status == 0, "\(verified.errors)")
        #expect(
          verified.errorLines[1].hasPrefix(
            "snapshot of 2025-06-25T00:00:00Z to 2025-06-27T00:00:00Z, taken "))
        #expect(
          verified.errorLines[1].hasSuffix(
            ": 2 segments of other days or of quarantine are not in this snapshot"))
        #expect(
          verified.errorLines.suffix(2) == [
            "intact, as far as this snapshot goes: 2025-06-25T00:00:00Z to 2025-06-27T00:00:00Z",
            "complete: no gap from 2025-06-25T00:00:00Z to 2025-06-27T00:00:00Z; other days are not in"
              + " this snapshot",
          ], "\(verified.errors)")
        let found = try await fixture.run(["grep", "--archive", folder, "--format", "ndjson"])
        #expect(found.outputLines == inside)
        #expect(
          found.errors
            == "only 2025-06-25 to 2025-06-26 were searched: other days are not in this snapshot\n")
      }
      let bounded = try await readers(fixture, ["grep", "-c"] + snapshotWindow)
      #expect(bounded.errors == "" && bounded.output == "\(inside.count)\n")
      let json = try await readers(fixture, ["verify", "--json"])
      #expect(
        json.output.contains(
          #""snapshot":{"from":"2025-06-25T00:00:00Z","until":"2025-06-27T00:00:00Z","taken_at":""#)
      )
      let status = try await readers(fixture, ["status"])
      #expect(
        status.output.contains("\nactivities   \(inside.count) on 2 days, 2025-06-25 to 2025"))
      #expect(
        status.output.contains("\nsnapshot     2025-06-25T00:00:00Z to 2025-06-27T00:00:00Z, "))
      #expect(status.output.contains("\ngaps         none\n"))
      let held = try id(try #require(inside.first))
      #expect(try await readers(fixture, ["get", held]).output == inside[0] + "\n")
      #expect(try await readers(fixture, ["prove", held]).status == 0)
      let other = try id(
        try #require(try await fixture.records().first { !inside.contains($0) }))
      for command in ["get", "prove"] {
        let absent = try await readers(fixture, [command, other])
        #expect(absent.status == 1 && absent.output == "")
        #expect(
          absent.errors
            == "topo-archive: there is no activity \(other) in this snapshot, which holds only"
            + " 2025-06-25 to 2025-06-26; 2 segments of other days or of quarantine are not in this"
            + " snapshot\n")
      }
      try await readers(fixture, ["verify", "--since", "2025-06-27"]).expectRefusal(
        2,
        "nothing between --since and --until is in this snapshot, which holds only 2025-06-25 to"
          + " 2025-06-26")
    }
  }

  private func id(_ record: String) throws -> String {
    let match = try #require(record.firstMatch(of: #/"id":"([^"]+)"/#))
    return String(match.1)
  }

  @Test func nothingWritesToIt() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      _ = try await take(fixture)
      let bag = bag(fixture)
      for folder in [bag, bag + "/data"] {
        for command in [
          ["fetch", "--base-url", fixture.simulator.baseURL], ["reconcile"],
          ["reconcile", "--dry-run"], ["repair", "--from", fixture.archive],
          ["repair", "--dry-run", "--from", fixture.archive],
          ["expire", "--before", "2025-06-26", "--yes"],
          ["expire", "--before", "2025-06-26", "--dry-run"],
          ["snapshot", "--output", bag + "-2"] + snapshotWindow,
        ] {
          try await fixture.run(command + ["--archive", folder]).expectRefusal(
            2,
            "\(folder): this is a snapshot, a copy of some days that is to stay as it is: give"
              + " --archive the archive that it was taken of")
        }
      }
      #expect(try sums(bag) == [0, 0])
      #expect(try Python.run("check_bag.py", [bag]).status == 0)
      // But an archive can be healed from it.
      let path = try #require(
        try fixture.snapshot().keys.first { $0.contains("activities/created_date=2025-06-26") })
      try FileManager.default.removeItem(atPath: "\(fixture.archive)/\(path)")
      try await fixture.run(["repair", "--from", bag]).expectGood()
      try await fixture.run(["verify"]).expectGood()
    }
  }

  @Test func aRemovedSegmentIsMissing() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      _ = try await take(fixture)
      let path = "activities/created_date=2025-06-25/part-00000.ndjson.gz"
      try FileManager.default.removeItem(atPath: "\(bag(fixture))/data/\(path)")
      let verified = try await readers(fixture, ["verify"])
      #expect(verified.status == 1)
      #expect(
        verified.errorLines.contains(
          "segment_missing: \(path): the index names this file, but it is not there"))
      #expect(
        verified.errorLines.contains(
          "NOT INTACT: 1 finding; this is not what the archive's index commits to: heal the archive"
            + " by repair if it has the same findings and take the snapshot again, or else take another"
            + " copy of this one"), "\(verified.errors)")
      try Data("{}".utf8).write(to: URL(filePath: "\(bag(fixture))/data/snapshot.json"))
      for command in [["verify"], ["status"], ["grep", "-c"]] {
        try await readers(fixture, command).expectRefusal(
          2,
          "\(bag(fixture)): snapshot.json does not say which days this snapshot holds: it was"
            + " changed; restore it from another copy")
      }
    }
  }

  /// Only those days are compared that both have.
  @Test func twoSnapshotsDiffer() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      _ = try await take(fixture)
      let workspace = fixture.simulator.workspace
      let gone = try #require(
        workspace.activities().first { $0.instant.day.description == "2025-06-26" })
      workspace.delete(try #require(gone.id))
      let made = workspace.insert(at: gone.instant + .seconds(1))
      // The count is as before.
      #expect(try await fixture.run(["reconcile", "--full"]).status == 1)
      let later = bag(fixture) + "-later"
      try await fixture.run(
        ["snapshot", "--since", "2025-06-26", "--until", "2025-06-28", "--output", later]
      ).expectGood()
      let differing = try await fixture.run(["diff", bag(fixture), later + "/data"])
      #expect(differing.status == 1)
      #expect(differing.output.contains("  \(made) ") && differing.output.contains(" only in B"))
      #expect(
        differing.errors.hasPrefix(
          "1 day (2025-06-26: snapshots have no others) compared, 1 day with differences: "),
        "\(differing.errors)")
      let whole = try await fixture.run(["diff", later, fixture.archive])
      #expect(whole.status == 0)
      #expect(
        whole.errors
          == "2 days (2025-06-26 to 2025-06-27: snapshots have no others) compared: nothing"
          + " differs\n")
      try await fixture.run(["diff", bag(fixture), later, "--until", "2025-06-26"]).expectRefusal(
        2, "none of these days is in both: a snapshot holds no others than verify names for it")
    }
  }
}

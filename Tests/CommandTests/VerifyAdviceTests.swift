import Foundation
import Simulator
import Testing

/// What verify advises for what is not covered, each time done as it says.
@Suite("The advice of verify", .timeLimit(.minutes(3))) struct VerifyAdviceTests {
  private static let plain = "run fetch, which reads what is missing if the API still has it"

  @Test func aGapBetween() async throws {
    try await withFixture { fixture in
      try await fixture.fetch(["--until", "2025-06-25"]).expectGood()
      try await fixture.fetch(["--since", "2025-06-26", "--until", "2025-06-27"]).expectGood()
      try await expect(
        fixture, [],
        "coverage_gap: index.ndjson: no walk has read 2025-06-25T00:00:00Z to 2025-06-26T00:00:00Z: a"
          + " plain fetch reads it", Self.plain)
      try await fixture.fetchAll()
      try await fixture.expectWholeArchive()
    }
  }

  @Test func aGapBeforeTheArchiveBegins() async throws {
    try await withFixture { fixture in
      try await fixture.fetch(["--since", "2025-06-26"]).expectGood()
      let asked = ["--since", "2025-06-20T12:00:00Z"]
      try await expect(
        fixture, asked,
        "coverage_gap: index.ndjson: no walk has read 2025-06-20T12:00:00Z to 2025-06-26T00:00:00Z:"
          + " fetch --since 2025-06-20T12:00:00Z reads it",
        "run fetch --since 2025-06-20T12:00:00Z, which reads what is missing if the API still has it"
      )
      try await fixture.fetch(["--since", "2025-06-20T12:00:00Z"]).expectGood()
      try await fixture.run(["verify"] + asked).expectGood()
      try await fixture.expectWholeArchive()
    }
  }

  @Test func aGapAfterWhatIsCovered() async throws {
    try await withFixture { fixture in
      try await fixture.fetch(["--until", "2025-06-26"]).expectGood()
      let asked = ["--until", "2025-06-27"]
      try await expect(
        fixture, asked,
        "coverage_gap: index.ndjson: no walk has read 2025-06-26T00:00:00Z to 2025-06-27T00:00:00Z: a"
          + " plain fetch reads on up to the present", Self.plain)
      try await fixture.fetchAll()
      let outcome = try await fixture.run(["verify"] + asked)
      #expect(outcome.status == 0)
      #expect(outcome.errorLines.last?.hasSuffix(" to 2025-06-27T00:00:00Z") == true)
    }
  }

  @Test func aPeriodThatIsNotCoveredAtAll() async throws {
    try await withFixture { fixture in
      try await fixture.fetch(["--since", "2025-06-26"]).expectGood()
      try await expect(
        fixture, ["--until", "2025-06-25"],
        "coverage_gap: index.ndjson: no walk has read the time before 2025-06-25T00:00:00Z: fetch"
          + " with an earlier --since reads it",
        "run fetch with an earlier --since, which reads what is missing if the API still has it",
        leavesOut: true)
      try await fixture.fetch(["--since", "2025-06-01"]).expectGood()
      try await fixture.run(["verify", "--until", "2025-06-25"]).expectGood()
      try await expect(
        fixture, ["--since", "2025-07-01"],
        "coverage_gap: index.ndjson: no walk has read the time from 2025-07-01T00:00:00Z on: a plain"
          + " fetch reads on up to the present", Self.plain, leavesOut: true)
    }
  }

  /// What is damaged is healed by either of the two commands that are named.
  @Test func segmentsThatAreDamaged() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let copy = fixture.folder.appending(path: "copy").path
      try FileManager.default.copyItem(atPath: fixture.archive, toPath: copy)
      let paths = try fixture.snapshot().keys.filter { $0.hasSuffix(".gz") }.sorted()
      for command in [["repair", "--from", copy], ["repair"]] {
        _ = try fixture.damage()
        try FileManager.default.removeItem(atPath: fixture.archive + "/" + paths[1])
        let outcome = try await fixture.run(["verify"])
        #expect(outcome.status == 1)
        #expect(
          outcome.errorLines.contains(
            "NOT INTACT: 3 findings; run repair --from COPY, which takes what is damaged from another"
              + " copy of the archive, or repair, which asks the API for it"), "\(outcome.errors)")
        // The commands that cannot go on say so, too.
        for refused in [["fetch"], ["grep", "-c"], ["grep", "x"]] {
          let told = try await fixture.run(refused)
          #expect(told.status == 2 || told.errors == "")
          #expect(told.errors == "" || told.errors.contains("repair --from COPY to heal it"))
        }
        try await fixture.run(command).expectGood()
        try await fixture.expectWholeArchive()
      }
    }
  }

  /// Another user, or a mode that was changed: nothing shows that the file is damaged.
  @Test(.enabled(if: Privileges.canGiveUpRoot, "root may read everything"))
  func aSegmentThatMayNotBeRead() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let path = try #require(
        try fixture.snapshot().keys.filter { $0.hasPrefix("activities/") }.min())
      for name in [""] + (try FileManager.default.subpathsOfDirectory(atPath: fixture.archive)) {
        chmod(fixture.archive + "/" + name, 0o755)
      }
      let file = fixture.archive + "/" + path
      chmod(file, 0)
      let outcome = try await fixture.run(["verify"], prefix: Privileges.withoutRoot)
      #expect(outcome.status == 1)
      #expect(
        outcome.errorLines.contains("segment_unreadable: \(path): cannot open: Permission denied"))
      #expect(
        outcome.errorLines.contains(
          "NOT INTACT: 1 finding; let this user read every file, by chmod or as the archive's owner,"
            + " then verify again"), "\(outcome.errors)")
      chmod(file, 0o644)
      try await fixture.run(["verify"], prefix: Privileges.withoutRoot).expectGood()
    }
  }

  /// Where the index does not stand, or files lie about that it does not name, repair refuses, and is
  /// not advised.
  @Test func damageThatRepairDoesNotHeal() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let path = try fixture.damage()
      let orphan = path.replacing("part-00000", with: "part-00007")
      try FileManager.default.copyItem(
        atPath: fixture.archive + "/" + path, toPath: fixture.archive + "/" + orphan)
      let advice =
        "keep this copy as it is, and restore the whole archive from another one, or move the files"
        + " away that no entry names"
      #expect(try await fixture.run(["verify"]).errors.contains(advice))
      try await fixture.run(["repair"]).expectRefusal(
        2,
        "\(fixture.archive): \(orphan) is in no index entry: this looks like an older index beside"
          + " newer segments; restore the whole archive from one copy, or move the file away; this run"
          + " changed nothing")
      try FileManager.default.removeItem(atPath: fixture.archive + "/" + orphan)
      try await fixture.run(["repair"]).expectGood()
      try await fixture.expectWholeArchive()
    }
  }

  /// Nothing of the archive itself is damaged, so nothing says so.
  @Test func whatDoesNotBelongToTheArchive() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let path = try #require(
        try fixture.snapshot().keys.filter { $0.hasPrefix("activities/") }.min())
      let orphan = fixture.archive + "/" + path.replacing("part-00000", with: "part-00007")
      try FileManager.default.copyItem(atPath: fixture.archive + "/" + path, toPath: orphan)
      let told = try await fixture.run(["verify"])
      #expect(told.status == 1)
      #expect(told.errorLines.last?.hasPrefix("complete: no gap from") == true, "\(told.errors)")
      try FileManager.default.removeItem(atPath: orphan)
      let others = try fixture.write(
        """
        topo-archive/01954b2e-0000-7000-aaaa-999999999999
        3
        1Bnn1GLPyt7dIx/8oH8l1m1C7VpUz0qpZkK7cSEMhHk=

        """, to: "others")
      let held = try await fixture.run(["verify", "--checkpoint", others])
      #expect(held.status == 1)
      #expect(
        held.errorLines.contains(
          "NOT INTACT: 1 finding; the checkpoint that was given is another archive's: give one that"
            + " was kept of this one"), "\(held.errors)")
      #expect(held.errorLines.last?.hasPrefix("complete: no gap from") == true, "\(held.errors)")
    }
  }

  @Test func aWalkThatIsIncomplete() async throws {
    try await withFixture { fixture in
      fixture.simulator.faults = [FaultRule(.laggingCount(1), .always)]
      #expect(try await fixture.fetch().status == 1)
      let outcome = try await fixture.run(["verify"])
      #expect(outcome.status == 1)
      let walks = outcome.errorLines.filter { $0.hasPrefix("walk_incomplete: ") }
      #expect(!walks.isEmpty)
      #expect(walks.allSatisfy { $0.hasSuffix(": a plain fetch takes it up") }, "\(outcome.errors)")
      #expect(outcome.errorLines.last?.hasSuffix("; " + Self.plain) == true)
      fixture.simulator.faults = []
      try await fixture.fetchAll()
      try await fixture.expectWholeArchive()
    }
  }

  private func expect(
    _ fixture: CommandFixture, _ asked: [String], _ finding: String, _ advice: String,
    leavesOut: Bool = false, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let outcome = try await fixture.run(["verify"] + asked)
    #expect(outcome.status == 1, sourceLocation: sourceLocation)
    #expect(
      outcome.errorLines.suffix(3).filter { !$0.hasPrefix("covered: ") } == [
        leavesOut ? "intact between --since and --until" : "intact",
        "NOT COMPLETE: 1 finding; \(advice)",
      ], sourceLocation: sourceLocation)
    #expect(
      outcome.errorLines.filter { $0.contains("index.ndjson") } == [finding],
      sourceLocation: sourceLocation)
  }
}

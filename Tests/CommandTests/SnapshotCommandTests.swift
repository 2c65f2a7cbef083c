import Activities
import Foundation
import Simulator
import Testing

/// From the archive to the auditor: what is handed over, and what other people's tools say of it.
@Suite("Snapshots for others", .timeLimit(.minutes(3))) struct SnapshotCommandTests {
  /// The fixture has 24 to 27 June; the snapshot the 25th and the 26th.
  static let window = ["--since", "2025-06-25", "--until", "2025-06-27"]

  private func bag(_ fixture: CommandFixture) -> String {
    fixture.folder.appending(path: "bag").path
  }

  private func take(
    _ fixture: CommandFixture, _ arguments: [String] = Self.window
  ) async throws -> Outcome {
    try await fixture.run(["snapshot", "--output", bag(fixture)] + arguments)
  }

  private func readers(_ fixture: CommandFixture, _ arguments: [String]) async throws -> Outcome {
    try await fixture.run(arguments + ["--archive", bag(fixture)])
  }

  private func names(_ folder: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
  }

  /// `sha256sum --check` of both manifests, in the bag's folder.
  private func sums(_ bag: String) throws -> [Int32] {
    try ["manifest-sha256.txt", "tagmanifest-sha256.txt"].map { manifest in
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = ["sha256sum", "--check", "--quiet", "--strict", manifest]
      process.currentDirectoryURL = URL(filePath: bag)
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      return process.terminationStatus
    }
  }

  private func flip(_ path: String) throws {
    var bytes = try Data(contentsOf: URL(filePath: path))
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: URL(filePath: path))
  }

  @Test func otherPeoplesToolsAcceptIt() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let taken = try await take(fixture)
      #expect(taken.status == 0, "\(taken.errors)")
      #expect(taken.output == "")
      let bag = bag(fixture)
      #expect(
        taken.errorLines.first?.hasPrefix(
          "\(bag): 2025-06-25 to 2025-06-26 of \(fixture.archive), 2 segments, ") == true,
        "\(taken.errors)")
      #expect(try sums(bag) == [0, 0])
      let valid = try Python.run("check_bag.py", [bag])
      #expect(valid.status == 0)
      #expect(valid.output.contains(#""Bag-Software-Agent": "topo-archive "#))
      #expect(valid.output.contains(#""External-Identifier": "topo-archive/"#))
      let top = try FileManager.default.contentsOfDirectory(atPath: bag).sorted()
      #expect(
        top == [
          "bag-info.txt", "bagit.txt", "data", "manifest-sha256.txt", "report.html", "report.json",
          "tagmanifest-sha256.txt",
        ])
      let archive = try fixture.snapshot()
      for (path, bytes) in archive where path.contains("2025-06-25") || path == "index.ndjson" {
        #expect(try Data(contentsOf: URL(filePath: "\(bag)/data/\(path)")) == bytes, "\(path)")
      }
      for path in try names(bag) {
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(bag)/\(path)")
        let isFolder = attributes[.type] as? FileAttributeType == .typeDirectory
        #expect(attributes[.posixPermissions] as? Int == (isFolder ? 0o700 : 0o600), "\(path)")
      }
      let notes = String(decoding: try #require(archive["snapshots.ndjson"]), as: UTF8.self)
      #expect(notes.contains(#""from":"2025-06-25T00:00:00Z","until":"2025-06-27T00:00:00Z""#))
      #expect(notes.contains(#""folder":"\#(bag)"}"#))
      try await fixture.run(["verify"]).expectGood()
      try await fixture.fetch().expectGood()
    }
  }

  /// A reader that knows nothing but FORMAT.md.
  @Test func anIndependentReaderAcceptsIt() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      _ = try await take(fixture)
      let bag = bag(fixture)
      for folder in [bag, bag + "/data"] {
        let read = try Python.run("read_archive.py", [folder])
        #expect(read.status == 0)
        #expect(read.output.contains(#""segments": 2, "#), "\(read.output)")
      }
      try FileManager.default.removeItem(atPath: "\(bag)/data/snapshot.json")
      #expect(try Python.run("read_archive.py", [bag]).status == 1)
    }
  }

  @Test func oneChangedByteAndTheyRefuse() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      _ = try await take(fixture)
      let bag = bag(fixture)
      for path in try names(bag) {
        var isFolder: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: "\(bag)/\(path)", isDirectory: &isFolder)
        if isFolder.boolValue || path.hasPrefix("tagmanifest") { continue }
        try flip("\(bag)/\(path)")
        #expect(try sums(bag) != [0, 0], "\(path)")
        #expect(try Python.run("check_bag.py", [bag]).status != 0, "\(path)")
        try flip("\(bag)/\(path)")
      }
      #expect(try sums(bag) == [0, 0])
    }
  }

  /// The bag and what is in it are an archive of two days to every command that reads.
  @Test func everyReaderTakesIt() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      _ = try await take(fixture)
      let inside = try await fixture.run(
        ["grep", "--format", "ndjson"] + Self.window
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
      let bounded = try await readers(fixture, ["grep", "-c"] + Self.window)
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
          ["snapshot", "--output", bag + "-2"] + Self.window,
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

  @Test func nothingIsWrittenOver() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let bag = bag(fixture)
      for make in [true, false] {
        if make {
          try FileManager.default.createDirectory(
            atPath: bag, withIntermediateDirectories: false)
        } else {
          try Data([7]).write(to: URL(filePath: bag))
        }
        try await take(fixture).expectRefusal(
          2, "\(bag) is there already, and nothing is written over: give another --output")
        if make { #expect(try names(bag) == []) }
        try FileManager.default.removeItem(atPath: bag)
      }
      try await fixture.run(
        ["snapshot", "--output", fixture.archive + "/bag"] + Self.window
      ).expectRefusal(
        2, "\(fixture.archive)/bag would lie within the archive: give an --output elsewhere")
      let nowhere = try await fixture.run(
        ["snapshot", "--output", bag + "/deeper"] + Self.window)
      #expect(nowhere.status == 2)
      #expect(nowhere.errors.contains("make the folder above --output first"))
      let notes = try fixture.snapshot()["snapshots.ndjson"]
      #expect(notes == nil)
    }
  }

  @Test func anIndexThatCannotBeReliedUpon() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let index = URL(filePath: fixture.archive + "/index.ndjson")
      let good = try Data(contentsOf: index)
      try (good + Data("{}\n".utf8)).write(to: index)
      try await take(fixture).expectRefusal(
        2,
        "\(fixture.archive): no snapshot was taken, as its index cannot be relied upon"
          + " (checkpoint_mismatch: index.ndjson: 3 bytes follow the checkpoint's lines, and no"
          + " interrupted commit explains them): run verify to see all of it, and restore the whole"
          + " archive from one copy")
      var changed = good
      changed[changed.count - 9] ^= 1
      try changed.write(to: index)
      #expect(try await take(fixture).status == 2)
      #expect(!FileManager.default.fileExists(atPath: bag(fixture)))
      #expect(try fixture.snapshot()["snapshots.ndjson"] == nil)
    }
  }

  @Test(arguments: [
    (["--since", "2025-06-25T01:00:00Z", "--until", "2025-06-27"], "is no midnight"),
    (["--since", "2025-06-25", "--until", "2025-06-26T00:00:00.5Z"], "is no midnight"),
    (["--since", "2025-06-27", "--until", "2025-06-27"], "--since must be before --until."),
    (["--since", "2025-06-25"], "Give --month, or both --since and --until."),
    ([], "Give --month, or both --since and --until."),
    (
      ["--month", "2025-06", "--since", "2025-06-25"], "Give either --month or --since and --until."
    ),
    (["--month", "2025-13"], "'2025-13' is no month like 2025-03."),
    (["--month", "2025-6"], "'2025-6' is no month like 2025-03."),
    (["--month", "0000-00"], "'0000-00' is no month like 2025-03."),
    (["--month", "9999-12"], "'9999-12' is no month like 2025-03."),
  ])
  func whatIsNoStretchOfDays(arguments: [String], words: String) async throws {
    let folder = try #require(TemporaryFolder.make())
    defer { try? FileManager.default.removeItem(at: folder) }
    let running = try Command.start(
      ["snapshot", "--archive", folder.path, "--output", folder.path + "/bag"] + arguments,
      in: folder)
    let outcome = await running.outcome()
    #expect(outcome.status == 64 && outcome.output == "")
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/bag"))
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

  @Test func aReadOnlyArchiveKeepsNoNote() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      try FileManager.default.createDirectory(
        atPath: fixture.archive + "/snapshots.ndjson", withIntermediateDirectories: false)
      let taken = try await take(fixture)
      #expect(taken.status == 0)
      #expect(
        taken.errorLines.first?.hasPrefix(
          "topo-archive: the snapshot is taken, but no note of it could be kept in snapshots.ndjson ("
        )
          == true, "\(taken.errors)")
      try await readers(fixture, ["verify"]).expectGood()
    }
  }

  /// Whenever it is stopped, nothing is left, or all of it.
  @Test(arguments: [1, 20, 60, 120, 200]) func stopped(milliseconds: Int) async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let before = try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path)
      let running = try fixture.start(["snapshot", "--output", bag(fixture)] + Self.window)
      try await Task.sleep(for: .milliseconds(milliseconds))
      running.child.send(SIGINT)
      let outcome = await running.outcome()
      let after = try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path)
      let left = Set(after).subtracting(before)
        .filter { !$0.hasSuffix(".out") && !$0.hasSuffix(".err") }
      if outcome.status == 0 {
        #expect(left == ["bag"])
        try await readers(fixture, ["verify"]).expectGood()
      } else {
        #expect(left == [], "\(outcome.errors)")
        // Before it has begun to listen, a signal ends it as it ends every program.
        #expect([2, 128 + SIGINT].contains(outcome.status), "\(outcome.errors)")
      }
    }
  }
}

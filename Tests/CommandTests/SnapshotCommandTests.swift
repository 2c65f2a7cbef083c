import Activities
import Foundation
import Simulator
import Testing

/// From the archive to the auditor: what is handed over, and what other people's tools say of it.
@Suite("Snapshots for others", .timeLimit(.minutes(3)))
struct SnapshotCommandTests: SnapshotTests {
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
        ["snapshot", "--output", fixture.archive + "/bag"] + snapshotWindow
      ).expectRefusal(
        2, "\(fixture.archive)/bag would lie within the archive: give an --output elsewhere")
      let nowhere = try await fixture.run(
        ["snapshot", "--output", bag + "/deeper"] + snapshotWindow)
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
      let running = try fixture.start(["snapshot", "--output", bag(fixture)] + snapshotWindow)
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

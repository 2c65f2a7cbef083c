import Foundation
import Simulator
import Testing

/// What verify says of an index that is not as its checkpoint, or an older one, has it.
@Suite("Verify and the checkpoints", .timeLimit(.minutes(2))) struct VerifyIndexTests {
  private static let unknown =
    "COMPLETENESS UNKNOWN: it cannot be judged, because the index is not whole"

  @Test func anArchiveThatExtendsAKeptOne() async throws {
    try await withFixture { fixture in
      try await fixture.fetch(["--until", "2025-06-26"]).expectGood()
      let kept = fixture.folder.appending(path: "kept").path
      try FileManager.default.copyItem(atPath: fixture.archive + "/checkpoint", toPath: kept)
      let then = try await fixture.status().checkpoint
      try await fixture.fetchAll()
      let now = try await fixture.status()
      #expect(then.size < now.checkpoint.size)
      let outcome = try await fixture.run(["verify", "--checkpoint", kept])
      #expect(outcome.status == 0)
      try #require(outcome.errorLines.count == 5, "\(outcome.errors)")
      #expect(
        outcome.errorLines[1...2] == [
          "checkpoint: \(now.checkpoint.size) entries, root \(now.checkpoint.root), archive"
            + " \(now.archive_id)",
          "extends \(kept): the first \(then.size) of \(now.checkpoint.size) entries are as they were"
            + " then",
        ])

      let machine = try await fixture.run(["verify", "--json", "--checkpoint", kept])
      #expect(machine.status == 0)
      #expect(
        machine.output.contains(
          #""archive_id":"\#(now.archive_id)","#
            + #""checkpoint":{"size":\#(now.checkpoint.size),"root":"\#(now.checkpoint.root)"},"#
            + #""extends":{"size":\#(then.size),"root":"\#(then.root)"}"#))
    }
  }

  @Test func anArchiveThatWasRolledBack() async throws {
    try await withFixture { fixture in
      try await fixture.fetch(["--until", "2025-06-26"]).expectGood()
      let older = fixture.folder.appending(path: "older").path
      try FileManager.default.copyItem(atPath: fixture.archive, toPath: older)
      try await fixture.fetchAll()
      let kept = fixture.archive + "/checkpoint"
      try await fixture.run(["verify", "--archive", older]).expectGood()
      let compared = try await fixture.run(["verify", "--archive", older, "--checkpoint", kept])
      #expect(compared.status == 1)
      #expect(compared.errorLines[2] == "not shown that it extends \(kept): see below")
      #expect(
        compared.errorLines.contains {
          $0.hasPrefix("checkpoint_rollback: index.ndjson: the index has ")
            && $0.contains(" lines, \(kept) stands for ")
        })
      let machine = try await fixture.run(
        ["verify", "--json", "--archive", older, "--checkpoint", kept])
      #expect(!machine.output.contains("extends\""))
    }
  }

  @Test func aFileThatIsNoCheckpoint() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let other = try fixture.write("topo-archive/\n", to: "other")
      try await fixture.run(["verify", "--checkpoint", other]).expectRefusal(
        2,
        "\(other) is no checkpoint: give --checkpoint a copy of the file checkpoint of this archive"
      )
      for (path, reason) in [
        (fixture.folder.appending(path: "missing").path, "No such file or directory"),
        (fixture.folder.path, "Is a directory"),
      ] {
        try await fixture.run(["verify", "--checkpoint", path]).expectRefusal(
          2, "\(path) cannot be read: \(reason); check --checkpoint")
      }
      let id = "00000000-0000-4000-8000-000000000000"
      let root = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
      let foreign = try fixture.write("topo-archive/\(id)\n1\n\(root)\n", to: "foreign")
      let outcome = try await fixture.run(["verify", "--checkpoint", foreign])
      #expect(outcome.status == 1)
      let archive = try await fixture.status().archive_id
      #expect(
        outcome.errorLines.contains(
          "checkpoint_mismatch: index.ndjson: \(foreign) is a checkpoint of archive \(id), and this is"
            + " archive \(archive)"))
    }
  }

  @Test func anIndexThatIsMissing() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let status = try await fixture.status()
      try FileManager.default.removeItem(atPath: fixture.archive + "/index.ndjson")
      let outcome = try await fixture.run(["verify"])
      #expect(outcome.status == 1)
      #expect(
        outcome.errorLines == [
          "\(fixture.archive): 0 segments, 0 activities, 0 amendments, 0 quarantined",
          "checkpoint: \(status.checkpoint.size) entries, root \(status.checkpoint.root), archive"
            + " \(status.archive_id)",
          "checkpoint_mismatch: index.ndjson: it is missing; the checkpoint stands for"
            + " \(status.checkpoint.size) lines",
          "4 files that no entry names: whether they are of the archive cannot be told, because the"
            + " index is not whole",
          "NOT INTACT: 1 finding; keep this copy as it is, and restore the whole archive from another one",
          Self.unknown,
        ])
    }
  }

  /// The two do not fit, and nobody can tell by them which one it was.
  @Test(arguments: ["index.ndjson", "checkpoint"])
  func oneOfTheTwoThatWasChanged(_ name: String) async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let root = try await fixture.status().checkpoint.root
      let file = URL(filePath: fixture.archive + "/" + name)
      let text = try String(contentsOf: file, encoding: .utf8)
      let other = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
      let changed =
        name == "checkpoint"
        ? text.replacing(root, with: other)
        : text.replacing("\"ended_at\":\"2025", with: "\"ended_at\":\"2024")
      try #require(changed != text)
      try Data(changed.utf8).write(to: file)
      let outcome = try await fixture.run(["verify"])
      #expect(outcome.status == 1)
      let said = name == "checkpoint" ? other : root
      let line = try #require(outcome.errorLines.first { $0.contains("_mismatch: checkpoint: ") })
      #expect(
        line.hasPrefix(
          "checkpoint_mismatch: checkpoint: it says that the root is \(said), and that of index.ndjson"
            + " is "))
      #expect(line.hasSuffix(": one of the two was changed"))
      #expect(
        outcome.errorLines.last
          == "COMPLETENESS UNKNOWN: it cannot be judged, because the index is not one that a"
          + " checkpoint stands for")
    }
  }

  /// No command answers from an index that its checkpoint does not stand for.
  @Test func aChangedIndexIsNotReadFrom() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let file = URL(filePath: fixture.archive + "/index.ndjson")
      let text = try String(contentsOf: file, encoding: .utf8)
      let changed = text.replacing("\"ended_at\":\"2025", with: "\"ended_at\":\"2024")
      try #require(changed != text)
      try Data(changed.utf8).write(to: file)
      let id = try #require(fixture.simulator.workspace.activities().first?.id)
      fixture.simulator.log.reset()
      for arguments in [
        ["status"], ["grep", "-c"], ["get", "\(id)"],
        ["fetch", "--base-url", fixture.simulator.baseURL],
        ["reconcile", "--dry-run", "--base-url", fixture.simulator.baseURL],
      ] {
        try await fixture.run(arguments).expectRefusal(
          2,
          "\(fixture.archive): the index is not what its checkpoint was made for: lines were changed;"
            + " run verify, and restore the whole archive from one copy")
      }
      #expect(fixture.simulator.log.count == 0)
    }
  }

  @Test func anIndexThatWasCut() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let size = try await fixture.status().checkpoint.size
      let file = URL(filePath: fixture.archive + "/index.ndjson")
      let bytes = try Data(contentsOf: file)
      let first = try #require(bytes.firstIndex(of: UInt8(ascii: "\n")))
      try bytes.prefix(first + 40).write(to: file)
      let outcome = try await fixture.run(["verify"])
      #expect(outcome.status == 1)
      #expect(
        outcome.errorLines.filter { $0.contains("index.ndjson") } == [
          "checkpoint_mismatch: index.ndjson: the index ends after 1 of the \(size) lines that the"
            + " checkpoint stands for: this looks like a rollback or a partial restore"
        ])
      #expect(outcome.errorLines.last == Self.unknown)
      #expect(!outcome.errors.contains("segment_orphan"))
      let machine = try await fixture.run(["verify", "--json"])
      #expect(machine.output.hasPrefix(#"{"intact":false,"complete":false,"#))
      #expect(machine.output.contains(#""unnamed_files":4,"#))
    }
  }

  /// What only a newer version can read is nothing to restore.
  @Test func anIndexOfANewerVersion() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      try NewerArchive.rewrite(fixture.archive) { $0 + "{\"kind\":\"translation\"}\n" }
      let outcome = try await fixture.run(["verify"])
      #expect(outcome.status == 1)
      #expect(
        outcome.errorLines.suffix(2) == [
          "NOT INTACT: 1 finding; verify with the newer topo-archive that made it",
          "COMPLETENESS UNKNOWN: it cannot be judged, because this version cannot read the index",
        ])
    }
  }
}

import Activities
import Foundation
import Simulator
import Testing

@Suite("What repair says and does", .timeLimit(.minutes(3))) struct RepairCommandTests {
  /// An archive of all that the simulator has, and a copy of it.
  private func withCopies(
    _ body: (CommandFixture, _ copy: String) async throws -> Void
  ) async throws {
    try await withFixture { fixture in
      fixture.simulator.clock.advance(by: .seconds(4 * 86_400))
      try await fixture.fetchAll()
      let copy = fixture.folder.appending(path: "copy").path
      try FileManager.default.copyItem(atPath: fixture.archive, toPath: copy)
      try await body(fixture, copy)
    }
  }

  private func segments(_ fixture: CommandFixture) throws -> [String] {
    try fixture.snapshot().keys.filter { $0.hasSuffix(".gz") }.sorted()
  }

  private func remove(_ path: String, _ fixture: CommandFixture) throws {
    try FileManager.default.removeItem(atPath: fixture.archive + "/" + path)
  }

  /// Compresses a segment anew, as another writer could have done.
  private func recompress(_ path: String, in archive: String, fileOnly: Bool = false) throws {
    let script = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Interoperability/recompress.py").standardized.path
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments =
      ["python3", script, archive, path] + (fileOnly ? ["--file-only"] : [])
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
  }

  @Test func whereNothingIsDamaged() async throws {
    try await withCopies { fixture, copy in
      let before = try fixture.snapshot()
      let count = try segments(fixture).count
      fixture.simulator.log.reset()
      let offline = try await fixture.run(["repair", "--from", copy], key: "")
      #expect(
        offline.errorLines == [
          "\(fixture.archive): \(count) segments read, 0 damaged",
          "nothing is damaged: every segment file is as the index says",
        ])
      #expect(offline.status == 0 && offline.output == "")
      let asking = try await fixture.run(["repair", "--base-url", fixture.simulator.baseURL])
      #expect(asking.status == 0)
      #expect(
        asking.errorLines.first
          == "\(fixture.archive): \(count) segments read, 0 damaged, 0 requests, 0 retries")
      #expect(fixture.simulator.log.count == 0)
      #expect(try fixture.snapshot() == before)
    }
  }

  @Test func fromACopy() async throws {
    try await withCopies { fixture, copy in
      let intact = try fixture.snapshot()
      let changed = try fixture.damage()
      let lost = try #require(try segments(fixture).last)
      try remove(lost, fixture)
      let damaged = try fixture.snapshot()
      fixture.simulator.log.reset()
      let count = try segments(fixture).count + 1

      let told = try await fixture.run(["repair", "--from", copy, "--dry-run"], key: "")
      #expect(
        told.errorLines == [
          "\(fixture.archive): \(count) segments read, 2 damaged",
          "can be healed: \(changed) was changed; its file would be back, byte for byte",
          "can be healed: \(lost) was missing; its file would be back, byte for byte",
          "all that is damaged can be healed: run it without --dry-run",
        ])
      #expect(told.status == 0)
      #expect(try fixture.snapshot() == damaged)

      let done = try await fixture.run(["repair", "--from", copy], key: "")
      #expect(
        done.errorLines == [
          "\(fixture.archive): \(count) segments read, 2 damaged",
          "healed: \(changed) was changed; its file is back, byte for byte",
          "healed: \(lost) was missing; its file is back, byte for byte",
          "all that was damaged is healed",
        ])
      #expect(done.status == 0 && done.output == "")
      #expect(try fixture.snapshot() == intact)
      #expect(fixture.simulator.log.count == 0)
      try await fixture.expectWholeArchive()
    }
  }

  @Test func byAReplacement() async throws {
    try await withCopies { fixture, copy in
      let path = try #require(try segments(fixture).first)
      try recompress(path, in: fixture.archive)
      try await fixture.run(["verify"]).expectGood()
      _ = try fixture.damage()
      let replacing = path.replacing("part-00000", with: "part-00000.r1")
      let told = try await fixture.run(["repair", "--from", copy, "--dry-run"])
      #expect(
        told.errorLines[1]
          == "can be healed: \(path) was changed; its records would be in \(replacing)")
      let done = try await fixture.run(["repair", "--from", copy])
      #expect(done.status == 0)
      #expect(
        done.errorLines[1] == "healed: \(path) was changed; its records are in \(replacing)")
      #expect(try fixture.snapshot()[path] == nil)
      try await fixture.expectWholeArchive()
      let record = try #require(try await fixture.records().first)
      let found = try await fixture.run(["get", String(record.dropFirst(7).prefix(36))])
      #expect(found.status == 0 && found.output == record + "\n")
      let status = try await fixture.run(["status"])
      #expect(status.status == 0 && status.errors == "")
      // A fetch builds on it.
      try await fixture.fetchAll()
      let index = String(
        decoding: try #require(try fixture.snapshot()["index.ndjson"]), as: UTF8.self)
      #expect(
        index.contains(
          #""reason":"the file was missing or damaged; the same records were taken from another"#
            + #" copy","at":""#))
    }
  }

  @Test func fromTheAPI() async throws {
    try await withCopies { fixture, _ in
      let intact = try fixture.snapshot()
      let path = try #require(try segments(fixture).first)
      try remove(path, fixture)
      let done = try await fixture.run(["repair", "--base-url", fixture.simulator.baseURL])
      #expect(done.status == 0)
      #expect(done.errorLines[0].hasSuffix(" requests, 0 retries"))
      #expect(
        done.errorLines.dropFirst() == [
          "healed: \(path) was missing; its file is back, byte for byte",
          "all that was damaged is healed",
        ])
      #expect(try fixture.snapshot() == intact)
    }
  }

  @Test func whatCannotBeHealed() async throws {
    try await withCopies { fixture, copy in
      let paths = try segments(fixture)
      let count = paths.count
      let reply = try #require(
        fixture.simulator.workspace.activities(ActivityFilter(eventType: "REPLIED")).first)
      let path = try #require(paths.first { $0.contains("\(reply.instant.day)") })
      let other = try #require(paths.last { $0 != path })
      #expect(
        fixture.simulator.workspace.setReplyCategory("CHANGED_LATER", of: try #require(reply.id)))
      let held = try lines(path, fixture)
      for lost in [path, other] {
        try remove(lost, fixture)
        try FileManager.default.removeItem(atPath: copy + "/" + lost)
      }
      let damaged = try fixture.snapshot()
      let (first, second) = (min(path, other), max(path, other))
      let offline = try await fixture.run(["repair", "--from", copy])
      #expect(offline.status == 1)
      #expect(offline.errorLines[0] == "\(fixture.archive): \(count) segments read, 2 damaged")
      #expect(
        offline.errorLines.last == "healed: 0 of 2; what is not is as it was")
      for lost in [first, second] {
        let line = try #require(offline.errorLines.first { $0.contains(lost) })
        #expect(
          line.hasPrefix(
            "NOT HEALED: \(lost) was missing; the copy has no file of it, and 0 of its "))
        #expect(
          line.hasSuffix(" records can be read here: try another copy, or without --from the API"))
      }
      let dry = try await fixture.run(["repair", "--from", copy, "--dry-run"])
      #expect(dry.status == 1)
      #expect(
        dry.errors.contains("CANNOT BE HEALED: \(first) was missing; the copy has no file of it"))
      #expect(dry.errorLines.last == "can be healed: 0 of 2")
      #expect(try fixture.snapshot() == damaged)

      let asking = try await fixture.run(["repair", "--base-url", fixture.simulator.baseURL])
      #expect(asking.status == 1)
      #expect(
        asking.errorLines.contains(
          "NOT HEALED: \(path) was missing; the API gives as many records (\(held)), but some have"
            + " changed since they were archived, as a reply's category does: give --from another copy of"
            + " the archive"))
      #expect(
        asking.errorLines.contains("healed: \(other) was missing; its file is back, byte for byte"))
      #expect(asking.errorLines.last == "healed: 1 of 2; what is not is as it was")
    }
  }

  private func lines(_ path: String, _ fixture: CommandFixture) throws -> Int {
    let index = try #require(try fixture.snapshot()["index.ndjson"])
    for line in index.split(separator: UInt8(ascii: "\n")) {
      let entry = try JSONSerialization.jsonObject(with: line) as? [String: Any]
      if entry?["path"] as? String == path, let count = entry?["count"] as? Int { return count }
    }
    return 0
  }

  @Test func forMachines() async throws {
    try await withCopies { fixture, copy in
      let paths = try segments(fixture)
      for path in paths.prefix(2) { try remove(path, fixture) }
      try FileManager.default.removeItem(atPath: copy + "/" + paths[1])
      let outcome = try await fixture.run(["repair", "--from", copy, "--json"])
      #expect(outcome.status == 1 && outcome.errors == "")
      let report = try #require(
        JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
      #expect(report["whole"] as? Bool == false && report["dry_run"] as? Bool == false)
      #expect(report["segments"] as? Int == paths.count && report["damaged"] as? Int == 2)
      #expect(
        report["healed"] as? [[String: String]] == [
          ["path": paths[0], "damage": "missing", "by": "same_file"]
        ])
      let failed = try #require((report["not_healed"] as? [[String: String]])?.first)
      #expect(failed["path"] == paths[1] && failed["reason"] == "not_in_copy")
      #expect(failed["message"]?.hasPrefix("the copy has no file of it") == true)
    }
  }

  @Test func whatItRefuses() async throws {
    try await withCopies { fixture, copy in
      let nowhere = fixture.folder.appending(path: "nowhere").path
      try await fixture.run(["repair", "--from", nowhere]).expectRefusal(
        2, "\(nowhere): cannot open: No such file or directory; check --from")
      let staging = fixture.archive + "/staging"
      try await fixture.run(["repair", "--from", staging]).expectRefusal(
        2, "\(staging) holds no segments: give --from the folder of another copy of the archive")
      try await fixture.run(["repair", "--from", fixture.archive]).expectRefusal(
        2, "\(fixture.archive) is the archive itself: give --from another copy of it")
      let both = try await fixture.run(
        ["repair", "--from", copy, "--base-url", fixture.simulator.baseURL])
      #expect(both.status == 64)
      #expect(
        both.errors.contains(
          "--base-url, --api-key-file and --ca-file do not go with --from, which asks no API."))
      try await fixture.run(["repair"], key: "").expectRefusal(
        2, "there is no API key: set TOPO_API_KEY or give --api-key-file")
      let other = "http://127.0.0.1:9"
      try await fixture.run(["repair", "--base-url", other]).expectRefusal(
        2,
        "\(fixture.archive) holds activities of \(fixture.simulator.baseURL), not of \(other): give"
          + " another --archive, or --base-url \(fixture.simulator.baseURL)")
      let index = fixture.archive + "/index.ndjson"
      let bytes = try Data(contentsOf: URL(filePath: index))
      try bytes.dropLast(10).write(to: URL(filePath: index))
      let cut = try await fixture.run(["repair", "--from", copy])
      #expect(cut.status == 2)
      #expect(cut.errors.contains("this looks like a rollback or a partial restore"))
    }
  }

  @Test(.enabled(if: Privileges.canMount, "it takes the right to mount a tmpfs"))
  func anArchiveThatCannotBeWrittenTo() async throws {
    try await withCopies { fixture, copy in
      _ = try fixture.damage()
      let before = try fixture.snapshot()
      let mounted = fixture.folder.appending(path: "mounted").path
      try FileManager.default.createDirectory(atPath: mounted, withIntermediateDirectories: true)
      let prefix = Privileges.mounting(fixture.archive, readOnlyAt: mounted)
      let environment = ["TOPO_ARCHIVE": mounted]
      let repair = ["repair", "--from", copy]
      try await fixture.run(repair, prefix: prefix, environment: environment).expectRefusal(
        2,
        "\(mounted)/index.ndjson: cannot open: Read-only file system; mount it for writing, or give"
          + " another --archive")
      let told = try await fixture.run(
        repair + ["--dry-run"], prefix: prefix, environment: environment)
      #expect(told.status == 0, "\(told.errors)")
      #expect(told.errorLines.last?.hasPrefix("all that is damaged can be healed") == true)
      #expect(try fixture.snapshot() == before)
    }
  }
}

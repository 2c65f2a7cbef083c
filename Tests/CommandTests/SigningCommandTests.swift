import Activities
import ArchiveFormat
import Foundation
import Simulator
import Testing

/// Signed checkpoints, from the key to the auditor.
@Suite("Signing", .timeLimit(.minutes(2))) struct SigningCommandTests {
  private func withKey(
    _ body: (CommandFixture, _ key: String, _ publicKey: String) async throws -> Void
  ) async throws {
    try await withFixture { fixture in
      let key = fixture.folder.appending(path: "key").path
      let made = try await fixture.run(
        ["keygen", "--name", "example.com/outreach", "--output", key])
      try #require(made.status == 0, "\(made.errors)")
      try await body(fixture, key, key + ".pub")
    }
  }

  private func mode(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  private func python(_ arguments: [String]) throws -> Int32 {
    try Python.run("signed_note.py", arguments).status
  }

  @Test func keygen() async throws {
    try await withKey { fixture, key, publicKey in
      #expect(try mode(key) == 0o600)
      let secret = try String(contentsOfFile: key, encoding: .utf8)
      let text = try String(contentsOfFile: publicKey, encoding: .utf8)
      #expect(secret.hasPrefix("PRIVATE+KEY+example.com/outreach+") && secret.hasSuffix("\n"))
      #expect(text.hasPrefix("example.com/outreach+") && text.hasSuffix("\n"))
      // Neither is written over, and no secret is left whose public key is another's.
      for existing in [key, publicKey] {
        try await fixture.run(["keygen", "--name", "b", "--output", key]).expectRefusal(
          2, "\(existing) is there already and is not written over: give another --output")
        #expect(try String(contentsOfFile: publicKey, encoding: .utf8) == text)
        #expect(FileManager.default.fileExists(atPath: key) == (existing == key))
        try? FileManager.default.removeItem(atPath: key)
      }
      try await fixture.run(["keygen", "--name", "a b", "--output", key]).expectRefusal(
        64,
        "--name may have no spaces and no plus, and not be empty. See topo-archive keygen --help")
    }
  }

  @Test func everyCommitIsSigned() async throws {
    try await withKey { fixture, key, publicKey in
      let checkpoint = fixture.archive + "/checkpoint"
      try await fixture.fetch(["--until", "2025-06-26", "--signing-key", key]).expectGood()
      #expect(try python(["verify", publicKey, checkpoint]) == 0)
      try await fixture.fetch(environment: ["TOPO_ARCHIVE_SIGNING_KEY": key]).expectGood()
      #expect(try python(["verify", publicKey, checkpoint]) == 0)
      let secret = Data(try String(contentsOfFile: key, encoding: .utf8).suffix(45).utf8)
      for (path, bytes) in try fixture.snapshot() {
        #expect(bytes.firstRange(of: secret.dropLast()) == nil, "\(path)")
      }
      let verified = try await fixture.run(["verify", "--public-key", publicKey])
      #expect(verified.status == 0)
      #expect(verified.errorLines.contains("signed by example.com/outreach"))
      let json = try await fixture.run(["verify", "--public-key", publicKey, "--json"])
      #expect(json.output.contains(#""signed_by":[{"name":"example.com/outreach"}]"#))
      // Whoever commits without the key says what is lost, and the next with it signs again.
      fixture.simulator.clock.advance(by: .seconds(86_400))
      let unsigned = try await fixture.fetch()
      #expect(
        unsigned.errorLines.contains(
          "the checkpoint was signed and is not any more, as no --signing-key was given: the next"
            + " fetch with one signs it again"), "\(unsigned.errors)")
      let told = try await fixture.run(["verify", "--public-key", publicKey])
      #expect(told.status == 1)
      #expect(
        told.errorLines.contains(
          "signature_invalid: checkpoint: no signature of the key example.com/outreach is there"))
      let before = try fixture.snapshot()["index.ndjson"]
      try await fixture.run(["reconcile", "--signing-key", key]).expectGood()
      #expect(try fixture.snapshot()["index.ndjson"] == before)
      try await fixture.run(["verify", "--public-key", publicKey]).expectGood()
    }
  }

  @Test func aWitnessMaySignBeside() async throws {
    try await withKey { fixture, key, publicKey in
      try await fixture.fetch(["--signing-key", key]).expectGood()
      let witness = fixture.folder.appending(path: "witness.pub").path
      #expect(try python(["cosign", fixture.archive + "/checkpoint", witness]) == 0)
      let both = try await fixture.run(
        ["verify", "--public-key", publicKey, "--public-key", witness])
      #expect(both.status == 0, "\(both.errors)")
      #expect(
        both.errorLines.contains {
          $0.hasPrefix("signed by witness.example/w1, which says that this was at 20")
        }, "\(both.errors)")
      // Nothing is committed, so nothing that was signed goes.
      let signed = try fixture.snapshot()["checkpoint"]
      try await fixture.run(["repair", "--from", fixture.archive]).expectRefusal(
        2, "\(fixture.archive) is the archive itself: give --from another copy of it")
      #expect(try fixture.snapshot()["checkpoint"] == signed)
      // A commit makes a new one, which only the archive's own key signs.
      fixture.simulator.clock.advance(by: .seconds(86_400))
      try await fixture.fetch(["--signing-key", key]).expectGood()
      try await fixture.run(["verify", "--public-key", publicKey]).expectGood()
      #expect(try await fixture.run(["verify", "--public-key", witness]).status == 1)
    }
  }

  /// Every command that commits signs, and says so when it takes a signature away.
  @Test(arguments: ["expire", "repair", "reconcile"]) func whoeverCommits(_ command: String)
    async throws
  {
    try await withKey { fixture, key, publicKey in
      try await fixture.fetch(["--signing-key", key]).expectGood()
      let copy = fixture.folder.appending(path: "copy").path
      try FileManager.default.copyItem(atPath: fixture.archive, toPath: copy)
      let workspace = fixture.simulator.workspace
      let days = Set(workspace.activities().map(\.instant.day)).sorted()
      let paths = days.map { "activities/created_date=\($0)/part-00000.ndjson.gz" }
      if command == "repair" {
        // The copy has the same records in other bytes, so that an entry has to say so.
        for path in paths.prefix(2) {
          #expect(try Python.run("recompress.py", [fixture.archive, path]).status == 0)
        }
        try await fixture.run(["reconcile", "--signing-key", key]).expectGood()
      }
      for (number, options) in [["--signing-key", key], []].enumerated() {
        let isSigned = number == 0
        let arguments =
          switch command {
          case "expire": ["--before", "\(days[number + 1])", "--yes"]
          case "repair": ["--from", copy]
          default: ["--base-url", fixture.simulator.baseURL]
          }
        if command == "repair" {
          try FileManager.default.removeItem(atPath: "\(fixture.archive)/\(paths[number])")
        } else {
          workspace.insert(at: days[3].start + .seconds(60 + number))
        }
        let outcome = try await fixture.run([command] + arguments + options)
        #expect(outcome.status == (command == "reconcile" ? 1 : 0), "\(outcome.errors)")
        #expect(outcome.errors.contains("was signed and is not any more") == !isSigned)
        let verified = try await fixture.run(["verify", "--public-key", publicKey])
        #expect((verified.status == 0) == isSigned, "\(verified.errors)")
      }
    }
  }

  /// Someone who can write everywhere makes one record another, and rebuilds every hash.
  @Test func aRebuiltArchive() async throws {
    try await withKey { fixture, key, publicKey in
      try await fixture.fetch(["--signing-key", key]).expectGood()
      let original = try fixture.snapshot()
      let kept = fixture.folder.appending(path: "kept").path
      try #require(original["checkpoint"]).write(to: URL(filePath: kept))
      let origin = try #require(
        try String(contentsOfFile: kept, encoding: .utf8).split(separator: "\n").first)
      let workspace = fixture.simulator.workspace
      let activity = try #require(workspace.activities().first)
      let record = String(decoding: activity.record, as: UTF8.self)
      let forged = record.replacing("\"channel\":\"EMAIL\"", with: "\"channel\":\"LINKEDIN\"")
        .replacing("\"resource_type\":\"", with: "\"resource_type\":\"X")
      #expect(workspace.replaceRecord(of: try #require(activity.id), with: Array(forged.utf8)))
      try FileManager.default.removeItem(atPath: fixture.archive)
      try await fixture.fetch().expectGood()
      let own = try #require(
        try fixture.snapshot()["checkpoint"].map { String(decoding: $0, as: UTF8.self) })
      let id = try #require(own.split(separator: "\n").first).dropFirst("topo-archive/".count)
      try NewerArchive.rewrite(fixture.archive) {
        $0.replacing(id, with: origin.dropFirst("topo-archive/".count))
      }
      let checkpoint = fixture.archive + "/checkpoint"
      let rebuilt = try String(contentsOfFile: checkpoint, encoding: .utf8)
        .replacing(id, with: origin.dropFirst("topo-archive/".count))
      let lines = try #require(original["checkpoint"]).split(
        separator: 0x0A, omittingEmptySubsequences: false)
      let signature = String(decoding: lines[4], as: UTF8.self)
      for (signatures, reason) in [
        ("", "no signature of the key example.com/outreach is there"),
        ("\n\(signature)\n", "the signature of example.com/outreach is not that of the public key"),
      ] {
        try (rebuilt + signatures).write(toFile: checkpoint, atomically: true, encoding: .utf8)
        // Nothing in the archive itself gives it away.
        try await fixture.run(["verify"]).expectGood()
        let told = try await fixture.run(["verify", "--public-key", publicKey])
        #expect(told.status == 1 && told.errors.contains(reason), "\(told.errors)")
        let held = try await fixture.run(["verify", "--checkpoint", kept])
        #expect(held.status == 1 && held.errors.contains(kept), "\(held.errors)")
      }
    }
  }

  @Test func filesThatAreNoKeys() async throws {
    try await withKey { fixture, key, publicKey in
      try await fixture.fetchAll()
      let before = try fixture.snapshot()
      fixture.simulator.log.reset()
      try await fixture.fetch(["--signing-key", publicKey]).expectRefusal(
        2,
        "\(publicKey) is no signing key: give the file that keygen made, not the one that ends in .pub"
      )
      let missing = fixture.folder.appending(path: "none").path
      try await fixture.fetch(["--signing-key", missing]).expectRefusal(
        2,
        "\(missing) cannot be read: No such file or directory; check --signing-key or --public-key")
      #expect(fixture.simulator.log.count == 0)
      #expect(try fixture.snapshot() == before)
      try await fixture.run(["verify", "--public-key", key]).expectRefusal(
        2,
        "\(key) is no public key: give the file that keygen made that ends in .pub, or a witness's"
          + " verifier key")
    }
  }
}

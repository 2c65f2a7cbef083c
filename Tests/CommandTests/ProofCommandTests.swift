import Foundation
import Simulator
import Testing

/// From an archive to a proof of one activity, and to whoever checks it.
@Suite("Proofs", .timeLimit(.minutes(2))) struct ProofCommandTests {
  private struct Signed {
    let fixture: CommandFixture
    let key: String
    let publicKey: String

    /// The file with the proof of an activity.
    func prove(_ id: String) async throws -> String {
      let outcome = try await fixture.run(["prove", id])
      try #require(outcome.status == 0 && outcome.errors == "", "\(outcome.errors)")
      return try fixture.write(outcome.output, to: "\(id).proof")
    }

    func check(_ file: String, _ more: [String] = []) async throws -> Outcome {
      try await fixture.run(["check-proof", file, "--public-key", publicKey] + more)
    }
  }

  private func withSigned(_ body: (Signed) async throws -> Void) async throws {
    try await withFixture { fixture in
      let key = fixture.folder.appending(path: "key").path
      try #require(
        try await fixture.run(["keygen", "--name", "example.com/a", "--output", key]).status == 0)
      try await fixture.fetch(["--signing-key", key]).expectGood()
      try await body(Signed(fixture: fixture, key: key, publicKey: key + ".pub"))
    }
  }

  @Test func ofAnyActivity() async throws {
    try await withSigned { signed in
      let activities = signed.fixture.simulator.workspace.activities()
      let size = try await signed.fixture.status().checkpoint.size
      for activity in [activities.first, activities.randomElement(), activities.last] {
        let id = "\(try #require(activity?.id))"
        let file = try await signed.prove(id)
        let record = String(decoding: try #require(activity?.record), as: UTF8.self)
        #expect(try String(contentsOfFile: file, encoding: .utf8).contains("record \(record)\n"))
        let checked = try await signed.check(file)
        #expect(checked.status == 0 && checked.output == "")
        #expect(checked.errorLines.count == 2)
        #expect(checked.errorLines.first?.hasPrefix("proven: activity \(id) of 20") == true)
        #expect(
          checked.errorLines.first?.hasSuffix("no later than its checkpoint of \(size) entries")
            == true, "\(checked.errors)")
        #expect(checked.errorLines.last == "signed by example.com/a")
        let json = try await signed.check(file, ["--json"])
        #expect(json.output.hasPrefix(#"{"id":"\#(id)","created_at":"#))
        #expect(json.output.hasSuffix(#""signed_by":[{"name":"example.com/a"}]}"# + "\n"))
        let python = try Python.run("check_proof.py", [file, signed.publicKey])
        #expect(python.status == 0 && python.output == record + "\n")
      }
    }
  }

  /// The archive may be anywhere, or gone.
  @Test func aProofNeedsNoArchive() async throws {
    try await withSigned { signed in
      let id = "\(try #require(signed.fixture.simulator.workspace.activities().first?.id))"
      let file = try await signed.prove(id)
      try FileManager.default.removeItem(atPath: signed.fixture.archive)
      #expect(try await signed.check(file).status == 0)
      var text = try String(contentsOfFile: file, encoding: .utf8)
      text = text.replacing("\"payload\":{\"type\":\"", with: "\"payload\":{\"type\":\"X")
      let forged = try signed.fixture.write(text, to: "forged")
      try await signed.check(forged).expectRefusal(
        1,
        "\(forged): NOT PROVEN: the record is not among those that the entry stands for: the one or"
          + " the other was changed")
      #expect(try Python.run("check_proof.py", [forged, signed.publicKey]).status == 1)
      let other = signed.fixture.folder.appending(path: "other").path
      _ = try await signed.fixture.run(["keygen", "--name", "example.com/a", "--output", other])
      try await signed.fixture.run(["check-proof", file, "--public-key", other + ".pub"])
        .expectRefusal(
          1, "\(file): NOT PROVEN: the key example.com/a has not signed the checkpoint")
      try await signed.fixture.run(["check-proof", file]).expectRefusal(
        64,
        "Give --public-key: without one anybody could have made the proof. See topo-archive"
          + " check-proof --help")
      let missing = signed.fixture.folder.appending(path: "none").path
      try await signed.check(missing).expectRefusal(
        2, "\(missing) cannot be read: No such file or directory")
    }
  }

  /// What another key has signed is left aside, and required of whoever asks for it.
  @Test func besideAWitness() async throws {
    try await withSigned { signed in
      let witness = signed.fixture.folder.appending(path: "witness.pub").path
      let checkpoint = signed.fixture.archive + "/checkpoint"
      #expect(try Python.run("signed_note.py", ["cosign", checkpoint, witness]).status == 0)
      let id = "\(try #require(signed.fixture.simulator.workspace.activities().first?.id))"
      let file = try await signed.prove(id)
      #expect(try await signed.check(file, ["--public-key", witness]).status == 0)
      let text = try String(contentsOfFile: file, encoding: .utf8)
      let last = try #require(text.dropLast().split(separator: "\n").last)
      let end = last.dropLast(8) + (last.hasSuffix("AAAAAAAA") ? "BBBBBBBB" : "AAAAAAAA")
      let changed = try signed.fixture.write(
        text.replacing(last, with: end), to: "changed")
      #expect(try await signed.check(changed).status == 0)
      let held = try await signed.check(changed, ["--public-key", witness])
      #expect(
        held.status == 1 && held.errors.contains("NOT PROVEN: the signature of witness.example"))
    }
  }

  /// Only the index and the segment of the activity are read.
  @Test func besideDamage() async throws {
    try await withSigned { signed in
      _ = try signed.fixture.damage()
      let last = try #require(signed.fixture.simulator.workspace.activities().last)
      let file = try await signed.prove("\(try #require(last.id))")
      #expect(try await signed.check(file).status == 0)
    }
  }

  /// The latest form is proven: the one in the amendments.
  @Test func ofAnAmendedActivity() async throws {
    try await withSigned { signed in
      let workspace = signed.fixture.simulator.workspace
      let reply = try #require(
        workspace.activities().last { activity in
          String(decoding: activity.record, as: UTF8.self).contains("message.replied")
        })
      let id = try #require(reply.id)
      let first = String(decoding: reply.record, as: UTF8.self)
      let later = first.replacing(/"reply_category":[^,}]*/, with: "\"reply_category\":\"LATER\"")
      #expect(workspace.replaceRecord(of: id, with: Array(later.utf8)))
      signed.fixture.simulator.clock.advance(by: .seconds(90_000))
      try await signed.fixture.fetch(["--signing-key", signed.key]).expectGood()
      let file = try await signed.prove("\(id)")
      let checked = try await signed.check(file)
      #expect(
        checked.errorLines.first?.hasPrefix("proven: this later form of activity \(id) of 20")
          == true, "\(checked.errors)")
      #expect(try String(contentsOfFile: file, encoding: .utf8).contains("record \(later)\n"))
    }
  }

  @Test func whatCannotBeProven() async throws {
    try await withSigned { signed in
      let fixture = signed.fixture
      let unknown = "01954b2e-fc10-7000-8a3f-d2e591c04a77"
      try await fixture.run(["prove", unknown]).expectRefusal(
        1, "the archive holds no activity \(unknown)")
      let id = "\(try #require(fixture.simulator.workspace.activities().first?.id))"
      fixture.simulator.clock.advance(by: .seconds(90_000))
      _ = try await fixture.fetch()
      let unsigned = try await fixture.run(["prove", id])
      #expect(unsigned.status == 0)
      #expect(
        unsigned.errorLines == [
          "the checkpoint is not signed, so that check-proof will not take the proof: fetch with"
            + " --signing-key, then prove again"
        ])
      let file = try fixture.write(unsigned.output, to: "unsigned")
      #expect(try await signed.check(file).status == 1)
      let path = try fixture.damage()
      let damaged = try await fixture.run(["prove", id])
      #expect(damaged.status == 2 && damaged.output == "")
      #expect(damaged.errors.contains(path), "\(damaged.errors)")
    }
  }
}

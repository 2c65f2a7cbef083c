import Activities
import Foundation
import Simulator
import Testing

@Suite("Redacting", .timeLimit(.minutes(2))) struct RedactCommandTests {
  /// A person of the simulated workspace, and the id of one of their activities.
  private func someone(_ fixture: CommandFixture) throws -> (person: String, activity: String) {
    let record = try #require(fixture.simulator.workspace.allRecords().first)
    let text = String(decoding: record, as: UTF8.self)
    let person = try #require(text.firstMatch(of: /"person_id":"([^"]*)"/)).1
    let id = try #require(text.firstMatch(of: /"id":"([^"]*)"/)).1
    return (String(person), String(id))
  }

  @Test func onlyWhatWasAgreedTo() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let before = try fixture.snapshot()
      let (person, id) = try someone(fixture)
      let held = try await fixture.run(["grep", "--person-id", person]).outputLines.count
      let arguments = ["redact", "--person-id", person, "--reason", "art. 17"]
      let planned = try await fixture.run(arguments + ["--dry-run"])
      #expect(planned.status == 0)
      let activities = held == 1 ? "1 activity" : "\(held) activities"
      #expect(
        planned.errors.hasPrefix("\(fixture.archive): \(activities) "), "\(planned.errors)")
      #expect(planned.errorLines.first?.contains(" would be redacted, ") == true)
      #expect(planned.errorLines.last?.hasPrefix("new activities of the same person ") == true)
      #expect(planned.errorLines.count == 2)
      try await fixture.run(arguments).expectRefusal(
        64,
        "Nobody can be asked here: give --yes, or look with --dry-run first. See topo-archive redact"
          + " --help")
      #expect(try fixture.snapshot() == before)
      let done = try await fixture.run(arguments + ["--yes"])
      #expect(done.status == 0)
      #expect(done.errors == planned.errors.replacing("would be redacted", with: "redacted"))
      let found = try await fixture.run(["grep", "--person-id", person])
      #expect(found.outputLines == [])
      let records = held == 1 ? "1 record" : "\(held) records"
      #expect(found.errors.contains("\(records) of these days w"), "\(found.errors)")
      let got = try await fixture.run(["get", id])
      #expect(got.status == 0)
      #expect(got.output.hasPrefix(#"{"id":"\#(id)","created_at":"#))
      #expect(got.output.hasSuffix(#""reason":"art. 17"}}"# + "\n"))
      #expect(got.errorLines.count == 1)
      #expect(got.errorLines.first?.hasPrefix("topo-archive: this record was redacted at ") == true)
      try await fixture.run(["prove", id]).expectRefusal(
        1,
        "\(fixture.archive): what the activity said was redacted, so that nothing is left to prove")
      let verified = try await fixture.run(["verify", "--json"])
      #expect(verified.status == 0)
      #expect(verified.output.contains(#""redacted":\#(held),"#), "\(verified.output)")
      let json = try await fixture.run(arguments + ["--yes", "--json"])
      #expect(
        json.output == #"{"done":true,"days":[],"segments":0,"activities":0,"records":0,"#
          + #""quarantined":0,"unknown":["\#(person)"],"snapshots":[],"#
          + #""snapshots_unknown":false}"# + "\n")
      let again = try await fixture.run(arguments + ["--yes"])
      #expect(again.status == 1)
      #expect(
        again.errorLines == [
          "\(fixture.archive) holds nothing to redact",
          "nothing is held of \(person): it was redacted before, or is no such id of this archive",
        ])
    }
  }

  /// A query engine reads what is left as a row that says nothing.
  @Test func asATable() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let (person, _) = try someone(fixture)
      let all = fixture.simulator.workspace.allRecords().count
      let held = try await fixture.run(["grep", "--person-id", person, "-c"]).output
      let count = try #require(Int(held.filter(\.isNumber)))
      let before = try Python.run("query_archive.py", [fixture.archive, person])
      #expect(before.output == "\(all) 0 \(count)\n")
      _ = try await fixture.run(["redact", "--person-id", person, "--reason", "art. 17", "--yes"])
      let after = try Python.run("query_archive.py", [fixture.archive, person])
      #expect(after.output == "\(all) \(count) 0\n")
    }
  }

  /// Who redacts is told of the copies that hold it still, as far as they are known.
  @Test func theSnapshotsOfIt() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let (person, id) = try someone(fixture)
      let record = try await fixture.run(["get", id]).output
      let day = try #require(record.firstMatch(of: /"created_at":"([0-9-]*)T/)).1
      let note =
        #"{"at":"2025-07-01T10:00:00Z","from":"FROM","until":"UNTIL","size":3,"folder":"F"}"#
      let next = try #require(UTCDay(String(day))).next
      let notes = [
        note.replacing("FROM", with: "\(day)T00:00:00Z").replacing("UNTIL", with: "\(next.start)")
          .replacing(#""F""#, with: #""/srv/\u001b[1msnapshot""#),
        note.replacing("FROM", with: "2019-01-01T00:00:00Z")
          .replacing("UNTIL", with: "2019-02-01T00:00:00Z"),
      ]
      let file = "archive/snapshots.ndjson"
      _ = try fixture.write(notes.joined(separator: "\n") + "\n", to: file)
      let redact = ["redact", "--person-id", person, "--reason", "art. 17"]
      let planned = try await fixture.run(redact + ["--dry-run"])
      #expect(planned.errorLines.count == 3, "\(planned.errors)")
      #expect(
        planned.errorLines.last?.hasPrefix(
          "a snapshot of \(day) to \(next) was taken at 2025-07-01T10:00:00Z and holds what it held:"
            + " /srv/") == true, "\(planned.errors)")
      #expect(!planned.errors.contains("\u{1B}"))
      let json = try await fixture.run(redact + ["--dry-run", "--json"])
      #expect(json.output.contains(#""snapshots":[\#(notes[0])],"#), "\(json.output)")
      _ = try fixture.write("{}\n", to: file)
      let done = try await fixture.run(redact + ["--yes"])
      #expect(done.status == 0)
      #expect(
        done.errorLines.last == "some notes of snapshots cannot be read: there may be more",
        "\(done.errors)")
    }
  }

  /// Also of days that have expired since: what they held of a person nobody knows any more. And a copy
  /// from before is told by diff.
  @Test func copiesThatHoldItStill() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let snapshot = fixture.folder.appending(path: "snapshot").path
      let copy = fixture.folder.appending(path: "copy").path
      try FileManager.default.copyItem(atPath: fixture.archive, toPath: copy)
      let (person, _) = try someone(fixture)
      let days = Set(
        try fixture.snapshot().keys.compactMap { path in
          path.firstMatch(of: /created_date=([0-9-]+)/).map { String($0.1) }
        }
      ).sorted()
      let taken = ["snapshot", "--since", days[0], "--until", days[1], "--output", snapshot]
      #expect(try await fixture.run(taken).status == 0)
      let redact = ["redact", "--person-id", person, "--reason", "art. 17", "--yes"]
      _ = try await fixture.run(redact)
      let differing = try await fixture.run(["diff", copy, fixture.archive])
      #expect(differing.status == 1)
      #expect(differing.errors.contains(" redacted in B only"), "\(differing.errors)")
      #expect(try await fixture.run(["expire", "--before", days[1], "--yes"]).status == 0)
      let again = try await fixture.run(redact)
      #expect(
        again.errors.contains("a snapshot of \(days[0]) to \(days[1]) was taken at "),
        "\(again.errors)")
    }
  }

  @Test func byASingleId() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let (person, id) = try someone(fixture)
      let held = try await fixture.run(["grep", "--person-id", person]).outputLines
      let done = try await fixture.run(
        ["redact", "--id", id.uppercased(), "--reason", "a mistake", "--yes"])
      #expect(done.status == 0)
      #expect(done.errors.hasPrefix("\(fixture.archive): 1 activity of "), "\(done.errors)")
      let left = try await fixture.run(["grep", "--person-id", person]).outputLines
      #expect(left == held.filter { !$0.contains(id) } && left.count == held.count - 1)
    }
  }

  @Test(arguments: [
    (["--reason", "x"], "Whose activities? Give --person-id, or --id for a single activity."),
    (["--reason", "", "--id", id], "--reason needs some words in one line."),
    (["--reason", " ", "--id", id], "--reason needs some words in one line."),
    (["--reason", "a\nb", "--id", id], "--reason needs some words in one line."),
    (
      ["--reason", "forget \(id.uppercased())", "--id", id],
      "--reason names an id that is to be forgotten, and it stays for good."
    ),
    (
      ["--reason", String(repeating: "a", count: 1_025), "--id", id],
      "--reason may have 1,024 characters: every record repeats it."
    ),
  ]) func wrongUsage(_ arguments: [String], _ words: String) async throws {
    try await withFixture { fixture in
      try await fixture.run(["redact"] + arguments).expectRefusal(
        64, "\(words) See topo-archive redact --help")
    }
  }

  private static let id = "01954b2e-fc10-7000-8a3f-d2e591c04a77"

  /// A signature that is lost is told, and one that is kept verifies.
  @Test func theSignature() async throws {
    try await withFixture { fixture in
      let key = fixture.folder.appending(path: "key").path
      _ = try await fixture.run(["keygen", "--name", "example.com/a", "--output", key])
      try await fixture.fetch(["--signing-key", key]).expectGood()
      let (person, _) = try someone(fixture)
      let redact = ["redact", "--person-id", person, "--reason", "art. 17", "--yes"]
      #expect(try await fixture.run(redact + ["--signing-key", key]).errorLines.count == 2)
      let verify = ["verify", "--public-key", key + ".pub"]
      #expect(try await fixture.run(verify).status == 0)
      try await fixture.fetchAll()
    }
  }

  /// Where a file is damaged, nothing at all is redacted.
  @Test func ofADamagedArchiveNothing() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let (person, _) = try someone(fixture)
      _ = try fixture.damage()
      let before = try fixture.snapshot()
      let outcome = try await fixture.run(
        ["redact", "--person-id", person, "--reason", "x", "--yes"])
      #expect(outcome.status == 2 && outcome.errorLines.count == 1, "\(outcome.errors)")
      #expect(try fixture.snapshot() == before)
    }
  }
}

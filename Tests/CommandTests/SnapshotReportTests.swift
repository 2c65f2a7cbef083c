import Activities
import Foundation
import Simulator
import Testing

/// What the report of a snapshot says, to people and to machines.
@Suite("The report of a snapshot", .timeLimit(.minutes(3))) struct SnapshotReportTests {
  private struct Report: Decodable {
    struct Counts: Decodable {
      struct Values: Decodable {
        let values: [String: Int]
        let others, none: Int
      }
      let activities: Int
      let types, channels: Values
    }
    struct Day: Decodable {
      let day: String
      let activities, amendments: Int
      let marks: [String]
    }
    struct Listed: Decodable {
      struct Activity: Decodable {
        let id: String
      }
      let count: Int
      let activities: [Activity]
    }
    struct Verification: Decodable {
      struct Finding: Decodable {
        let kind: String
      }
      let intact: Bool
      let findings: [Finding]
    }
    struct Key: Decodable {
      let name: String
      let signed: Bool
    }
    let intact, complete: Bool
    let activities, amendments, segments, missing_segments: Int
    let counts: Counts
    let days: [Day]
    let amended, vanished: Listed
    let verification: Verification
    let public_keys: [Key]
  }

  private struct Taken {
    let outcome: Outcome
    let report: Report
    let html: String
    /// The page's text, as Python reads it.
    let text: String
  }

  private func take(
    _ fixture: CommandFixture, _ arguments: [String] = snapshotWindow
  ) async throws -> Taken {
    let bag = fixture.folder.appending(path: "bag").path
    let outcome = try await fixture.run(["snapshot", "--output", bag] + arguments)
    let json = try Data(contentsOf: URL(filePath: bag + "/report.json"))
    let page = try Python.run("check_page.py", [bag + "/report.html"])
    #expect(page.status == 0)
    #expect(try Python.run("check_report.py", [bag + "/report.json"]).output == "valid\n")
    return Taken(
      outcome: outcome, report: try JSONDecoder().decode(Report.self, from: json),
      html: try String(contentsOfFile: bag + "/report.html", encoding: .utf8), text: page.output)
  }

  /// Everything good that the report could say.
  private static let praise = [
    "INTACT AND COMPLETE", "verdict good", "Every byte and every record", "\nintact",
    "read from the API to their end, without a gap",
  ]

  private func praise(in taken: Taken) -> [String] {
    Self.praise.filter { (taken.html + "\n" + taken.outcome.errors).contains($0) }
  }

  @Test func ofAGoodArchive() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let taken = try await take(fixture)
      let report = taken.report
      #expect(taken.outcome.status == 0)
      #expect(praise(in: taken).count == Self.praise.count)
      #expect(report.intact && report.complete && report.verification.intact)
      let grep = ["grep"] + snapshotWindow
      let count = try await fixture.run(grep + ["-c"]).output
      #expect("\(report.activities)\n" == count && "\(report.counts.activities)\n" == count)
      #expect(report.segments == 2 && report.missing_segments == 0)
      for (key, values) in [("type", report.counts.types), ("channel", report.counts.channels)] {
        let counted = try await fixture.run(
          grep + ["--count-by", key, "--format", "csv"])
        var rows = counted.outputLines.dropFirst().map { $0.split(separator: ",").map(String.init) }
        rows.removeAll { $0.count != 2 || $0[0] == "(none)" }
        rows.sort { $0[0] < $1[0] }
        var found = values.values.map { [$0.key, "\($0.value)"] }
        found.sort { $0[0] < $1[0] }
        #expect(found == rows)
        #expect(values.values.values.reduce(0, +) + values.none == report.activities)
      }
      #expect(report.days.map(\.day) == ["2025-06-25", "2025-06-26"])
      #expect(report.days.map(\.activities).reduce(0, +) == report.activities)
      #expect(taken.text.contains("June 2025\nMon\nTue"))
      #expect(taken.text.contains("No public key was given."))
      #expect(taken.text.contains("The checkpoint is not signed."))
      #expect(taken.text.contains("topo-archive verify --archive ."))
      #expect(taken.text.contains("2 segment files of other days."))
    }
  }

  /// Whatever is found is told, and nothing is praised.
  @Test func ofADamagedArchive() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let segments = try fixture.snapshot().keys.filter { $0.hasPrefix("activities/") }.sorted()
      try FileManager.default.removeItem(atPath: "\(fixture.archive)/\(segments[1])")
      let changed = URL(filePath: "\(fixture.archive)/\(segments[2])")
      var bytes = try Data(contentsOf: changed)
      bytes[bytes.count / 2] ^= 1
      try bytes.write(to: changed)
      let taken = try await take(fixture)
      #expect(taken.outcome.status == 1)
      #expect(praise(in: taken) == [])
      #expect(taken.outcome.errors.contains("\nNOT INTACT: 3 findings; "))
      #expect(taken.outcome.errors.contains("\n1 segment could not be copied\n"))
      #expect(taken.html.contains("class=\"verdict bad\"><strong>NOT INTACT</strong>"))
      #expect(!taken.report.intact && taken.report.missing_segments == 1)
      let kinds = Set(taken.report.verification.findings.map(\.kind))
      #expect(kinds == ["segment_missing", "checksum_mismatch", "gzip_corrupt"])
      #expect(taken.report.days.map(\.marks) == [["finding"], ["finding", "unsettled"]])
      #expect(taken.report.counts.activities < taken.report.activities)
      for words in ["segment_missing", segments[1], "it was changed", "that could be read, of"] {
        #expect(taken.text.contains(words), "\(words)")
      }
      let (readable, all) = (taken.report.counts.activities, taken.report.activities)
      let numbers = "\(readable) that can be read, of \(all) by the index"
      #expect(taken.text.contains("\nActivities\n\(numbers)\n"))
      let noun = readable == 1 ? "activity" : "activities"
      #expect(
        taken.outcome.errors.contains(
          ", \(readable) \(noun) that can be read, of \(all) by the index, "))
    }
  }

  @Test func ofTimeThatNothingHasRead() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let taken = try await take(fixture, ["--month", "2025-06"])
      #expect(taken.outcome.status == 1)
      #expect(taken.outcome.errors.contains("\nNOT COMPLETE: 2 findings; "))
      #expect(taken.report.intact && !taken.report.complete)
      #expect(taken.report.days.count == 30)
      #expect(taken.report.days[0].marks == ["gap"] && taken.report.days[29].marks == ["gap"])
      #expect(taken.html.contains("<strong>NOT COMPLETE</strong>"))
      #expect(!taken.html.contains("INTACT AND COMPLETE") && !taken.html.contains("verdict good"))
      #expect(taken.text.contains("not read: there may be activities that are not here"))
    }
  }

  /// What changed after it was archived, and what the API has no more.
  @Test func ofWhatChangedAndVanished() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let workspace = fixture.simulator.workspace
      let day = workspace.activities().filter { $0.instant.day.description == "2025-06-26" }
      let reply = try #require(
        day.first { String(decoding: $0.record, as: UTF8.self).contains("message.replied") })
      let gone = try #require(day.first { $0.id != reply.id })
      #expect(workspace.setReplyCategory("LATER", of: try #require(reply.id)))
      workspace.delete(try #require(gone.id))
      fixture.simulator.clock.advance(by: .seconds(90_000))
      #expect(try await fixture.run(["reconcile", "--full"]).status == 1)
      let taken = try await take(fixture)
      let report = taken.report
      #expect(report.amended.count == 1 && report.amendments == 1)
      #expect(report.amended.activities.map(\.id) == [try #require(reply.id).description])
      #expect(report.vanished.count == 1)
      #expect(report.vanished.activities.map(\.id) == [try #require(gone.id).description])
      for id in [reply.id, gone.id] {
        #expect(taken.text.contains("\n\(try #require(id))\n"))
      }
    }
  }

  @Test func withKeys() async throws {
    try await withFixture { fixture in
      let keys = ["one", "two"].map { fixture.folder.appending(path: $0).path }
      for (name, key) in zip(["example.com/one", "example.com/two"], keys) {
        try await fixture.run(["keygen", "--name", name, "--output", key]).expectGood()
      }
      try await fixture.fetch(["--signing-key", keys[0]]).expectGood()
      let publicKeys = keys.flatMap { ["--public-key", $0 + ".pub"] }
      let taken = try await take(fixture, snapshotWindow + publicKeys)
      #expect(taken.outcome.status == 1, "the second key has not signed it")
      #expect(taken.outcome.errorLines.contains("signed by example.com/one"))
      #expect(taken.report.public_keys.map(\.name) == ["example.com/one", "example.com/two"])
      #expect(taken.report.public_keys.map(\.signed) == [true, false])
      let text = try String(contentsOfFile: keys[0] + ".pub", encoding: .utf8)
      #expect(taken.text.contains("\n\(text)yes\n") && taken.text.contains("\nNO\n"))
      let bag = fixture.folder.appending(path: "bag").path
      let verified = try await fixture.run(
        ["verify", "--archive", bag, "--public-key", keys[0] + ".pub"])
      #expect(verified.status == 0 && verified.errors.contains("\nsigned by example.com/one\n"))
    }
  }

  /// An API can name a type or a channel as it likes: it stays text.
  @Test func aHostilePayloadStaysText() async throws {
    try await withFixture { fixture in
      let workspace = fixture.simulator.workspace
      let activity = try #require(
        workspace.activities().first { $0.instant.day.description == "2025-06-26" })
      let type = #"</td><script src=//evil>alert('&amp;')</script>]]>\u202E\u0000\uFFFF"#
      let channel = #"\" onload=\"x <!-- <img src=x> "# + String(repeating: "W", count: 500)
      let record = String(decoding: activity.record, as: UTF8.self)
        .replacing(#/"type":"[^"]*"/#, with: "\"type\":\"\(type)\"", maxReplacements: 1)
        .replacing(#/"channel":[^,}]*/#, with: "\"channel\":\"\(channel)\"", maxReplacements: 1)
      #expect(workspace.replaceRecord(of: try #require(activity.id), with: Array(record.utf8)))
      try await fixture.fetchAll()
      let taken = try await take(fixture)
      #expect(!taken.html.contains("<script") && !taken.html.contains("<img"))
      #expect(!taken.html.contains("onload=\""))
      #expect(
        taken.text.contains(
          "\n</td><script src=//evil>alert('&amp;')</script>]]>\u{FFFD}\u{FFFD}\u{FFFD}\n1\n"))
      #expect(taken.text.contains("\n\" onload=\"x <!-- <img src=x> WWW"))
      #expect(taken.report.counts.types.values.keys.contains { $0.hasPrefix("</td><script") })
    }
  }

  @Test func theSameOnStdout() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let taken = try await take(fixture, snapshotWindow + ["--json"])
      #expect(taken.outcome.errors == "")
      let file = fixture.folder.appending(path: "bag/report.json").path
      #expect(try String(contentsOfFile: file, encoding: .utf8) == taken.outcome.output)
    }
  }
}

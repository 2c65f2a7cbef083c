import Activities
import Foundation
import Simulator
import Testing

/// What grep, get and status print of an archive that was fetched.
@Suite("Searching", .timeLimit(.minutes(2))) struct SearchCommandTests {
  /// The simulator's records by time and id.
  private func truth(_ fixture: CommandFixture) -> [String] {
    fixture.simulator.workspace.allRecords().map { String(decoding: $0, as: UTF8.self) }
      .sorted {
        (Self.value("created_at", $0), Self.value("id", $0)) < (
          Self.value("created_at", $1), Self.value("id", $1)
        )
      }
  }

  private static func value(_ name: String, _ record: String) -> String {
    let parts = record.components(separatedBy: "\"\(name)\":\"")
    return parts.count > 1 ? String(parts[1].prefix { $0 != "\"" }) : ""
  }

  @Test func grepPrintsRecordsInTheOrderOfTime() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let truth = truth(fixture)
      let all = try await fixture.run(["grep"])
      #expect(all.status == 0 && all.errors == "")
      #expect(all.outputLines == truth)
      let first = try await fixture.run(["grep", "--limit", "3"])
      #expect(first.outputLines == Array(truth.prefix(3)))
      let person = Self.value("person_id", truth[truth.count / 2])
      let byPerson = try await fixture.run(["grep", "--person-id", person.uppercased()])
      #expect(byPerson.outputLines == truth.filter { Self.value("person_id", $0) == person })
      let pattern = try await fixture.run(["grep", "-i", #"TYPE":"message\.(sent|opened)""#])
      let types = ["message.sent", "message.opened"]
      #expect(pattern.outputLines == truth.filter { types.contains(Self.value("type", $0)) })
      let literal = try await fixture.run(["grep", "-F", "message.(sent"])
      #expect(literal.status == 1 && literal.output == "" && literal.errors == "")
    }
  }

  /// What nobody has read cannot be found, so a search over it says so, and one beside it does not.
  @Test func grepOverAGap() async throws {
    try await withFixture(SimulatorConfiguration(activities: 900, days: 5)) { fixture in
      let days = ["2025-06-24", "2025-06-25", "2025-06-26"]
      #expect(try await fixture.fetch(["--since", days[0], "--until", days[1]]).status != 2)
      #expect(try await fixture.fetch(["--since", days[2]]).status == 0)
      let gap = "\(days[1])T00:00:00Z to \(days[2])T00:00:00Z"
      let words = "not all was read of \(gap): there may be more than is found (see status)\n"
      for over in [[], ["-c"], ["--since", days[1]], ["--until", days[2]], ["occurs nowhere"]] {
        #expect(try await fixture.run(["grep"] + over).errors == words, "\(over)")
      }
      for beside in [["--since", days[2]], ["--until", days[1]]] {
        #expect(try await fixture.run(["grep"] + beside).errors == "", "\(beside)")
      }
      // Nor was what lies before and behind all of it.
      let before = try await fixture.run(["grep", "--since", "2025-06-20", "--until", days[1]])
      #expect(before.errors.hasPrefix("not all was read of 2025-06-20T00:00:00Z to \(days[0])T00:"))
      let behind = try await fixture.run(["grep", "--since", days[2], "--until", "2026-01-01"])
      #expect(behind.errors.contains(" to 2026-01-01T00:00:00Z: "), "\(behind.errors)")
      let after = try await fixture.run(["grep", "--since", "2025-07-10", "-c"])
      #expect(after.errors.hasPrefix("not all was read of the time from 2025-07-10T00:00:00Z on: "))
      let until = try await fixture.run(["grep", "--until", "2025-06-20"])
      #expect(until.errors.hasPrefix("not all was read of the time before 2025-06-20T00:00:00Z: "))
      // What has expired was read, and is told as that.
      #expect(try await fixture.run(["expire", "--before", days[1], "--yes"]).status == 0)
      let expired = try await fixture.run(["grep", "--since", days[0], "--until", days[1]])
      #expect(expired.errors.contains("expired") && !expired.errors.contains("not all was read"))
      try await fixture.fetchAll()
      #expect(try await fixture.run(["grep"]).errors == "")
    }
  }

  /// A walk that did not reach its end leaves as much unread.
  @Test func grepOverAnIncompleteWalk() async throws {
    try await withFixture { fixture in
      fixture.simulator.faults = [FaultRule(.laggingCount(1))]
      #expect(try await fixture.fetch().status == 1)
      let counted = try await fixture.run(["grep", "-c"])
      #expect(counted.errors.hasPrefix("not all was read of "), "\(counted.errors)")
    }
  }

  @Test func grepCounts() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let truth = truth(fixture)
      #expect(try await fixture.run(["grep", "-c"]).output == "\(truth.count)\n")
      let none = try await fixture.run(["grep", "-c", "occurs nowhere"])
      #expect(none.status == 1 && none.output == "0\n")
      let counts = Dictionary(grouping: truth) { Self.value("type", $0) }.mapValues(\.count)
      let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      let asLines = try await fixture.run(["grep", "--count-by", "type"])
      #expect(
        asLines.outputLines == sorted.map { #"{"type":"\#($0.key)","count":\#($0.value)}"# })
      let asCSV = try await fixture.run(["grep", "--count-by", "type", "--format", "csv"])
      #expect(asCSV.outputLines == ["type,count"] + sorted.map { "\($0.key),\($0.value)" })
      let replies = try await fixture.run([
        "grep", "--type", "sequence.created", "--count-by", "reply-category", "--format", "table",
      ])
      let created = "\(counts["sequence.created"] ?? 0)"
      let padding = String(repeating: " ", count: 5 - created.count)
      #expect(replies.outputLines == ["count  reply_category", "\(padding)\(created)  (none)"])
    }
  }

  @Test func grepPrintsTablesAndCSV() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let stopped = truth(fixture).first { Self.value("type", $0) == "sequence.stopped" }
      let record = try #require(stopped)
      let arguments = ["grep", "--type", "sequence.stopped", "--limit", "1", "--format"]
      let csv = try await fixture.run(arguments + ["csv"]).outputLines
      let header = try #require(csv.first)
      #expect(header.hasPrefix("id,created_at,type,") && header.hasSuffix(",error_code,metadata"))
      let metadata = try #require(record.components(separatedBy: "\"metadata\":").last?.dropLast(2))
      let fields = ["id", "created_at", "type"].map { Self.value($0, record) }
      #expect(csv[1].hasPrefix(fields.joined(separator: ",") + ","))
      #expect(csv[1].hasSuffix(",\"\(metadata.replacing("\"", with: "\"\""))\""))
      let table = try await fixture.run(arguments + ["table"]).outputLines
      #expect(table[0].hasPrefix("created_at                type                  channel   "))
      #expect(table[1].hasPrefix("\(fields[1])  sequence.stopped      "))
      #expect(table[1].hasSuffix("\(fields[0])  \(metadata)"))
      let nothing = try await fixture.run(["grep", "occurs nowhere", "--format", "csv"])
      #expect(nothing.outputLines == [header] && nothing.status == 1)
    }
  }

  @Test func optionsThatDoNotGoTogetherAreUsageErrors() async throws {
    try await withFixture { fixture in
      for arguments in [
        ["-c", "--count-by", "type"], ["--limit", "0"], ["-c", "--limit", "3"],
        ["--count-by", "colour"], ["--format", "xml"], ["a**"],
      ] {
        let outcome = try await fixture.run(["grep"] + arguments)
        #expect(outcome.status == 64 && outcome.output == "", "\(arguments)")
      }
    }
  }

  @Test func getPrintsTheLatestFormOrAll() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let record = truth(fixture)[7]
      let id = Self.value("id", record)
      for arguments in [[id], [id.uppercased()], [id, "--history"]] {
        let outcome = try await fixture.run(["get"] + arguments)
        #expect(outcome.status == 0 && outcome.output == record + "\n")
        #expect(outcome.errors.isEmpty || arguments.count > 1)
      }
      let unknown = "01954b2e-fc10-7000-8a3f-d2e591c04a77"
      try await fixture.run(["get", unknown])
        .expectRefusal(1, "the archive holds no activity \(unknown)")
    }
  }

  @Test func anAmendedActivityIsPrintedInItsLatestForm() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let replied = truth(fixture).last { Self.value("type", $0) == "message.replied" }
      let before = try #require(replied)
      let id = Self.value("id", before)
      let workspace = fixture.simulator.workspace
      #expect(workspace.setReplyCategory("NOW_KNOWN", of: try #require(Identifier(id))))
      fixture.simulator.clock.advance(by: .seconds(86_400))
      try await fixture.fetchAll()
      let after = try #require(truth(fixture).first { Self.value("id", $0) == id })
      #expect(after.contains(#""reply_category":"NOW_KNOWN""#))
      #expect(try await fixture.run(["get", id]).outputLines == [after])
      #expect(try await fixture.run(["get", id, "--history"]).outputLines == [before, after])
      #expect(try await fixture.run(["grep", "NOW_KNOWN"]).outputLines == [after])
      #expect(try await fixture.run(["grep", id]).outputLines == [after])
      #expect(
        try await fixture.run(["grep", id, "--all-versions"]).outputLines == [before, after])
      let counts = try await fixture.run([
        "grep", "--type", "message.replied", "--count-by", "reply-category", "NOW_KNOWN",
      ])
      #expect(counts.output == "{\"reply_category\":\"NOW_KNOWN\",\"count\":1}\n")
    }
  }

  @Test func statusTellsWhatIsThere() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let words = try await fixture.run(["status"])
      #expect(words.status == 0 && words.errors == "")
      #expect(words.outputLines[0].hasPrefix("archive      \(fixture.archive), begun "))
      #expect(
        words.outputLines[1].hasPrefix("source       \(fixture.simulator.baseURL), workspace "))
      #expect(words.outputLines[2].hasPrefix("activities   900 on "))
      #expect(words.outputLines.contains("gaps         none"))
      let last = try #require(words.outputLines.first { $0.hasPrefix("last walk    ended ") })
      #expect(last.contains("Z, read ") && last.hasSuffix(", complete"))
      let json = try await fixture.run(["status", "--json"])
      let object = try #require(
        JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
      #expect(object["activities"] as? Int == 900)
      #expect(object["complete"] as? Bool == true)
      let days = try #require(object["days"] as? [[String: Any]])
      #expect(days.compactMap { $0["activities"] as? Int }.reduce(0, +) == 900)
      #expect((object["coverage"] as? [[String: String]])?.count == 1)
      #expect(object["source"] as? String == fixture.simulator.baseURL)
    }
  }
}

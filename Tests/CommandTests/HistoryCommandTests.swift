import Activities
import Foundation
import Simulator
import Testing

/// What an auditor asks of one activity: when was it archived, and does the API still have it?
@Suite("History", .timeLimit(.minutes(2))) struct HistoryCommandTests {
  @Test func itTellsWhatHappenedAndWhen() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let workspace = fixture.simulator.workspace
      let replies = workspace.activities(ActivityFilter(eventType: "REPLIED")).compactMap(\.id)
      let id = try #require(replies.last)
      #expect(try await history(fixture, id) == ["archived"])
      #expect(try await fixture.run(["get", id.description]).errors == "")

      #expect(workspace.setReplyCategory("NOW_KNOWN", of: id))
      try await fetch(fixture, afterHours: 24)
      var told = ["archived", "archived in another form"]
      #expect(try await history(fixture, id) == told)

      #expect(workspace.delete(id))
      try await fetch(fixture, afterHours: 1)
      told.append("noticed that the API has it no more")
      #expect(try await history(fixture, id) == told)
      let vanished = try await vanished(fixture)
      #expect(vanished.count == 1 && vanished.first?["id"] == id.description)
      let noticedAt = try #require(vanished.first?["noticed_at"])
      let last = try await fixture.run(["get", id.description, "--history"]).errorLines.last
      #expect(last?.hasPrefix("\(noticedAt)  ") == true)

      #expect(workspace.restore(id))
      try await fetch(fixture, afterHours: 1)
      told.append("noticed that the API has it again")
      #expect(try await history(fixture, id) == told)
      #expect(try await self.vanished(fixture).isEmpty)

      // The walk that settles the day sees it again.
      try await fetch(fixture, afterHours: 72)
      #expect(try await history(fixture, id) == told + ["seen last in the API, in this form"])
    }
  }

  /// A category that is filled in, changed twice and emptied again: each form once, in that order.
  @Test func everyFormOfAReplyOnceAndInOrder() async throws {
    try await withFixture { fixture in
      let workspace = fixture.simulator.workspace
      let replies = workspace.activities(ActivityFilter(eventType: "REPLIED")).compactMap(\.id)
      let id = try #require(replies.last)
      let categories = [nil, "INTERESTED", "MEETING_REQUEST", "UNSUBSCRIBE", nil]
      for category in categories {
        #expect(workspace.setReplyCategory(category, of: id))
        // Twice, so that a form is seen again after it was archived.
        for _ in 0..<2 { try await fetch(fixture, afterHours: 24) }
      }
      let outcome = try await fixture.run(["get", id.description, "--history"])
      #expect(
        outcome.outputLines.map { line in
          String(line.split(separator: #""reply_category":"#).last?.prefix { $0 != "}" } ?? "")
        } == categories.map { $0.map { "\"\($0)\"" } ?? "null" })
      let told = try await history(fixture, id)
      #expect(
        Array(told.prefix(5))
          == ["archived"] + Array(repeating: "archived in another form", count: 4))
      let latest = try await fixture.run(["get", id.description])
      #expect(latest.outputLines == outcome.outputLines.suffix(1))
      let count = try await fixture.status().amendments
      #expect(count == 4)
    }
  }

  private func fetch(_ fixture: CommandFixture, afterHours hours: Int) async throws {
    fixture.simulator.clock.advance(by: .seconds(hours * 3_600))
    try await fixture.fetchAll()
  }

  /// What is said of each time, beside nothing but records on stdout.
  private func history(_ fixture: CommandFixture, _ id: Identifier) async throws -> [String] {
    let outcome = try await fixture.run(["get", id.description, "--history"])
    #expect(outcome.status == 0)
    for record in outcome.outputLines {
      #expect(record.hasPrefix("{\"id\":\"\(id)\"") && record.hasSuffix("}"))
    }
    for line in outcome.errorLines {
      #expect(Timestamp(String(line.prefix { $0 != " " })) != nil, "\(line)")
    }
    let forms = outcome.errorLines.filter { $0.contains("archived") }
    #expect(outcome.outputLines.count == forms.count)
    return outcome.errorLines.map { String($0.drop { $0 != " " }.dropFirst(2)) }
  }

  /// The list of `status --json`, whose length the number beside it must be.
  private func vanished(_ fixture: CommandFixture) async throws -> [[String: String]] {
    let json = try await fixture.run(["status", "--json"]).output
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let list = try #require(object["vanished_activities"] as? [[String: String]])
    #expect(object["vanished"] as? Int == list.count)
    return list
  }
}

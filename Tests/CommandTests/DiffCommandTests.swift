import Activities
import Foundation
import Simulator
import Testing

@Suite("Differences between archives", .timeLimit(.minutes(2))) struct DiffCommandTests {
  /// Two archives of one API: between them an activity is changed, one deleted and one made.
  @Test func whatHasChangedBetweenTwoRuns() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let first = fixture.folder.appending(path: "first").path
      try FileManager.default.moveItem(atPath: fixture.archive, toPath: first)
      let workspace = fixture.simulator.workspace
      let activities = workspace.activities()
      let changed = try #require(activities.first)
      let deleted = try #require(activities.dropFirst(7).first)
      let record = String(decoding: changed.record, as: UTF8.self)
        .replacing("\"channel\":\"", with: "\"channel\":\"NEW_")
      #expect(workspace.replaceRecord(of: try #require(changed.id), with: Array(record.utf8)))
      workspace.delete(try #require(deleted.id))
      let made = workspace.insert(at: try #require(activities.last).instant - .seconds(1))
      try await fixture.fetchAll()
      let outcome = try await fixture.run(["diff", first, fixture.archive])
      #expect(outcome.status == 1)
      let told = outcome.outputLines.filter { $0.hasPrefix("  ") }.map {
        $0.split(separator: " ", maxSplits: 2).map(String.init)
      }
      let kinds = Dictionary(uniqueKeysWithValues: told.map { ($0[0], $0[2]) })
      #expect(
        kinds == [
          "\(try #require(changed.id))": "another form", "\(try #require(deleted.id))": "only in A",
          "\(made)": "only in B",
        ], "\(outcome.output)")
      #expect(outcome.errors.hasSuffix(": 1 only in A, 1 only in B, 1 in another form\n"))
      let json = try await fixture.run(["diff", fixture.archive, first, "--json"])
      #expect(json.status == 1 && json.output.hasPrefix(#"{"same":false,"days_compared":"#))
      #expect(json.output.contains(#""difference":"only_in_b""#))
      let days = Set(activities.map(\.instant.day)).sorted()
      try #require(days.count > 2)
      let quiet = try await fixture.run(
        ["diff", first, fixture.archive, "--since", "\(days[1])", "--until", "\(days[1].next)"])
      #expect(quiet.status == 0 && quiet.errors == "1 day compared: nothing differs\n")
      // Of equal days nothing is read, so damage does not show.
      let copy = fixture.folder.appending(path: "copy").path
      try FileManager.default.copyItem(atPath: fixture.archive, toPath: copy)
      _ = try fixture.damage()
      let damaged = try await fixture.run(["diff", fixture.archive, copy])
      #expect(damaged.status == 0 && damaged.output == "", "\(damaged.errors)")
      let same = try await fixture.run(["diff", first, first])
      #expect(same.status == 0 && same.output == "")
      #expect(same.errors.hasSuffix(" compared: nothing differs\n"))
    }
  }

  /// Two ways to the same: the category was there at once, or came later as an amendment.
  @Test func theLatestFormsCount() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let workspace = fixture.simulator.workspace
      let reply = try #require(
        workspace.activities().last { activity in
          String(decoding: activity.record, as: UTF8.self).contains("message.replied")
        })
      let later = String(decoding: reply.record, as: UTF8.self)
        .replacing(/"reply_category":[^,}]*/, with: "\"reply_category\":\"LATER\"")
      #expect(workspace.replaceRecord(of: try #require(reply.id), with: Array(later.utf8)))
      fixture.simulator.clock.advance(by: .seconds(90_000))
      try await fixture.fetchAll()
      let amended = fixture.folder.appending(path: "amended").path
      try FileManager.default.moveItem(atPath: fixture.archive, toPath: amended)
      try await fixture.fetchAll()
      let outcome = try await fixture.run(["diff", amended, fixture.archive])
      #expect(outcome.status == 0 && outcome.output == "", "\(outcome.output)")
    }
  }

  @Test func whatIsNoArchive() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let missing = fixture.folder.appending(path: "none").path
      for arguments in [[missing, fixture.archive], [fixture.archive, missing]] {
        let outcome = try await fixture.run(["diff"] + arguments)
        #expect(outcome.status == 2 && outcome.output == "")
        #expect(outcome.errors.contains(missing) && !outcome.errors.contains(fixture.archive))
      }
    }
  }
}

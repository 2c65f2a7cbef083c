import Activities
import Simulator
import Testing

@Suite struct DriftTests {
  @Test func aLateActivityIsListedCountedAndGot() async throws {
    try await withSimulator(SimulatorConfiguration(activities: 100)) { simulator in
      let middle = simulator.workspace.activities()[50].instant
      let id = simulator.workspace.insert(.meetingCreated, at: middle)
      let page = try await simulator.list("size=100&sort_order=ASC")
      #expect(page.totalCount == 101)
      let got = try await simulator.send("/v1/activities/\(id)")
      #expect(got.status == 200)
      #expect(page.items.contains(got.body))
      let fields = try Fields(got.body)
      #expect(fields.id == id)
      #expect(fields.instant == middle)
      let meetings = try await simulator.everything("resource_type=MEETING&channel=EMAIL")
      #expect(meetings.contains(got.body))
      #expect(simulator.workspace.history == [.inserted(id, at: middle)])
    }
  }

  @Test func aDeletedActivityIsGoneUntilItIsRestored() async throws {
    try await withSimulator(SimulatorConfiguration(activities: 100)) { simulator in
      let workspace = simulator.workspace
      let activity = workspace.activities()[40]
      let id = try #require(activity.id)
      let late = workspace.insert(at: activity.instant)
      for gone in [id, late] {
        #expect(workspace.delete(gone))
        #expect(!workspace.delete(gone))
        #expect(try await simulator.send("/v1/activities/\(gone)").status == 404)
      }
      let without = try await simulator.everything()
      #expect(without.count == 99)
      #expect(!without.contains(activity.record))
      #expect(workspace.deletedIdentifiers == [id, late].sorted())
      #expect(workspace.restore(id))
      #expect(!workspace.restore(id))
      #expect(try await simulator.send("/v1/activities/\(id)").body == activity.record)
      #expect(try await simulator.everything().count == 100)
    }
  }

  @Test func aReplyIsCategorisedChangedAndEmptied() async throws {
    try await withSimulator(SimulatorConfiguration(activities: 300)) { simulator in
      let workspace = simulator.workspace
      let replies = ActivityFilter(eventType: "REPLIED")
      let reply = try #require(workspace.anyActivity(replies, random: 1))
      let id = try #require(reply.id)
      let count = workspace.count(replies)
      for category in ["NURTURE", "INTERESTED", nil, "LATER \"soon\""] {
        #expect(workspace.setReplyCategory(category, of: id))
        let answer = try await simulator.send("/v1/activities/\(id)")
        let value = category.map { "\"\($0.replacing("\"", with: "\\\""))\"" } ?? "null"
        #expect(answer.text.hasSuffix(#""metadata":{"reply_category":\#(value)}}}"#))
        let listed = try await simulator.everything("event_type=REPLIED")
        #expect(listed.count == count)
        #expect(listed.contains(answer.body))
      }
      let other = try #require(workspace.activities().first { $0.id != id })
      let isReply = try Fields(other.record)["type"] == "message.replied"
      #expect(workspace.setReplyCategory("X", of: try #require(other.id)) == isReply)
    }
  }

  @Test func aRedatedActivityMovesInTheList() async throws {
    try await withSimulator(SimulatorConfiguration(activities: 100)) { simulator in
      let activities = simulator.workspace.activities()
      let id = try #require(activities[10].id)
      let later = activities[90].instant
      #expect(simulator.workspace.redate(id, to: later))
      let items = try await simulator.everything()
      let position = try #require(items.firstIndex { try Fields($0).id == id })
      #expect(position >= 89)
      #expect(try Fields(items[position]).instant == later)
      #expect(items.count == 100)
    }
  }

  @Test func itemsOfAnyBytesAreSentAsTheyAre() async throws {
    try await withSimulator(SimulatorConfiguration(activities: 20)) { simulator in
      let workspace = simulator.workspace
      let activity = workspace.activities()[10]
      let record = String(decoding: activity.record, as: UTF8.self)
      let id = try #require(activity.id)
      let spaced = Array(record.replacing(",", with: " ,\n ").utf8)
      let items: [[UInt8]] = [
        Array("{\"id\":\"\u{1}\"".utf8) + [0xFF, 0xFE], Array("[1,2]".utf8), Array("7".utf8),
        Array(#"{"id":1,"id":2,"created_at":"never"}"#.utf8),
      ]
      for item in items { workspace.insert(item: item, at: activity.instant) }
      #expect(workspace.replaceRecord(of: id, with: spaced))
      let answer = try await simulator.send("/v1/activities?size=100&sort_order=ASC")
      let joined = items.map { Array(",".utf8) + $0 }.joined()
      #expect(answer.body.contains(Array(joined)))
      #expect(answer.body.contains(spaced))
      #expect(answer.text.contains(#""total_count":24,"#))
      #expect(try await simulator.send("/v1/activities/\(id)").body == spaced)
      #expect(try await simulator.list("channel=EMAIL&size=100").items.count < 24)
    }
  }

  @Test func changesHappenAfterTheRequestTheyWereScheduledFor() async throws {
    try await withSimulator(SimulatorConfiguration(activities: 30)) { simulator in
      simulator.drift.schedule(afterListRequest: 2) { workspace in
        workspace.insert(at: workspace.activities()[3].instant)
        workspace.insert(at: workspace.activities()[3].instant)
      }
      var counts: [Int] = []
      for _ in 0..<4 { counts.append(try await simulator.list().totalCount) }
      #expect(counts == [30, 30, 32, 32])
    }
  }

  @Test func theSameSeedDriftsTheSameWay() async throws {
    var histories: [[WorkspaceChange]] = []
    for seed in [7, 7, 8] as [UInt64] {
      var configuration = SimulatorConfiguration(activities: 200)
      var drift = RandomDrift(seed: seed)
      drift.inserted = 0.5
      drift.deleted = 0.5
      drift.swapped = 0.3
      drift.restored = 0.3
      drift.categorised = 0.5
      drift.lastRequest = 25
      configuration.drift = drift
      try await withSimulator(configuration) { simulator in
        for _ in 0..<25 { _ = try await simulator.list("size=1") }
        histories.append(simulator.workspace.history)
        _ = try await simulator.list("size=1")
        #expect(simulator.workspace.history == histories.last)
      }
    }
    #expect(histories[0] == histories[1])
    #expect(histories[0] != histories[2])
    #expect(histories[0].count > 25)
  }
}

extension [UInt8] {
  /// Whether the bytes occur one after another.
  func contains(_ part: [UInt8]) -> Bool {
    indices.contains { self[$0...].starts(with: part) }
  }
}

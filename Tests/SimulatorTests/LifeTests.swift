import Activities
import Simulator
import Testing

@Suite struct LifeTests {
  @Test func effectsFollowTheirCauses() throws {
    let workspace = SyntheticWorkspace(
      WorkspaceConfiguration(activities: 4_000, days: 45, seed: 9))
    let lives = try Dictionary(grouping: workspace.allRecords().map { try Fields($0) }) {
      $0["sequence_id"]
    }
    #expect(lives.count > 100)
    for life in lives.values {
      #expect(Set(life.map { $0["person_id"] }).count == 1)
      #expect(Set(life.map { $0["sequence_template_id"] }).count == 1)
      #expect(life[0]["type"] == "sequence.created")
      let types = life.map { $0["type"] }
      let ends = types.filter { $0 == "sequence.completed" || $0 == "sequence.stopped" }
      #expect(ends.count <= 1)
      for (index, fields) in life.enumerated() {
        guard let cause = causes[fields["type"]] else { continue }
        let isCaused = life[..<index].contains {
          $0["type"] == cause && $0["message_id"] == fields["message_id"]
        }
        #expect(isCaused, "\(fields["type"]) without \(cause)")
      }
    }
  }

  private let causes = [
    "message.opened": "message.sent", "message.link_clicked": "message.opened",
    "message.replied": "message.sent", "invitation.accepted": "invitation.sent",
  ]

  @Test func workIsDoneOnWorkingDays() {
    let workspace = SyntheticWorkspace(WorkspaceConfiguration(activities: 5_000, days: 56))
    var counts = Array(repeating: 0, count: 7)
    workspace.forEachActivity { counts[$0.instant.day.number % 7] += 1 }
    // Day 0 was a Thursday: 2 and 3 are the weekend.
    let working = [0, 1, 4, 5, 6].map { counts[$0] }.min() ?? 0
    #expect(working > 2 * counts[3])
  }

  @Test func idsAreNotInTheOrderOfTime() throws {
    let workspace = SyntheticWorkspace(WorkspaceConfiguration(activities: 500))
    let ids = workspace.activities().compactMap(\.id)
    #expect(ids != ids.sorted())
    #expect(ids.allSatisfy { $0.high >> 12 & 0xF == 7 && $0.low >> 62 == 0b10 })
  }
}

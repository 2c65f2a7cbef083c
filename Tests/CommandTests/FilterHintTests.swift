import Simulator
import Testing

/// A filter's value that nothing has may be misspelt, and is searched for all the same.
@Suite("Hints about filters", .timeLimit(.minutes(2))) struct FilterHintTests {
  @Test(arguments: [
    (
      ["--channel", "email"],
      "no documented channel is called 'email'; did you mean EMAIL?"
    ),
    (
      ["--channel", "FAX"],
      "no documented channel is called 'FAX'; there are EMAIL, LINKEDIN, MANUAL"
    ),
    (
      ["--resource-type", "hot-lead"],
      "no documented resource type is called 'hot-lead'; did you mean HOT_LEAD?"
    ),
    (
      ["--event-type", "replied"],
      "no documented event type is called 'replied'; did you mean REPLIED?"
    ),
    (
      ["--type", "Message.Sent"],
      "no documented type is called 'Message.Sent'; did you mean message.sent?"
    ),
    (
      ["--type", "reply"],
      "no documented type is called 'reply'; there are message.sent, message.opened,"
        + " message.link_clicked, message.replied, invitation.sent, invitation.accepted,"
        + " hot_lead.created, meeting.created, sequence.created, sequence.paused, sequence.resumed,"
        + " sequence.stopped, sequence.completed, task.created, task.completed, task.skipped"
    ),
  ])
  func whatNothingMatchesMayBeMisspelt(arguments: [String], line: String) async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      try await fixture.run(["grep"] + arguments).expectRefusal(1, line)
      let counted = try await fixture.run(["grep", "-c"] + arguments)
      #expect(counted.output == "0\n" && counted.errors == "topo-archive: \(line)\n")
    }
  }

  @Test func whatMatchesIsNoMistake() async throws {
    try await withFixture { fixture in
      let server = try CannedServer(json: OneActivity(type: "fax.Sent", channel: "email").page)
      defer { server.stop() }
      let fetched = try await fixture.fetch(OneActivity.window, baseURL: server.baseURL)
      try #require(fetched.status == 0, "\(fetched.errors)")
      for arguments in [
        ["--channel", "email"], ["--type", "fax.Sent"], ["--event-type", "SENT"],
        ["--type", "fax.Sent", "--type", "nothing.near"], ["fax"],
      ] {
        let outcome = try await fixture.run(["grep"] + arguments)
        #expect(outcome.status == 0 && outcome.errors == "", "\(arguments)")
      }
      // A documented value that nothing has is none either.
      for arguments in [["--channel", "EMAIL"], ["--type", "message.sent"], ["nothing"]] {
        let outcome = try await fixture.run(["grep"] + arguments)
        #expect(outcome.status == 1 && outcome.errors == "" && outcome.output == "")
      }
    }
  }

  @Test func oneOfSeveralTypesMayBeMisspelt() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let outcome = try await fixture.run([
        "grep", "-c", "--type", "message.sent", "--type", "MESSAGE.REPLIED",
      ])
      #expect(outcome.status == 0 && outcome.output != "0\n")
      #expect(
        outcome.errors
          == "topo-archive: no documented type is called 'MESSAGE.REPLIED'; did you mean"
          + " message.replied?\n")
    }
  }
}

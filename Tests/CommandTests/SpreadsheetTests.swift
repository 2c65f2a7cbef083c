import Simulator
import Testing

/// `grep --format csv`: what a spreadsheet is given.
@Suite("For spreadsheets", .timeLimit(.minutes(2))) struct SpreadsheetTests {
  private static let header = [
    "id", "created_at", "type", "organization_id", "person_id", "sequence_id",
    "sequence_template_id", "resource_type", "channel", "message_id", "hot_lead_id",
    "calendar_event_id", "task_id", "reply_category", "step_number", "paused_until",
    "last_step_executed", "stopped_reason", "error_code", "metadata",
  ]

  /// What grep prints of an archive with one activity.
  private func print(
    _ activity: OneActivity, _ arguments: [String] = [], format: String = "csv"
  ) async throws -> String {
    try await withFixture { fixture in
      let server = try CannedServer(json: activity.page)
      defer { server.stop() }
      let fetched = try await fixture.fetch(OneActivity.window, baseURL: server.baseURL)
      try #require(fetched.status == 0, "\(fetched.errors)")
      let outcome = try await fixture.run(["grep", "--format", format] + arguments)
      #expect(outcome.status == 0 && outcome.errors == "")
      return outcome.output
    }
  }

  /// The line that is expected, from its fields as they are written.
  private func text(type: String, channel: String = "EMAIL", _ metadata: [String]) -> String {
    let fields = [
      OneActivity.id, "2025-03-14T09:22:11.483Z", type, "01954b2e-0000-7000-aaaa-111111111111",
      "01954b2e-1111-7000-bbbb-222222222222", "01954b2e-2222-7000-cccc-333333333333",
      "01954b2e-3333-7000-dddd-444444444444", "MESSAGE", channel, "", "", "", "",
    ]
    return [Self.header, fields + metadata].map { $0.joined(separator: ",") + "\n" }.joined()
  }

  @Test func everyDocumentedFieldHasAColumn() async throws {
    let reply = OneActivity(
      type: "message.replied",
      more: #","metadata":{"reply_category":"INTERESTED","step_number":3,"own":[1,2]}"#)
    let json = #""{""reply_category"":""INTERESTED"",""step_number"":3,""own"":[1,2]}""#
    #expect(
      try await print(reply)
        == text(type: "message.replied", ["INTERESTED", "3", "", "", "", "", json]))
    let stop = OneActivity(
      type: "sequence.stopped",
      more: #","metadata":{"stopped_reason":"bounce","error_code":-550,"paused_until":null}"#)
    let stopJSON = #""{""stopped_reason"":""bounce"",""error_code"":-550,""paused_until"":null}""#
    #expect(
      try await print(stop)
        == text(type: "sequence.stopped", ["", "", "", "", "bounce", "-550", stopJSON]))
    // Only members of metadata are what the columns say.
    let none = OneActivity(more: #","reply_category":"X","metadata":"text""#)
    #expect(try await print(none) == text(type: "message.sent", ["", "", "", "", "", "", "text"]))
  }

  @Test func nothingBecomesAFormula() async throws {
    let attack = OneActivity(
      type: "=cmd|' /C calc'!A0", channel: "@SUM(1)",
      more: #","metadata":{"reply_category":"+1+1","stopped_reason":"\t=1","error_code":"-7"}"#)
    let json = #""{""reply_category"":""+1+1"",""stopped_reason"":""\t=1"",""error_code"":""-7""}""#
    #expect(
      try await print(attack)
        == text(
          type: "'=cmd|' /C calc'!A0", channel: "'@SUM(1)",
          ["'+1+1", "", "", "", "'\t=1", "-7", json]))
    #expect(try await print(attack, ["--count-by", "channel"]) == "channel,count\n'@SUM(1),1\n")
  }

  /// A combining character makes one Character of itself and what stands before it.
  @Test func quotesAndCommasAreSeenBehindWhateverFollows() async throws {
    let accent = "\u{301}"
    let activity = OneActivity(
      type: ",\(accent)a", channel: #"\"\#(accent)"#,
      more: #","metadata":{"reply_category":"\#(accent)\r\n"}"#)
    let json = #""{""reply_category"":""\#(accent)\r\n""}""#
    let printed = try await print(activity)
    let expected = text(
      type: "\",\(accent)a\"", channel: "\"\"\"\(accent)\"",
      ["\"\(accent)\r\n\"", "", "", "", "", "", json])
    #expect(Array(printed.utf8) == Array(expected.utf8))
  }

  @Test func aTableHasOneLineForARecord() async throws {
    let activity = OneActivity(type: #"a\r\nb\tc"#)
    let table = try await print(activity, format: "table").split(separator: "\n")
    #expect(table.count == 2 && table[1].contains("  a  b c  ") && !table[1].contains("\r"))
    let counts = try await print(activity, ["--count-by", "type"], format: "table")
    #expect(counts == "count  type\n    1  a  b c\n")
  }
}

import Simulator
import Testing

/// What `grep -c` and `grep --count-by` print.
@Suite("Counting", .timeLimit(.minutes(2))) struct CountCommandTests {
  private static let page = page(of: [
    OneActivity(id: id(1), type: "message.replied", more: #","metadata":{"reply_category":"A"}"#),
    OneActivity(id: id(2), type: "message.replied", more: #","metadata":{"reply_category":null}"#),
    OneActivity(id: id(3), type: "message.replied", more: #","metadata":{"reply_category":"A"}"#),
    OneActivity(
      id: id(4), type: "message.replied", more: #","metadata":{"reply_category":"a, b"}"#),
    OneActivity(id: id(5), channel: "MANUAL"),
  ])

  private static func id(_ number: Int) -> String { "01954b2e-fc10-7000-8a3f-d2e591c04a7\(number)" }

  private static func page(of activities: [OneActivity]) -> String {
    let items = activities.map(\.record).joined(separator: ",")
    let count = activities.count
    return #"{"items":[\#(items)],"total_count":\#(count),"total_pages":1,"has_more":false}"#
  }

  private func withArchive(_ body: (CommandFixture) async throws -> Void) async throws {
    try await withFixture { fixture in
      let server = try CannedServer(json: Self.page)
      defer { server.stop() }
      let fetched = try await fixture.fetch(OneActivity.window, baseURL: server.baseURL)
      try #require(fetched.status == 0, "\(fetched.errors)")
      try await body(fixture)
    }
  }

  @Test func aCountIsPrintedInTheFormatAskedFor() async throws {
    try await withArchive { fixture in
      for (arguments, output) in [
        ([], "5\n"), (["--format", "ndjson"], "{\"count\":5}\n"),
        (["--format", "csv"], "count\n5\n"), (["--format", "table"], "count\n    5\n"),
      ] {
        let outcome = try await fixture.run(["grep", "-c"] + arguments)
        #expect(outcome.output == output && outcome.status == 0, "\(arguments)")
        let none = try await fixture.run(["grep", "-c", "occurs nowhere"] + arguments)
        #expect(none.output == output.replacing("5", with: "0") && none.status == 1)
      }
    }
  }

  private func counts(
    _ fixture: CommandFixture, _ keys: String, _ format: String
  ) async throws -> [String] {
    let outcome = try await fixture.run(["grep", "--count-by", keys, "--format", format])
    #expect(outcome.status == 0 && outcome.errors == "")
    return outcome.outputLines
  }

  @Test func severalKeysCountEachCombination() async throws {
    try await withArchive { fixture in
      // The API's own spelling of a key is one, too.
      for key in ["reply-category", "reply_category"] {
        let months = try await counts(fixture, "month,\(key)", "csv")
        #expect(
          months == [
            "month,reply_category,count", "2025-03,,2", "2025-03,A,2", "2025-03,\"a, b\",1",
          ])
      }
      let channels = try await counts(fixture, "channel,reply-category", "ndjson")
      #expect(
        channels == [
          #"{"channel":"EMAIL","reply_category":"A","count":2}"#,
          #"{"channel":"EMAIL","reply_category":null,"count":1}"#,
          #"{"channel":"EMAIL","reply_category":"a, b","count":1}"#,
          #"{"channel":"MANUAL","reply_category":null,"count":1}"#,
        ])
      let days = try await counts(fixture, "type,day", "table")
      #expect(
        days == [
          "count  type             day", "    4  message.replied  2025-03-14",
          "    1  message.sent     2025-03-14",
        ])
      let types = try await counts(fixture, "event-type", "csv")
      #expect(types == ["event_type,count", "REPLIED,4", "SENT,1"])
    }
  }

  @Test(arguments: [
    ("month,colour", "'colour' is none of"), ("month,", "'' is none of"),
    ("month,type,month", "month is there twice"), ("", "'' is none of"),
  ])
  func keysThatAreNone(keys: String, words: String) async throws {
    try await withFixture { fixture in
      let outcome = try await fixture.run(["grep", "--count-by", keys])
      #expect(outcome.status == 64 && outcome.output == "")
      #expect(
        outcome.errors.hasPrefix(
          "topo-archive: The value '\(keys)' is invalid for '--count-by <keys>': \(words)"))
      #expect(words.hasSuffix("twice") || outcome.errors.contains("reply-category."))
    }
  }
}

import Activities
import ArchivePage
import ArchiveStore
import Archiver
import Foundation
import Patterns
import Simulator
import TestSupport
import Testing

/// Searching and exporting by the page.
@Suite("Searching by the page", .timeLimit(.minutes(3))) struct SearchRouteTests {
  struct Line: Decodable {
    struct Record: Decodable {
      let id: String
    }
    struct End: Decodable {
      let next: String?
      let delivered: Int
      let whole: Bool
      let faults, blocks_read, blocks_passed_over: Int
      let hints: [Hint]
    }
    struct Hint: Decodable, Equatable {
      let parameter: String?
      let message: String
    }
    struct Progress: Decodable {
      let blocks, total_blocks: Int
    }
    let record: Record?
    let redacted: Bool?
    let match: [Int]?
    let progress: Progress?
    let end: End?
  }

  /// The ids that an answer has, and its end.
  private func lines(_ answer: WireAnswer) throws -> (ids: [String], end: Line.End) {
    #expect(answer.status == 200, "\(answer.text)")
    let lines = try answer.text.split(separator: "\n").map {
      try JSONDecoder().decode(Line.self, from: Data($0.utf8))
    }
    #expect(
      lines.dropLast().allSatisfy { $0.record != nil && $0.redacted == false || $0.progress != nil }
    )
    return (lines.compactMap(\.record?.id), try #require(lines.last?.end))
  }

  /// What the archive has for a query, in the order of time.
  private func forms(
    _ fixture: PageFixture, _ filter: ActivityFilter = ActivityFilter(), pattern: Pattern? = nil
  ) async throws -> [ActivityForm] {
    var forms: [ActivityForm] = []
    let query = SearchQuery(pattern: pattern, filter: filter)
    _ = try await Search(try Archive(at: fixture.directory)).records(matching: query) {
      forms.append($0)
    }
    return forms
  }

  @Test func pagesOfASearchAreTheWhole() async throws {
    try await withPageFixture(activities: 700, days: 3) { fixture in
      let all = try await forms(fixture).map(\.key.id.description)
      try await fixture.serve { server in
        for (order, expected) in [("ASC", all), ("DESC", all.reversed())] {
          var ids: [String] = []
          var cursor: String?
          repeat {
            let after = cursor.map { "&after=\($0)" } ?? ""
            let answer = try await server.send(
              "GET", "/data/activities?sort_order=\(order)&limit=150\(after)")
            #expect(answer.fields["content-type"] == "application/x-ndjson; charset=utf-8")
            answer.expectGuarded()
            let (more, end) = try lines(answer)
            #expect(end.delivered == more.count && end.whole && end.faults == 0)
            ids += more
            cursor = end.next
          } while cursor != nil
          #expect(ids == expected, "\(order)")
        }
        let (newest, end) = try lines(try await server.send("GET", "/data/activities"))
        #expect(newest == all.suffix(50).reversed() && end.next != nil)
      }
    }
  }

  @Test func filtersAndPatterns() async throws {
    try await withPageFixture(activities: 900, days: 4) { fixture in
      let some = try #require(
        fixture.simulator.workspace.activities().compactMap { activity in
          String(decoding: activity.record, as: UTF8.self)
            .firstMatch(of: /"person_id":"([^"]*)"/).map { String($0.1) }
        }.last)
      let person = Identifier(some)
      var byPerson = ActivityFilter()
      byPerson.personID = person
      var email = ActivityFilter(eventType: "SENT")
      email.channel = "EMAIL"
      var types = ActivityFilter()
      types.types = ["message.replied", "message.opened"]
      let interested = try Pattern("interested", options: [.literal, .caseInsensitive])
      let exact = try Pattern("interested", options: [.literal])
      let regex = try Pattern("\"INTER\\w+\"", options: [])
      let expected: [(String, [ActivityForm])] = [
        ("person_id=\(some.uppercased())", try await forms(fixture, byPerson)),
        ("channel=EMAIL&event_type=SENT", try await forms(fixture, email)),
        ("type=message.replied&type=message.opened", try await forms(fixture, types)),
        ("pattern=interested", try await forms(fixture, pattern: interested)),
        ("pattern=interested&ignore_case=false", try await forms(fixture, pattern: exact)),
        (
          "pattern=%22INTER%5Cw%2B%22&syntax=regex&ignore_case=false",
          try await forms(fixture, pattern: regex)
        ),
        ("channel=CARRIER_PIGEON", []),
        ("pattern=", try await forms(fixture)),
      ]
      try await fixture.serve { server in
        for (query, forms) in expected {
          let (ids, _) = try lines(
            try await server.send("GET", "/data/activities?limit=500&sort_order=ASC&\(query)"))
          #expect(ids == forms.prefix(500).map(\.key.id.description), "\(query)")
        }
        #expect(expected.count { !$0.1.isEmpty } >= 6)
      }
    }
  }

  /// Between the records it is told how far the search is.
  @Test func progress() async throws {
    try await withPageFixture(activities: 3_000, days: 6) { fixture in
      var limits = ConnectionLimits()
      limits.silence = .zero
      try await fixture.serve(limits) { server in
        for order in ["ASC", "DESC"] {
          let answer = try await server.send(
            "GET", "/data/activities?pattern=no+such+text&sort_order=\(order)")
          let told = try answer.text.split(separator: "\n").compactMap {
            try JSONDecoder().decode(Line.self, from: Data($0.utf8)).progress
          }
          #expect(told.count >= 6 && told.map(\.blocks) == told.map(\.blocks).sorted())
          #expect(told.last.map { $0.blocks == $0.total_blocks && $0.blocks >= 6 } == true)
        }
      }
    }
  }

  /// What of a record matches is told in bytes of the record.
  @Test func whereItMatches() async throws {
    try await withPageFixture { fixture in
      try await fixture.serve { server in
        for (query, expected) in [
          ("pattern=%22channel%22:%22email%22", #""channel":"EMAIL""#),
          ("pattern=%22channel%22:%22E%5B%5E%22%5D*%22&syntax=regex", #""channel":"EMAIL""#),
        ] {
          let answer = try await server.send("GET", "/data/activities?limit=20&\(query)")
          let lines = answer.text.split(separator: "\n").filter { $0.hasPrefix("{\"record\":") }
          #expect(!lines.isEmpty)
          for line in lines {
            let record = Array(line.utf8.dropFirst(#"{"record":"#.utf8.count))
            let match = try JSONDecoder().decode(Line.self, from: Data(line.utf8)).match
            let range = try #require(match)
            #expect(String(decoding: record[range[0]..<range[1]], as: UTF8.self) == expected)
          }
        }
        let all = try await server.send("GET", "/data/activities?limit=2")
        #expect(!all.text.contains(#""match""#))
      }
    }
  }

  @Test func hints() async throws {
    try await withPageFixture { fixture in
      try await fixture.serve { server in
        let (_, nothing) = try lines(try await server.send("GET", "/data/activities?channel=email"))
        #expect(nothing.hints == [Line.Hint(parameter: "channel", message: "not email")])
        let (ids, something) = try lines(
          try await server.send("GET", "/data/activities?channel=EMAIL&limit=1"))
        #expect(something.hints.isEmpty && ids.count == 1)
        // Behind the last one there is nothing, and nothing wrong.
        let (_, behind) = try lines(
          try await server.send(
            "GET",
            "/data/activities?channel=EMAIL&sort_order=ASC&after=2100-01-01T00:00:00Z_\(ids[0])"))
        #expect(behind.delivered == 0 && behind.hints.isEmpty)
      }
    }
  }

  /// A day stands for all of it, and times may be as the page shows them.
  @Test func boundsAsPeopleWriteThem() async throws {
    try await withPageFixture(activities: 900, days: 4) { fixture in
      let day = ActivityFilter(
        after: try #require(UTCDay("2025-06-24")).end - .nanoseconds(1),
        before: try #require(UTCDay("2025-06-26")).start)
      let ofDay = try await forms(fixture, day).map(\.key.id.description)
      let noon = try #require(Timestamp("2025-06-25T12:00:00Z")).instant
      let morning = try await forms(fixture, ActivityFilter(after: day.after, before: noon))
      #expect(!morning.isEmpty && morning.count < ofDay.count)
      try await fixture.serve { server in
        func found(_ query: String) async throws -> [String] {
          try lines(
            try await server.send("GET", "/data/activities?sort_order=ASC&limit=500&\(query)")
          ).ids
        }
        #expect(
          try await found("created_at_after=2025-06-24&created_at_before=2025-06-26") == ofDay)
        for time in [
          "2025-06-25%2012:00", "2025-06-25%2012:00:00", "2025-06-25+12:00:00.000+UTC",
          "2025-06-25T12:00Z", "2025-06-25T12:00:00%2B00:00",
        ] {
          let ids = try await found("created_at_after=2025-06-24&created_at_before=\(time)")
          #expect(ids == morning.map(\.key.id.description), "\(time)")
        }
      }
    }
  }

  @Test func whatIsNotAccepted() async throws {
    struct Body: Decodable {
      struct Error: Decodable {
        let code, message: String
        let parameter: String?
      }
      let error: Error
    }
    try await withPageFixture { fixture in
      try await fixture.serve { server in
        for (query, parameter) in [
          ("limit=0", "limit"), ("limit=501", "limit"), ("limit=ten", "limit"), ("limit=", "limit"),
          ("person_id=x", "person_id"), ("sequence_id=", "sequence_id"), ("channel=", "channel"),
          ("created_at_after=yesterday", "created_at_after"), ("sort_order=up", "sort_order"),
          ("created_at_after=2025-02-30", "created_at_after"),
          ("created_at_before=2025-06-25%2025:00", "created_at_before"),
          ("syntax=sql", "syntax"), ("ignore_case=yes", "ignore_case"), ("after=1", "after"),
          ("chanel=EMAIL", "chanel"), ("page=1", "page"), ("format=csv", "format"),
          ("channel=EMAIL&channel=LINKEDIN", "channel"), ("type=", "type"),
          (
            "created_at_after=2025-06-02T00:00:00Z&created_at_before=2025-06-01T00:00:00Z",
            "created_at_before"
          ),
          ("pattern=(&syntax=regex", "pattern"), ("pattern=a&pattern=b", "pattern"),
        ] {
          let answer = try await server.send("GET", "/data/activities?\(query)")
          #expect(answer.status == 422, "\(query)")
          answer.expectGuarded()
          let body = try JSONDecoder().decode(Body.self, from: Data(answer.body))
          #expect(body.error.code == "invalid_parameter" && body.error.parameter == parameter)
          if parameter == "pattern", !query.contains("&pattern") {
            #expect(body.error.message == "wrong at 0")
          }
          if query == "person_id=x" { #expect(body.error.message == "person_id is not x") }
          if query == "page=1" { #expect(body.error.message == "There is no parameter page.") }
        }
        for query in ["limit=1", "after=x", "format=pdf", "format="] {
          #expect(try await server.send("GET", "/data/export?\(query)").status == 422, "\(query)")
        }
        for query in ["since=2025-02-30", "until=x", "since=2025-06-02&until=2025-06-02", "day=1"] {
          #expect(try await server.send("GET", "/data/counts?\(query)").status == 422, "\(query)")
        }
      }
    }
  }

  @Test func exportsAreWhatGrepPrints() async throws {
    try await withPageFixture(activities: 3_000, days: 6) { fixture in
      let sent = try await forms(fixture, ActivityFilter(eventType: "SENT"))
      let lines = sent.map { String(decoding: $0.record, as: UTF8.self) }
      var cells = RecordCells()
      let rows = [RecordCells.csvHeader] + sent.map { cells.csvLine($0) }
      try await fixture.serve { server in
        for (query, type, expected) in [
          ("", "application/x-ndjson; charset=utf-8", lines),
          (
            "&format=ndjson&sort_order=DESC", "application/x-ndjson; charset=utf-8",
            lines.reversed()
          ),
          ("&format=csv", "text/csv; charset=utf-8", rows),
        ] {
          let answer = try await server.send("GET", "/data/export?event_type=SENT\(query)")
          #expect(answer.text == expected.map { $0 + "\n" }.joined(), "\(query)")
          #expect(answer.fields["content-type"] == type)
          #expect(answer.fields["content-disposition"]?.hasPrefix("attachment; filename=") == true)
          answer.expectGuarded()
        }
        let nothing = try await server.send("GET", "/data/export?type=none&format=csv")
        #expect(nothing.text == RecordCells.csvHeader + "\n")
      }
    }
  }

  /// A part that cannot be read is told by a search, and no export looks whole without it.
  @Test func damage() async throws {
    try await withPageFixture { fixture in
      let path = try #require(
        try FileManager.default.subpathsOfDirectory(atPath: fixture.directory)
          .filter { $0.hasPrefix("activities/") && $0.hasSuffix(".gz") }.min())
      let file = URL(filePath: fixture.directory).appending(path: path)
      let all = try await forms(fixture).count
      var bytes = try Data(contentsOf: file)
      bytes[bytes.count / 2] ^= 1
      try bytes.write(to: file)
      try await fixture.serve { server in
        let (ids, end) = try lines(try await server.send("GET", "/data/activities?limit=500"))
        #expect(!end.whole && end.faults > 0 && ids.count < all && !ids.isEmpty)
        await #expect(throws: WireError.self) { try await server.send("GET", "/data/export") }
        let answer = try await server.send("GET", "/v1/activities?sort_order=ASC")
        #expect(answer.status == 503 && answer.code == "archive_unreadable", "\(answer.text)")
      }
    }
  }

  /// Who goes away while an answer is on its way leaves nothing behind that others would wait for.
  @Test func readersThatLeave() async throws {
    try await withPageFixture(activities: 30_000, days: 3) { fixture in
      try await fixture.serve { server in
        let head = "GET /data/export HTTP/1.1\r\nHost: localhost\r\n\r\n"
        // More than may read at the same time; none of them takes its answer.
        try await withThrowingTaskGroup { group in
          for _ in 0..<40 {
            group.addTask {
              try await Wire.open(server.port, receiving: 4_096) { wire in
                wire.send(head)
                usleep(1_500_000)
              }
            }
          }
          try await Task.sleep(for: .milliseconds(700))
          // What needs no scan is answered meanwhile.
          #expect(try await server.send("GET", "/data/overview").status == 200)
          try await group.waitForAll()
        }
        let (ids, end) = try lines(try await server.send("GET", "/data/activities?limit=10"))
        #expect(ids.count == 10 && end.whole)
      }
    }
  }
}

import Activities
import Foundation
import Simulator
import TestSupport
import Testing

/// `serve`, as a program: what it says, what it refuses, and what clients of the API get from it.
@Suite("Serving an archive", .timeLimit(.minutes(3))) struct ServeCommandTests {
  /// Starts `serve` at a free port, hands its port to `body`, and ends it by SIGTERM.
  private func serving(
    _ fixture: CommandFixture, _ arguments: [String] = [], prefix: [String] = [],
    _ body: (Int) async throws -> Void
  ) async throws -> Outcome {
    let running = try fixture.start(["serve", "--port", "0"] + arguments, prefix: prefix)
    let ended = Task { await running.outcome() }
    do {
      try await body(try await port(running, ended))
    } catch {
      running.child.send(SIGKILL)
      _ = await ended.value
      throw error
    }
    running.child.send(SIGTERM)
    return await ended.value
  }

  /// The port that the program says it listens at.
  private func port(_ running: Running, _ ended: Task<Outcome, Never>) async throws -> Int {
    for _ in 0..<1_200 {
      let text = (try? String(contentsOf: running.errors, encoding: .utf8)) ?? ""
      if text.hasSuffix("\n"), let match = text.firstMatch(of: /http:\/\/[^ ]*:([0-9]+)\//) {
        return try #require(Int(match.1))
      }
      try await Task.sleep(for: .milliseconds(50))
    }
    running.child.send(SIGKILL)
    Issue.record("serve said nothing: \(await ended.value.errors)")
    throw CancellationError()
  }

  private func get(_ port: Int, _ target: String, _ fields: String = "") async throws -> WireAnswer
  {
    try await Wire.open(port) { wire in
      wire.send(
        "GET \(target) HTTP/1.1\r\nHost: localhost\r\n\(fields)Connection: close\r\n\r\n")
      return try wire.answer()
    }
  }

  private func tokenFile(_ fixture: CommandFixture, mode: Int = 0o600) throws -> String {
    let path = try fixture.write("0123456789abcdef0123456789abcdef\n", to: "token")
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    return path
  }

  @Test func whatItSays() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let before = try fixture.snapshot()
      let outcome = try await serving(fixture) { port in
        #expect(try await get(port, "/").text.hasPrefix("<!DOCTYPE html>"))
        let overview = try await get(port, "/data/overview")
        #expect(overview.text.contains(#""activities":900,"#))
        try await fixture.run(["serve", "--port", "\(port)"]).expectRefusal(
          2,
          "port \(port) of 127.0.0.1 is in use by another program: end that, or give another --port"
        )
      }
      #expect(outcome.status == 0)
      let lines = outcome.errorLines
      #expect(lines.count == 3, "\(outcome.errors)")
      #expect(
        lines.first?.hasPrefix("\(fixture.archive): 900 activities, served at http://127.0.0.1:")
          == true)
      #expect(
        lines.dropFirst() == [
          "everybody who works on this machine may read", "stopping (again to stop at once)",
        ])
      #expect(outcome.output == "")
      #expect(try fixture.snapshot() == before)
    }
  }

  @Test func whatItRefuses() async throws {
    try await withFixture { fixture in
      try await fixture.run(["serve", "--port", "70000"]).expectRefusal(
        64, "--port must be from 0 to 65535. See topo-archive serve --help")
      for address in ["0.0.0.0", "::", "10.0.0.1", "example.com", "localhost.example.com"] {
        try await fixture.run(["serve", "--address", address]).expectRefusal(
          64,
          "--address \(address) is open to others: give --token-file, or leave --address out. See"
            + " topo-archive serve --help")
      }
      let token = try tokenFile(fixture, mode: 0o640)
      try await fixture.run(["serve", "--token-file", token]).expectRefusal(
        2,
        "\(token) is open to others than its owner: run chmod 600 \(token), and make another token if"
          + " somebody may have read it")
      for text in ["", "short\n", "two words of thirty-two characters", "a\nb\n"] {
        let file = try fixture.write(text, to: "bad")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        try await fixture.run(["serve", "--token-file", file]).expectRefusal(
          2,
          "\(file) is no token: it takes one line of 32 to 1024 letters, digits and marks without"
            + " spaces, such as openssl rand -hex 32 makes")
      }
      let none = fixture.folder.appending(path: "none").path
      try await fixture.run(["serve", "--token-file", none]).expectRefusal(
        2, "\(none) cannot be read: No such file or directory; check --token-file")
      let missing = try await fixture.run(["serve", "--port", "0"])
      #expect(missing.status == 2 && missing.errorLines.count == 1, "\(missing.errors)")
    }
  }

  @Test func withAToken() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let token = try tokenFile(fixture)
      let outcome = try await serving(
        fixture, ["--address", "0.0.0.0", "--token-file", token]
      ) { port in
        #expect(try await get(port, "/v1/activities").status == 401)
        let copy = fixture.folder.appending(path: "copy").path
        let url = "http://127.0.0.1:\(port)"
        let refused = try await fixture.fetch(["--archive", copy], baseURL: url)
        #expect(refused.status == 2, "\(refused.errors)")
        let fetched = try await fixture.fetch(
          ["--archive", copy], baseURL: url, key: "0123456789abcdef0123456789abcdef")
        #expect(fetched.status == 0, "\(fetched.errors)")
        let records = try await fixture.run(["grep", "--archive", copy]).outputLines
        #expect(try await records == fixture.records())
      }
      #expect(outcome.status == 0)
      // An address that stands for all of them is none that a browser can open.
      #expect(
        outcome.errorLines.first?.firstMatch(
          of: /served at http:\/\/127\.0\.0\.1:\d+\/ and at every other address of this machine$/)
          != nil)
      #expect(
        outcome.errorLines.dropFirst().first
          == "whoever has the token may read: as a bearer key, or by the form that the page shows")
      #expect(
        outcome.errorLines.dropFirst(2).first?.hasPrefix(
          "neither what is sent nor the token is encrypted") == true)
      #expect(!outcome.errors.contains("0123456789abcdef0123456789abcdef"))
    }
  }

  /// What is served can be archived again: the copy has the latest forms, without what was redacted.
  @Test func anArchiveOfAnArchive() async throws {
    try await withFixture(SimulatorConfiguration(activities: 2_500, days: 12)) { fixture in
      try await fixture.fetchAll()
      let workspace = fixture.simulator.workspace
      let replies = workspace.activities(ActivityFilter(eventType: "REPLIED")).compactMap(\.id)
      for (number, id) in replies.enumerated() {
        #expect(workspace.setReplyCategory("CATEGORY_\(number)", of: id))
      }
      fixture.simulator.clock.advance(by: .seconds(86_400))
      try await fixture.fetchAll()
      #expect(try await fixture.status().amendments == replies.count)
      let record = try #require(workspace.allRecords().last)
      let person = try #require(
        String(decoding: record, as: UTF8.self).firstMatch(of: /"person_id":"([^"]*)"/)
      ).1
      let redacted = try await fixture.run([
        "redact", "--person-id", String(person), "--reason", "art. 17", "--yes",
      ])
      try #require(redacted.status == 0, "\(redacted.errors)")
      let truth = try await fixture.run(["grep", #""person_id":"#]).outputLines
      #expect(truth.count < 2_500 && !truth.contains { $0.contains(person) })
      let copy = fixture.folder.appending(path: "copy").path
      let outcome = try await serving(fixture) { port in
        let url = "http://127.0.0.1:\(port)"
        let fetched = try await fixture.fetch(["--archive", copy], baseURL: url)
        #expect(fetched.status == 0, "\(fetched.errors)")
        // And once more: nothing is new.
        let again = try await fixture.fetch(["--archive", copy], baseURL: url)
        #expect(again.status == 0, "\(again.errors)")
      }
      #expect(outcome.status == 0)
      let records = try await fixture.run(["grep", "--archive", copy]).outputLines
      #expect(records == truth)
      let verified = try await fixture.run(["verify", "--archive", copy])
      #expect(verified.status == 0, "\(verified.errors)")
      let status = try await fixture.run(["status", "--json", "--archive", copy]).output
      #expect(status.contains(#""amendments":0,"#))
    }
  }

  /// What the served archive has not read is no part of what its copy claims.
  @Test func aCopyClaimsNoMoreThanWasRead() async throws {
    try await withFixture(SimulatorConfiguration(activities: 900, days: 5)) { fixture in
      let days = ["2025-06-24", "2025-06-25", "2025-06-26"]
      try await fixture.fetch(["--since", days[0], "--until", days[1]]).expectGood()
      #expect(try await fixture.fetch(["--since", days[2]]).status == 0)
      let copy = fixture.folder.appending(path: "copy").path
      _ = try await serving(fixture) { port in
        let url = "http://127.0.0.1:\(port)"
        let fetched = try await fixture.fetch(["--archive", copy], baseURL: url)
        #expect(fetched.status == 1, "\(fetched.errors)")
        #expect(fetched.errors.contains("incomplete: \(days[1])"), "\(fetched.errors)")
        // It is there, and not here, that something can be done.
        let unread = "\(days[1])T00:00:00Z to \(days[2])T00:00:00Z"
        let last = try #require(fetched.errorLines.last)
        #expect(
          last.contains("the archive that answered has not read \(unread) itself: run fetch into"),
          "\(last)")
        let earlier = try await fixture.fetch(
          ["--archive", copy + "2", "--since", "2025-06-20"], baseURL: url)
        #expect(earlier.status == 1)
        #expect(earlier.errors.contains("; its beginning is not covered; "), "\(earlier.errors)")
        // Nor does a search speak of what was not read.
        let found = try await get(port, "/data/activities?pattern=nowhere").text
        let gap = #"{"from":"\#(days[1])T00:00:00Z","until":"\#(days[2])T00:00:00Z"}"#
        #expect(found.contains(#""unread":[\#(gap)]"#), "\(found)")
      }
      let truth = try await fixture.records()
      #expect(try await fixture.run(["grep", "--archive", copy]).outputLines == truth)
      let served = try await fixture.status().coverage
      let claimed = try await fixture.run(["status", "--json", "--archive", copy]).output
      let coverage = try JSONDecoder().decode(StatusReport.self, from: Data(claimed.utf8)).coverage
      #expect(coverage.map(\.from) == served.map(\.from))
      #expect(coverage.map(\.until) == served.map(\.until))
      let verified = try await fixture.run(["verify", "--json", "--archive", copy])
      #expect(verified.status == 1 && verified.output.contains(#""walk_incomplete""#))
    }
  }

  /// A copy of a damaged archive says which archive is damaged, and claims nothing of what it lacks.
  @Test func aCopyOfADamagedArchive() async throws {
    try await withFixture(SimulatorConfiguration(activities: 900, days: 5)) { fixture in
      try await fixture.fetchAll()
      let path = try #require(
        try FileManager.default.subpathsOfDirectory(atPath: fixture.archive)
          .filter { $0.hasPrefix("activities/") && $0.hasSuffix(".gz") }.min())
      let file = URL(filePath: fixture.archive).appending(path: path)
      var bytes = try Data(contentsOf: file)
      bytes[bytes.count / 2] ^= 1
      try bytes.write(to: file)
      let copy = fixture.folder.appending(path: "copy").path
      _ = try await serving(fixture) { port in
        let fetched = try await fixture.fetch(
          ["--archive", copy], baseURL: "http://127.0.0.1:\(port)")
        #expect(fetched.status == 2)
        let last = try #require(fetched.errorLines.last)
        #expect(
          last.contains("what is fetched from is a served archive, which is damaged")
            && last.contains(path) && last.hasSuffix("that archive, then run it again"), "\(last)")
      }
    }
  }

  /// The page says of a search what grep says.
  @Test func hintsOfASearch() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      _ = try await serving(fixture) { port in
        let linkedin = try await get(port, "/data/activities?channel=linkedin").text
        let hint = "no documented channel is called 'linkedin'; did you mean LINKEDIN?"
        #expect(
          linkedin.contains(#""hints":[{"parameter":"channel","message":"\#(hint)"}]"#),
          "\(linkedin)")
        let typed = try await get(port, "/data/activities?type=message.send").text
        #expect(typed.contains("did you mean message.sent?"))
        let known = try await get(port, "/data/activities?channel=LINKEDIN&limit=1").text
        #expect(known.contains(#""hints":[]"#))
        let id = try await get(port, "/data/activities?person_id=12").text
        #expect(id.contains("'12' is no UUID like 01954b2e-"), "\(id)")
        let time = try await get(port, "/data/activities?created_at_after=17.4.2025").text
        #expect(time.contains("'17.4.2025' is neither a UTC day like 2025-03-14 nor"), "\(time)")
      }
    }
  }

  /// What a fetch adds to the archive that is served is seen without starting anew.
  @Test func aFetchIntoTheServedArchive() async throws {
    try await withFixture { fixture in
      try await fixture.fetch(["--until", "2025-06-26"]).expectGood()
      let before = try await fixture.records().count
      let outcome = try await serving(fixture) { port in
        func total() async throws -> Int {
          let text = try await get(port, "/v1/activities").text
          return try #require(text.firstMatch(of: /"total_count":([0-9]+)/).flatMap { Int($0.1) })
        }
        #expect(try await total() == before)
        try await fixture.fetch().expectGood()
        let after = try await fixture.records().count
        #expect(after > before)
        while try await total() != after { try await Task.sleep(for: .milliseconds(100)) }
        let overview = try await get(port, "/data/overview").text
        #expect(overview.contains(#""activities":\#(after),"#))
      }
      #expect(outcome.status == 0)
    }
  }

  @Test func snapshotsAndBags() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let bag = fixture.folder.appending(path: "bag").path
      let taken = try await fixture.run(
        ["snapshot", "--output", bag, "--since", "2025-06-25", "--until", "2025-06-26"])
      #expect([0, 1].contains(taken.status), "\(taken.errors)")
      for path in [bag, bag + "/data"] {
        let outcome = try await serving(fixture, ["--archive", path]) { port in
          let overview = try await get(port, "/data/overview").text
          #expect(overview.contains(#""snapshot":{"from":"2025-06-25T00:00:00Z""#), "\(overview)")
          let page = try await get(port, "/v1/activities?size=1").text
          let held = try await fixture.run(["grep", "-c", "--archive", path]).output
          #expect(page.contains(#""total_count":\#(held.dropLast()),"#))
        }
        #expect(outcome.status == 0, "\(outcome.errors)")
      }
    }
  }

  /// Where few files may be open, connections wait for each other and for nothing else.
  @Test func fewFiles() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      // What other tests have open at the same time, and a program inherits, counts as well.
      let limited = [
        "bash", "-c",
        """
        for file in /proc/$$/fd/*; do
          case ${file##*/} in [0-2] | *[!0-9]*) ;; *) eval "exec ${file##*/}>&-" ;; esac
        done
        ulimit -n 64
        exec "$@"
        """, "bash",
      ]
      let outcome = try await serving(fixture, prefix: limited) { port in
        try await withThrowingTaskGroup { group in
          for number in 0..<150 {
            group.addTask {
              let target = number % 3 == 0 ? "/data/activities?limit=5" : "/v1/activities?size=5"
              return try await get(port, target).status
            }
          }
          for try await status in group { #expect(status == 200) }
        }
      }
      #expect(outcome.status == 0)
    }
  }

  @Test func itEndsBySIGINTToo() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let running = try fixture.start(["serve", "--port", "0"])
      let ended = Task { await running.outcome() }
      let port = try await port(running, ended)
      // A connection that waits for nothing does not keep it from ending.
      try await Wire.open(port) { wire in
        wire.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        _ = try wire.answer()
        running.child.send(SIGINT)
        #expect(try wire.rest() == [])
      }
      let outcome = await ended.value
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
  }
}

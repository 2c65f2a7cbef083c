import ArchivePage
import Foundation
import TestSupport
import Testing

/// Verifying from the page.
@Suite("Verification", .timeLimit(.minutes(2))) struct VerificationTests {
  struct Now: Decodable {
    struct Progress: Decodable {
      let bytes, total_bytes, segments, total_segments, findings: Int
    }
    struct Last: Decodable {
      struct Verdicts: Decodable {
        let intact, complete: String
      }
      struct Report: Decodable {
        struct Finding: Decodable {
          let kind, path, message: String
        }
        let intact, complete: Bool
        let activities: Int
        let findings: [Finding]
      }
      let started_at, ended_at: String
      let verdicts: Verdicts
      let report: Report
    }
    let running: Progress?
    let last: Last?
    let failure: String?
  }

  private func now(_ server: PageServer) async throws -> Now {
    let answer = try await server.send("GET", "/data/verification")
    return try JSONDecoder().decode(Now.self, from: Data(answer.body))
  }

  private func begin(_ server: PageServer) async throws -> WireAnswer {
    try await server.send("POST", "/data/verification", fields: ["Sec-Fetch-Site: same-origin"])
  }

  /// The events of a stream: names and data.
  private func events(_ answer: WireAnswer) -> [(name: String, data: String)] {
    answer.text.components(separatedBy: "\n\n").dropLast().map { event in
      let lines = event.split(separator: "\n")
      return (String(lines[0].dropFirst(7)), String(lines[1].dropFirst(6)))
    }
  }

  @Test func progressThenTheReport() async throws {
    try await withPageFixture(activities: 2_000, days: 12) { fixture in
      try await fixture.serve { server in
        let before = try await now(server)
        #expect(before.running == nil && before.last == nil && before.failure == nil)
        let nothing = try await server.send("GET", "/data/verification/events")
        #expect(nothing.status == 204 && nothing.fields["content-length"] == nil)
        #expect(try await begin(server).status == 202)
        let stream = try await server.send("GET", "/data/verification/events")
        #expect(stream.fields["content-type"] == "text/event-stream; charset=utf-8")
        stream.expectGuarded()
        let events = events(stream)
        #expect(events.last?.name == "done")
        #expect(events.dropLast().allSatisfy { $0.name == "progress" })
        var bytes = 0
        for (_, data) in events.dropLast() {
          let progress = try JSONDecoder().decode(Now.Progress.self, from: Data(data.utf8))
          #expect(progress.bytes >= bytes && progress.segments <= progress.total_segments)
          #expect(progress.findings == 0)
          bytes = progress.bytes
        }
        let last = try #require(try await now(server).last)
        #expect(last.report.intact && last.report.complete && last.report.findings.isEmpty)
        #expect(last.report.activities == 2_000)
        #expect(last.verdicts.intact == "intact: true" && last.started_at <= last.ended_at)
        // Who asks later is told the end at once.
        let late = self.events(try await server.send("GET", "/data/verification/events"))
        #expect(late.map(\.name) == ["done"])
        #expect(late.first?.data == events.last?.data)
      }
    }
  }

  @Test func findingsHaveTheWordsOfTheCommand() async throws {
    try await withPageFixture { fixture in
      let path = try #require(
        try FileManager.default.subpathsOfDirectory(atPath: fixture.directory)
          .filter { $0.hasPrefix("activities/") && $0.hasSuffix(".gz") }.min())
      let file = URL(filePath: fixture.directory).appending(path: path)
      var bytes = try Data(contentsOf: file)
      bytes[bytes.count / 2] ^= 1
      try bytes.write(to: file)
      try await fixture.serve { server in
        #expect(try await begin(server).status == 202)
        let end = events(try await server.send("GET", "/data/verification/events")).last
        #expect(end?.name == "done")
        let last = try #require(try await now(server).last)
        #expect(!last.report.intact && last.verdicts.intact == "intact: false")
        let finding = try #require(last.report.findings.first { $0.kind == "checksum_mismatch" })
        #expect(finding.path == path && finding.message == "words for checksum_mismatch")
      }
    }
  }

  @Test func oneAtATime() async throws {
    try await withPageFixture(activities: 20_000, days: 2) { fixture in
      try await fixture.serve { server in
        #expect(try await begin(server).status == 202)
        let second = try await begin(server)
        // The first may have ended on a fast machine; else the second is refused.
        #expect(second.status == 409 && second.code == "already_running" || second.status == 202)
        _ = try await server.send("GET", "/data/verification/events")
        #expect(try await begin(server).status == 202)
        _ = try await server.send("GET", "/data/verification/events")
      }
    }
  }

  @Test func whatCannotBeVerified() async throws {
    try await withPageFixture { fixture in
      try await fixture.serve { server in
        let away = fixture.directory + ".away"
        try FileManager.default.moveItem(atPath: fixture.directory, toPath: away)
        defer { try? FileManager.default.removeItem(atPath: away) }
        #expect(try await begin(server).status == 202)
        let end = events(try await server.send("GET", "/data/verification/events")).last
        #expect(end?.name == "failed" && end?.data.hasPrefix(#"{"message":"error: "#) == true)
        let now = try await now(server)
        #expect(now.running == nil && now.last == nil && now.failure?.hasPrefix("error:") == true)
      }
    }
  }
}

import Foundation
import Simulator
import Testing

@Suite("Expiring", .timeLimit(.minutes(2))) struct ExpireCommandTests {
  @Test func onlyWhatWasAgreedTo() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let before = try fixture.snapshot()
      let days = Set(
        before.keys.compactMap { path in
          path.firstMatch(of: /created_date=([0-9-]+)/).map { String($0.1) }
        }
      ).sorted()
      let arguments = ["expire", "--before", days[1]]
      let planned = try await fixture.run(arguments + ["--dry-run"])
      #expect(planned.status == 0)
      #expect(
        planned.errors.hasPrefix(
          "\(fixture.archive): 1 day (\(days[0]) to \(days[0])) would expire, "),
        "\(planned.errors)")
      try await fixture.run(arguments).expectRefusal(
        64,
        "Nobody can be asked here: give --yes, or look with --dry-run first. See topo-archive expire"
          + " --help")
      #expect(try fixture.snapshot() == before)
      let planJSON = try await fixture.run(arguments + ["--dry-run", "--json"])
      #expect(
        planJSON.output.hasPrefix(#"{"done":false,"days":["\#(days[0])"],"segments":"#),
        "\(planJSON.output)")
      let done = try await fixture.run(arguments + ["--yes", "--reason", "one year is over"])
      #expect(done.status == 0)
      #expect(done.errors == planned.errors.replacing("would expire", with: "expired"))
      let after = try fixture.snapshot()
      #expect(after.keys.allSatisfy { !$0.contains(days[0]) })
      let index = String(decoding: try #require(after["index.ndjson"]), as: UTF8.self)
      #expect(index.contains(#""reason":"one year is over""#))
      let verified = try await fixture.run(["verify"])
      #expect(verified.status == 0)
      #expect(verified.errorLines.contains("days before \(days[1]) have expired"))
      #expect(
        verified.errorLines.last?.hasPrefix("complete: no gap from \(days[1])T00:00:00Z to ")
          == true,
        "\(verified.errors)")
      let searched = try await fixture.run(["grep", "-c", "--since", days[0]])
      #expect(searched.errorLines == ["days before \(days[1]) have expired"])
      let id = "01954b2e-fc10-7000-8a3f-d2e591c04a77"
      try await fixture.run(["get", id]).expectRefusal(
        1, "the archive holds no activity \(id); days before \(days[1]) have expired")
      let json = try await fixture.run(["verify", "--json"])
      #expect(json.output.contains(#""expired_before":"\#(days[1])T00:00:00Z""#))
      let fetched = try await fixture.fetch(["--since", days[0]])
      #expect(fetched.status == 0)
      #expect(
        fetched.errorLines.contains(
          "days before \(days[1]) have expired, and nothing before is read"), "\(fetched.errors)")
      let fetchedJSON = try await fixture.fetch(["--json"])
      #expect(fetchedJSON.output.contains(#""expired_before":"\#(days[1])T00:00:00Z""#))
      let againJSON = try await fixture.run(arguments + ["--yes", "--json"])
      #expect(
        againJSON.output == #"{"done":true,"days":[],"segments":0,"activities":0,"amendments":0,"#
          + #""size":0}"# + "\n")
      try await fixture.run(arguments + ["--yes"]).expectWords(
        "\(fixture.archive) holds nothing before \(days[1])")
    }
  }

  @Test func whatIsNoDay() async throws {
    try await withFixture { fixture in
      let future = try await fixture.run(["expire", "--before", "2200-01-01", "--yes"])
      #expect(future.status == 64)
      #expect(
        future.errors.contains("--before must not be later than today, 20"), "\(future.errors)")
      try await fixture.run(["expire", "--before", "2025-03-14T09:00:00Z", "--yes"]).expectRefusal(
        64,
        "The value '2025-03-14T09:00:00Z' is invalid for '--before <day>': '2025-03-14T09:00:00Z' is"
          + " no midnight: give a UTC day like 2025-03-14. See topo-archive expire --help")
    }
  }

  /// Asked on a terminal, and only a whole yes is one.
  @Test(arguments: ["y", "yes"]) func askedOnATerminal(_ answer: String) async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let before = try fixture.snapshot()
      let script = fixture.folder.appending(path: "ask.py")
      try Data(
        """
        import os, pty, sys
        pid, master = pty.fork()
        if pid == 0:
            os.execv(sys.argv[1], sys.argv[1:-1])
        seen = b""
        while b"Type yes" not in seen:
            seen += os.read(master, 1000)
        os.write(master, sys.argv[-1].encode() + b"\\n")
        try:
            while more := os.read(master, 1000):
                seen += more
        except OSError:
            pass
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))

        """.utf8
      ).write(to: script)
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = [
        "python3", script.path, Command.path, "expire", "--archive", fixture.archive, "--before",
        "2026-01-01", answer,
      ]
      process.standardOutput = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      #expect(process.terminationStatus == (answer == "yes" ? 0 : 1))
      #expect(try (fixture.snapshot() == before) == (answer != "yes"))
    }
  }
}

extension Outcome {
  /// Holds the run to one line of words and exit code 0.
  fileprivate func expectWords(
    _ line: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(errors == "\(line)\n", sourceLocation: sourceLocation)
    #expect(status == 0, sourceLocation: sourceLocation)
  }
}

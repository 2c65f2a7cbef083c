import Simulator
import Testing

/// A command line that cannot be understood: one line, exit code 64, nothing asked or written.
@Suite("Wrong usage", .timeLimit(.minutes(2))) struct UsageTests {
  @Test(arguments: [
    (
      ["fetch", "--since", "yesterday"],
      "The value 'yesterday' is invalid for '--since <time>': 'yesterday' is neither a UTC day like"
        + " 2025-03-14 nor a time like 2025-03-14T09:22:11Z. See topo-archive fetch --help"
    ),
    (
      ["verify", "--until", "2025-02-30"],
      "The value '2025-02-30' is invalid for '--until <time>': '2025-02-30' is neither a UTC day"
        + " like 2025-03-14 nor a time like 2025-03-14T09:22:11Z. See topo-archive verify --help"
    ),
    (
      ["fetch", "--since", "1500-01-01"],
      "The value '1500-01-01' is invalid for '--since <time>': '1500-01-01' is neither a UTC day like"
        + " 2025-03-14 nor a time like 2025-03-14T09:22:11Z. See topo-archive fetch --help"
    ),
    (
      ["fetch", "--since", "2025-03-14", "--until", "2025-03-14"],
      "--since must be before --until. See topo-archive fetch --help"
    ),
    (
      ["grep", "--since", "2025-03-14T00:00:00+01:00", "--until", "2025-03-13"],
      "--since must be before --until. See topo-archive grep --help"
    ),
    (
      ["grep", "mess(age"],
      "The pattern is wrong at character 5: a ( without its ): write \\( for the character. See"
        + " topo-archive grep --help"
    ),
    (
      ["grep", "--person-id", "7"],
      "The value '7' is invalid for '--person-id <uuid>': '7' is no UUID like"
        + " 01954b2e-fc10-7000-8a3f-d2e591c04a77. See topo-archive grep --help"
    ),
    (
      ["fetch", "--lag", "soon"],
      "The value 'soon' is invalid for '--lag <duration>': 'soon' is no duration like 90s, 5m, 48h or"
        + " 30d. See topo-archive fetch --help"
    ),
    (
      ["fetch", "--concurrency", "0"],
      "--concurrency must be from 1 to 64. See topo-archive fetch --help"
    ),
    (["fetch", "--rate", "0"], "--rate must be more than 0. See topo-archive fetch --help"),
    (["fetch", "--frobnicate"], "Unknown option '--frobnicate'. See topo-archive fetch --help"),
    (
      ["fetch", "--amend-windw", "3d"],
      "Unknown option '--amend-windw'. Did you mean '--amend-window'? See topo-archive fetch --help"
    ),
    (
      ["frobnicate", "fetch"],
      "There is no command 'frobnicate'; there are fetch, verify, grep, get, status, reconcile, repair,"
        + " snapshot, redact, expire, diff, keygen, prove, check-proof, serve, schema. See topo-archive --help"
    ),
    (
      ["verfy", "--quick"],
      "There is no command 'verfy'; did you mean verify? See topo-archive --help"
    ),
    (["Gerp"], "There is no command 'Gerp'; did you mean grep? See topo-archive --help"),
    (
      ["--archive", "a", "verify"],
      "The command comes first: topo-archive verify --archive … See topo-archive verify --help"
    ),
    (
      ["verify", "--quick", "--strict"],
      "--strict does not go with --quick, which reads no records. See topo-archive verify --help"
    ),
    (["help", "--all"], "Unknown option '--all'. See topo-archive --help"),
    (["get"], "Missing expected argument '<id>'. See topo-archive get --help"),
  ])
  func isSaidInOneLine(arguments: [String], line: String) async throws {
    try await withFixture { fixture in
      try await fixture.run(arguments).expectRefusal(64, line)
      #expect(fixture.simulator.log.count == 0)
      #expect(try fixture.snapshot().isEmpty)
    }
  }

  @Test(arguments: ["fetch", "verify", "grep", "status"])
  func noArchive(verb: String) async throws {
    try await withFixture { fixture in
      try await fixture.run([verb], environment: ["TOPO_ARCHIVE": ""]).expectRefusal(
        64,
        "Name the archive with --archive DIR or set TOPO_ARCHIVE. See topo-archive \(verb) --help")
    }
  }

  @Test(arguments: [
    ["--help"], ["fetch", "--help"], ["verify", "--help"], ["grep", "--help"], ["get", "--help"],
    ["status", "--help"], ["schema", "--help"],
  ])
  func helpTellsTheExitCodes(arguments: [String]) async throws {
    try await withFixture { fixture in
      let outcome = try await fixture.run(arguments)
      #expect(outcome.status == 0)
      #expect(outcome.errors == "")
      let words = outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(words.contains("xit codes: 0 "))
      #expect(words.contains("64 wrong usage"))
      #expect(arguments.count > 1 || words.contains("130 interrupted a second time"))
    }
  }
}

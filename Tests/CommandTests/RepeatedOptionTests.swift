import Simulator
import Testing

/// An option of one value that is given twice would silently mean the last one.
@Suite("Options given twice", .timeLimit(.minutes(2))) struct RepeatedOptionTests {
  /// Values that the parser accepts, by what the help calls them.
  private static let values = [
    "dir": "a", "file": "a.prom", "time": "2025-03-14", "duration": "5m", "log-format": "json",
    "number": "2",
    "url": "http://127.0.0.1:1", "uuid": "01954b2e-fc10-7000-8a3f-d2e591c04a77", "name": "A",
    "keys": "type", "format": "csv", "day": "2025-03-14", "text": "a",
  ]
  /// Options that take several values.
  private static let repeatable: Set = ["--type", "--public-key"]

  @Test(arguments: [
    "fetch", "verify", "grep", "get", "status", "reconcile", "repair", "prove", "expire", "diff",
    "keygen",
  ])
  func everyOptionOfOneValueIsRefused(command: String) async throws {
    try await withFixture { fixture in
      let operands: [String] =
        switch command {
        case "get", "prove": [try #require(Self.values["uuid"])]
        case "diff": ["a", "b"]
        case "expire": ["--before", "2025-03-15"]
        case "keygen": ["--name", "B", "--output", "b"]
        default: []
        }
      let help = try await fixture.run([command, "--help"]).output
      let options = help.matches(of: /\n  (?:-\w, )?(--[a-z-]+) <([a-z-]+)>/)
      #expect(options.count >= (["get", "prove"].contains(command) ? 1 : 2))
      for option in options where !Self.repeatable.contains(String(option.output.1)) {
        let name = String(option.output.1)
        let value = try #require(Self.values[String(option.output.2)], "\(option.output)")
        let line = "\(name) is given twice; it takes one value. See topo-archive \(command) --help"
        // What the command needs is there once already.
        guard !operands.contains(name) else {
          try await fixture.run([command] + operands + [name, value]).expectRefusal(64, line)
          continue
        }
        for twice in [[name, value, "\(name)=\(value)"], ["\(name)=\(value)", name, value]] {
          try await fixture.run([command] + operands + twice).expectRefusal(64, line)
        }
      }
      #expect(fixture.simulator.log.count == 0)
    }
  }

  @Test func whatMayBeRepeatedIsNotRefused() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let both = ["--type", "message.sent", "--type=message.opened"]
      let repeated = try await fixture.run(["grep", "-c"] + both)
      #expect(repeated.status == 0 && repeated.errors == "")
      for arguments in [
        ["--all-versions", "--all-versions", "-i", "-i", "--ignore-case"],
        ["--channel=--channel", "--type=--channel"], ["--channel", "A", "--", "--channel"],
      ] {
        let outcome = try await fixture.run(["grep", "-c"] + arguments)
        #expect(outcome.status == (arguments[0] == "--all-versions" ? 0 : 1), "\(arguments)")
        #expect(!outcome.errors.contains("twice"), "\(arguments)")
      }
      let help = try await fixture.run(["grep", "--channel", "A", "--channel", "B", "--help"])
      #expect(help.status == 0 && help.output.hasPrefix("OVERVIEW"))
    }
  }
}

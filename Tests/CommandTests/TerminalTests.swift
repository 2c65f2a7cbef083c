import Foundation
import Simulator
import Testing

/// What a terminal sees, and what a file or a pipe does.
@Suite("On a terminal", .timeLimit(.minutes(2))) struct TerminalTests {
  @Test func fetchDrawsABarAndWipesIt() async throws {
    try await withFixture { fixture in
      fixture.simulator.faults = [FaultRule(.latency(.milliseconds(40)))]
      let (status, screen) = try await fixture.runOnTerminal(
        ["fetch", "--base-url", fixture.simulator.baseURL])
      #expect(status == 0)
      #expect(screen.contains("█") && screen.contains("░") && screen.contains(" %  "))
      let bar = try #require(screen.range(of: "░", options: .backwards))
      let words = try #require(screen.range(of: ": 900 new activities"))
      #expect(screen[bar.upperBound..<words.lowerBound].contains("\r\u{1B}[2K"))
      #expect(!screen[words.lowerBound...].contains("\u{1B}"))
      for line in screen.split(whereSeparator: { $0 == "\r" || $0 == "\n" || $0 == "\r\n" }) {
        #expect(line.replacing("\u{1B}[2K", with: "").count < 100 || line.contains(fixture.archive))
      }
    }
  }

  @Test func aTerminalThatCannotDrawGetsWordsOnly() async throws {
    try await withFixture { fixture in
      fixture.simulator.faults = [FaultRule(.latency(.milliseconds(20)))]
      let (status, screen) = try await fixture.runOnTerminal(
        ["fetch", "--base-url", fixture.simulator.baseURL], ["TERM": "dumb"])
      #expect(status == 0)
      #expect(
        screen.hasPrefix(
          "new archive at \(fixture.archive)\r\n\(fixture.archive): 900 new activities"))
      #expect(!screen.contains("\u{1B}"))
    }
  }

  @Test func nothingButWordsWhereThereIsNoTerminal() async throws {
    try await withFixture { fixture in
      let outcomes = [
        try await fixture.fetch(["--verbose"]), try await fixture.run(["verify"]),
        try await fixture.run(["grep", "-c"]), try await fixture.fetch(key: "wrong"),
      ]
      for outcome in outcomes {
        #expect(!outcome.errors.contains("\u{1B}") && !outcome.errors.contains("\r"))
        #expect(!outcome.output.contains("\u{1B}"))
      }
    }
  }

  @Test func anErrorIsColouredUnlessTheUserWantsNone() async throws {
    try await withFixture { fixture in
      let arguments = ["status", "--archive", "/nonexistent"]
      let words = " /nonexistent: cannot open: No such file or directory; check --archive\r\n"
      let coloured = try await fixture.runOnTerminal(arguments)
      #expect(coloured.screen == "\u{1B}[31mtopo-archive:\u{1B}[0m" + words)
      for plain in [["NO_COLOR": "1"], ["TERM": "dumb"]] {
        #expect(try await fixture.runOnTerminal(arguments, plain).screen == "topo-archive:" + words)
      }
    }
  }

  @Test func noPayloadControlsATerminal() async throws {
    let attack = "\u{1B}]0;owned\u{7}\u{1B}[2J\u{9B}31m\u{202E}\u{7F}"
    let escaped = attack.unicodeScalars.map {
      let digits = String($0.value, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }.joined()
    let raw = "\u{9B}31m\u{202E}\u{7F}"
    let page = OneActivity(
      type: escaped, channel: raw, more: #","metadata":{"reply_category":"\#(escaped)"}"#
    ).page
    try await withFixture { fixture in
      let server = try CannedServer(json: page)
      defer { server.stop() }
      let fetched = try await fixture.fetch(OneActivity.window, baseURL: server.baseURL)
      #expect(fetched.status == 0, "\(fetched.errors)")
      #expect(try await fixture.records().count == 1)
      for arguments in [
        ["grep"], ["grep", "--format", "ndjson"], ["grep", "--format", "csv"],
        ["grep", "--count-by", "type"], ["grep", "--count-by", "channel"],
        ["get", OneActivity.id], ["status"], ["verify", "--strict"],
      ] {
        let screen = try await fixture.runOnTerminal(arguments, ["NO_COLOR": "1"]).screen
        let wiped = screen.replacing("\r\u{1B}[2K", with: "").replacing("\r\n", with: "\n")
        #expect(!wiped.isEmpty)
        #expect(
          wiped.unicodeScalars.allSatisfy { $0 == "\n" || $0 == "\t" || !Self.controls($0) },
          "\(arguments)")
      }
    }
  }

  private static let attack = "\u{1B}]0;owned\u{7}\u{1B}[2J\u{9B}31m\u{202E}\u{2066}\u{7F}"

  /// What lies in an archive's folders can have any name, and so can the archive.
  @Test func noFileNameControlsATerminal() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let archive = fixture.folder.appending(path: "archive\(Self.attack)").path
      try FileManager.default.moveItem(atPath: fixture.archive, toPath: archive)
      for name in ["activities/\(Self.attack)", "amendments", "quarantine"] {
        try FileManager.default.createDirectory(
          atPath: archive + "/" + name, withIntermediateDirectories: true)
      }
      try Data().write(
        to: URL(filePath: archive + "/activities/\(Self.attack)/part\(Self.attack)"))
      try FileManager.default.createSymbolicLink(
        atPath: archive + "/quarantine/\(Self.attack)", withDestinationPath: "/etc/passwd")
      for arguments in [
        ["verify"], ["verify", "--json"], ["status"], ["grep", "--count-by", "day"],
        ["fetch", "--base-url", fixture.simulator.baseURL],
        ["verify", "--checkpoint", Self.attack],
      ] {
        try await expectHarmless(fixture, arguments, archive: archive)
      }
    }
  }

  /// What the API says of itself, in refusals, in redirects and in values that nobody knows.
  @Test func noAnswerControlsATerminal() async throws {
    let escaped = Self.attack.unicodeScalars.map {
      let digits = String($0.value, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }.joined()
    let raw = "\u{9B}31m\u{202E}\u{7F}"
    let strange = OneActivity(
      organizationID: escaped, type: escaped, channel: raw,
      more: #","\#(escaped)":1,"metadata":{"reply_category":"\#(escaped)","\#(escaped)":[]}"#)
    try await withFixture { fixture in
      for (status, body) in [
        ("422 Unprocessable", #"{"message":"\#(escaped)\#(raw)"}"#),
        ("422 \u{1B}[2J", #"{"detail":[{"msg":"\#(escaped)"}]}"#),
        ("302 Found\r\nLocation: https://\u{9B}31m\u{1B}[2J/", ""), ("200 OK", strange.page),
      ] {
        let server = try CannedServer(status: status, type: "application/json", body: body)
        defer { server.stop() }
        try await expectHarmless(
          fixture, ["fetch", "--base-url", server.baseURL] + OneActivity.window)
      }
      for arguments in [
        ["verify"], ["verify", "--strict"], ["verify", "--strict", "--json"],
        ["grep", "--format", "table"], ["grep", "--count-by", "type,reply-category", "--json"],
        ["get", OneActivity.id, "--history"], ["status", "--json"],
        ["grep", "--channel", Self.attack], ["grep", "(\(Self.attack)"], ["get", Self.attack],
      ] {
        try await expectHarmless(fixture, arguments)
      }
    }
  }

  private func expectHarmless(
    _ fixture: CommandFixture, _ arguments: [String], archive: String? = nil
  ) async throws {
    var environment = ["NO_COLOR": "1"]
    environment["TOPO_ARCHIVE"] = archive
    let screen = try await fixture.runOnTerminal(arguments, environment).screen
    let wiped = screen.replacing("\r\u{1B}[2K", with: "").replacing("\r\n", with: "\n")
    #expect(!wiped.isEmpty, "\(arguments)")
    #expect(
      wiped.unicodeScalars.allSatisfy { $0 == "\n" || $0 == "\t" || !Self.controls($0) },
      "\(arguments): \(wiped.debugDescription)")
  }

  private static func controls(_ scalar: Unicode.Scalar) -> Bool {
    [.control, .format].contains(scalar.properties.generalCategory)
  }
}

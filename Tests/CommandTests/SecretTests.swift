import Foundation
import Simulator
import TestSupport
import Testing

/// The API key is in no output, in no byte of an archive and nowhere that others see, whatever happens.
@Suite("The key", .timeLimit(.minutes(3))) struct SecretTests {
  private static let key = "topo_live_sk_0123456789abcdef"
  private static let configuration = {
    var configuration = SimulatorConfiguration(activities: 900, days: 4)
    configuration.key = key
    return configuration
  }()

  /// Holds what was said, and every file that the program can have left, to have nothing of the key.
  private func expectSecret(
    _ outcomes: [Outcome], _ fixture: CommandFixture,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for outcome in outcomes {
      #expect(
        !outcome.output.contains(Self.key) && !outcome.errors.contains(Self.key),
        sourceLocation: sourceLocation)
    }
    for (path, bytes) in try fixture.snapshot() {
      #expect(
        bytes.range(of: Data(Self.key.utf8)) == nil, "\(path)", sourceLocation: sourceLocation)
    }
    for name in try FileManager.default.contentsOfDirectory(atPath: temporary(fixture)) {
      Issue.record("\(name) was left in TMPDIR", sourceLocation: sourceLocation)
    }
  }

  /// A TMPDIR of the fixture's own.
  private func temporary(_ fixture: CommandFixture) -> String {
    let path = fixture.folder.appending(path: "temporary").path
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }

  @Test func staysSecretInAnArchiveAndWhatIsSaidOfIt() async throws {
    try await withFixture(Self.configuration) { fixture in
      fixture.simulator.faults = [
        FaultRule(.refusal(status: 503), .requests([2])), FaultRule(.dropped, .requests([4])),
        FaultRule(.truncatedBody, .requests([6])),
      ]
      let environment = ["TMPDIR": temporary(fixture)]
      var outcomes = [try await fixture.fetch(["--verbose"], environment: environment)]
      #expect(outcomes[0].status == 0)
      for arguments in [
        ["fetch", "--verbose", "--json"], ["fetch", "--verbose", "--log-format", "json"],
        ["reconcile", "--verbose", "--dry-run", "--full"],
        ["reconcile", "--verbose", "--json"], ["verify"], ["verify", "--json"], ["status"],
        ["status", "--json"], ["grep"], ["grep", "--format", "csv"],
      ] {
        outcomes.append(try await fixture.run(arguments, environment: environment))
        outcomes.last?.expectGood()
      }
      try expectSecret(outcomes, fixture)
      #expect(try fixture.snapshot().count > 4)
      #expect(try await fixture.run(["grep", "-F", Self.key]).status == 1)
    }
  }

  @Test func verboseTellsEachRequestWithoutItsHeader() async throws {
    try await withFixture(Self.configuration) { fixture in
      fixture.simulator.faults = [FaultRule(.refusal(status: 503), .requests([2]))]
      for command in ["fetch", "reconcile"] {
        fixture.simulator.log.reset()
        let outcome = try await fixture.run(
          [command, "--verbose"]
            + (command == "fetch" ? ["--base-url", fixture.simulator.baseURL] : []))
        outcome.expectGood()
        let lines = outcome.errorLines.filter { $0.contains("answered") }
        #expect(lines.count == fixture.simulator.log.count)
        for line in lines {
          for part in [
            "method=GET", "url=\(fixture.simulator.baseURL)/v1/activities", " status=", " took=",
            " bytes=",
          ] {
            #expect(line.contains(part), "\(line)")
          }
        }
        #expect(lines.filter { $0.contains("status=503") }.count == 1)
        #expect(outcome.errors.contains("retrying"))
        for header in ["authorization", "bearer", Self.key] {
          #expect(!outcome.errors.lowercased().contains(header))
        }
      }
    }
  }

  @Test func staysSecretWhateverRefusesIt() async throws {
    try await withFixture(Self.configuration) { fixture in
      let environment = ["TMPDIR": temporary(fixture)]
      var outcomes: [Outcome] = []
      func fetch(_ baseURL: String? = nil, key: String? = nil, status: Int32 = 2) async throws {
        outcomes.append(
          try await fixture.fetch(
            ["--verbose"], baseURL: baseURL, key: key, environment: environment))
        #expect(outcomes.last?.status == status)
      }
      for fault in [
        FaultRule(.webPage), FaultRule(.wrongHost), FaultRule(.refusal(status: 405)),
        FaultRule(.refusal(status: 403)), FaultRule(.refusal(status: 401)),
        FaultRule(.refusal(status: 429, retryAfter: .seconds(7_200))),
      ] {
        fixture.simulator.faults = [fault]
        try await fetch()
      }
      fixture.simulator.faults = []
      let secure = fixture.simulator.baseURL.replacing("http:", with: "https:")
      for address in [CannedServer.nowhere, secure, "https://nowhere.invalid"] {
        try await fetch(address)
      }
      for address in ["http://api.topo.io", "https://\(fixture.simulator.port):x@/", "no address"] {
        try await fetch(address, status: 64)
      }
      for key in [
        "\(Self.key)\nX-More: 1", "\(Self.key)\r\n\r\nGET /", "\(Self.key)é",
        "\(Self.key) \(Self.key)",
      ] {
        try await fetch(key: key)
      }
      try expectSecret(outcomes, fixture)
      #expect(try fixture.snapshot().isEmpty)
    }
  }

  /// What the other side repeats is not repeated here.
  @Test(arguments: ["400 Bad", "401 No", "403 No", "404 No", "422 Bad", "418 Teapot", "307 Away"])
  func staysSecretWhereItIsSentBack(status: String) async throws {
    try await withFixture(Self.configuration) { fixture in
      let locations = ["https://\(Self.key)/\(Self.key)#", "https://example.com/?key=MDEyMzQ1Njc4"]
      for (type, body) in [
        ("application/json", #"{"message":"Bearer \#(Self.key) is bad"}"#),
        ("application/json", #"{"detail":[{"msg":"\#(Self.key)","input":"\#(Self.key)"}]}"#),
        ("application/json", #"{"message":"\u0074\#(Self.key.dropFirst()) is bad"}"#),
        ("text/plain", "Authorization: Bearer \(Self.key)"),
      ] {
        for location in locations {
          let server = try CannedServer(
            status: "\(status)\r\nLocation: \(location)\r\nX-Key: \(Self.key)", type: type,
            body: body)
          defer { server.stop() }
          let outcome = try await fixture.fetch(
            ["--verbose"], baseURL: server.baseURL, environment: ["TMPDIR": temporary(fixture)])
          #expect(outcome.status == 2)
          #expect(!outcome.errors.contains("MDEyMzQ1Njc4"))
          try expectSecret([outcome], fixture)
        }
      }
      #expect(try fixture.snapshot().isEmpty)
    }
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGKILL])
  func staysSecretInARunThatIsStopped(signal: Int32) async throws {
    try await withFixture(Self.configuration) { fixture in
      fixture.simulator.faults = [FaultRule(.latency(.milliseconds(60)))]
      let running = try fixture.start(
        ["fetch", "--verbose", "--base-url", fixture.simulator.baseURL],
        environment: ["TMPDIR": temporary(fixture)])
      while fixture.simulator.log.count < 6 { try await Task.sleep(for: .milliseconds(10)) }
      running.child.send(signal)
      let outcome = await running.outcome()
      #expect(outcome.status == (signal == SIGKILL ? 128 + SIGKILL : 1))
      #expect(outcome.errors.contains("answered"))
      try expectSecret([outcome], fixture)
    }
  }

  #if os(Linux)
    /// Swift's report of a crash shows registers and the memory that they point to; the system would
    /// keep all of the memory.
    @Test(
      .disabled(if: Sanitizer.isOn, "a sanitizer takes the crash, and Swift reports nothing"),
      arguments: [SIGSEGV, SIGABRT])
    func staysSecretInACrash(signal: Int32) async throws {
      try await withFixture(Self.configuration) { fixture in
        fixture.simulator.faults = [FaultRule(.latency(.seconds(30)), .from(3))]
        let report = fixture.folder.appending(path: "crash").path
        let running = try fixture.start(
          ["fetch", "--verbose", "--base-url", fixture.simulator.baseURL],
          environment: [
            "TMPDIR": temporary(fixture),
            "SWIFT_BACKTRACE":
              "enable=yes,color=no,interactive=no,threads=all,registers=all,images=none,symbolicate=off,"
              + "timeout=none,output-to=\(report)",
          ])
        while fixture.simulator.log.count < 3 { try await Task.sleep(for: .milliseconds(10)) }
        let process = "/proc/\(running.child.identifier)"
        let words = try Data(contentsOf: URL(filePath: process + "/cmdline"))
        #expect(words.range(of: Data("--verbose".utf8)) != nil)
        #expect(words.range(of: Data(Self.key.utf8)) == nil)
        let limits = try String(contentsOfFile: process + "/limits", encoding: .utf8)
        #expect(limits.contains(#/\nMax core file size +0 +0 /#), "\(limits)")
        running.child.send(signal)
        func said() -> String { (try? String(contentsOfFile: report, encoding: .utf8)) ?? "" }
        func hasEnded() -> Bool {
          (try? String(contentsOfFile: process + "/stat", encoding: .utf8))?.contains(") Z ")
            ?? true
        }
        // A program goes on after a report of what was no fault of its own.
        while !hasEnded(), !said().contains("Backtrace took") {
          try await Task.sleep(for: .milliseconds(50))
        }
        running.child.send(SIGKILL)
        let outcome = await running.outcome()
        #expect([128 + signal, 128 + SIGKILL].contains(outcome.status))
        #expect(said().contains("Program crashed") || !outcome.errors.contains("Backtracing from"))
        #expect(!said().contains("456789abcdef"))
        try expectSecret([outcome], fixture)
      }
    }
  #endif

  /// A run that dies between making a file and giving it its mode.
  @Test(
    .enabled(if: Privileges.canTrace, "strace is not there, or may trace nothing here"),
    .disabled(if: Sanitizer.isOn, "a sanitizer makes system calls of its own")
  )
  func alsoWhereTheRunDiesInBetween() async throws {
    try await withFixture { fixture in
      let strace =
        #"umask 0777; exec strace -f -qq -o /dev/null -e trace=fchmod "#
        + #"-e inject=fchmod:signal=SIGKILL:when=4 "$0" "$@""#
      let fetch = ["fetch", "--base-url", fixture.simulator.baseURL]
      let dying = try await fixture.run(fetch, prefix: ["sh", "-c", strace])
      #expect(dying.status == 128 + SIGKILL, "\(dying.errors)")
      try expectOwnersAlone(fixture.archive)
      try await fixture.fetch().expectGood()
    }
  }

  @Test(arguments: ["000", "022", "077", "0777"])
  func whatIsWrittenIsTheOwnersAlone(umask: String) async throws {
    try await withFixture { fixture in
      fixture.simulator.faults = [FaultRule(.latency(.milliseconds(60)))]
      let prefix = ["sh", "-c", #"umask "$0" && exec "$@""#, umask]
      let fetch = ["fetch", "--base-url", fixture.simulator.baseURL]
      let temporary = temporary(fixture)
      // What a run that dies leaves in staging.
      let dying = try fixture.start(fetch, prefix: prefix)
      let staging = fixture.archive + "/staging"
      while (try? FileManager.default.contentsOfDirectory(atPath: staging).isEmpty) ?? true {
        try await Task.sleep(for: .milliseconds(5))
      }
      dying.child.send(SIGKILL)
      #expect(await dying.outcome().status == 128 + SIGKILL)
      try expectOwnersAlone(fixture.archive)
      fixture.simulator.faults = []
      try await fixture.run(fetch, prefix: prefix).expectGood()
      try expectOwnersAlone(fixture.archive)

      let activities = fixture.simulator.workspace.activities()
      _ = fixture.simulator.workspace.insert(at: activities[20].instant)
      #expect(fixture.simulator.workspace.delete(try #require(activities[5].id)))
      for arguments in [["reconcile", "--full", "--dry-run"], ["reconcile", "--full"]] {
        let environment = ["TMPDIR": temporary]
        _ = try await fixture.run(arguments, prefix: prefix, environment: environment)
        try expectOwnersAlone(fixture.archive)
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: temporary).isEmpty)
    }
  }

  private func expectOwnersAlone(
    _ folder: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let paths =
      [""] + (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? [])
    #expect(paths.count > 3, sourceLocation: sourceLocation)
    for path in paths {
      let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/" + path)
      let mode = try #require(attributes[.posixPermissions] as? Int)
      let isFolder = attributes[.type] as? FileAttributeType == .typeDirectory
      #expect(mode == (isFolder ? 0o700 : 0o600), "\(path)", sourceLocation: sourceLocation)
    }
  }
}

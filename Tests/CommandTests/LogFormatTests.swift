import Activities
import Foundation
import Logging
import Simulator
import Testing

@testable import topo_archive

/// With `--log-format json`, every line on stderr is one object.
@Suite("Structured logs", .timeLimit(.minutes(2))) struct LogFormatTests {
  /// The objects of a text; a line that is none is a failure.
  private func objects(_ text: String) throws -> [[String: Any]] {
    try text.split(whereSeparator: \.isNewline).map { line in
      let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return try #require(object, "\(line)")
    }
  }

  private func words(_ object: [String: Any], _ name: String) -> String {
    object[name] as? String ?? ""
  }

  @Test func aLineIsOneObject() {
    let time = Instant(nanoseconds: 1_735_689_600_250_000_000)
    let metadata: Logger.Metadata = [
      "url": "http://h/\u{1B}[2J", "status": .stringConvertible(200), "path": "a\"b",
      "took": .stringConvertible(Duration.milliseconds(1_500)), "more": ["x": "y"],
    ]
    #expect(
      LogLine.json(.debug, "answered", metadata, at: time)
        == #"{"time":"2025-01-01T00:00:00.25Z","level":"debug","message":"answered","more":"[\"x\": \"y\"]","#
        + #""path":"a\"b","status":200,"took":1.5,"url":"http://h/"# + "\u{FFFD}[2J\"}")
  }

  @Test func everythingThatIsSaid() async throws {
    try await withFixture { fixture in
      fixture.simulator.faults = [FaultRule(.refusal(status: 503), .requests([2]))]
      let arguments = ["--log-format", "json", "--verbose"]
      let outcome = try await fixture.fetch(arguments)
      outcome.expectGood()
      #expect(outcome.output == "")
      let lines = try objects(outcome.errors)
      for line in lines {
        #expect(Timestamp(words(line, "time")) != nil)
        #expect(Logger.Level(rawValue: words(line, "level")) != nil)
        #expect(!words(line, "message").isEmpty)
      }
      let made = lines.filter { words($0, "message") == "new archive at \(fixture.archive)" }
      #expect(made.count == 1 && words(made[0], "level") == "info")
      let answers = lines.filter { words($0, "message") == "answered" }
      #expect(answers.count == fixture.simulator.log.count)
      #expect(answers.filter { $0["status"] as? Int == 503 }.count == 1)
      #expect(answers.allSatisfy { $0["took"] is Double && $0["bytes"] is Int })
      #expect(answers.allSatisfy { words($0, "url").hasPrefix(fixture.simulator.baseURL) })
      let retries = lines.filter { words($0, "message") == "retrying" }
      #expect(retries.count == 1 && words(retries[0], "path").hasPrefix("/v1/activities"))
      let last = try #require(lines.last)
      #expect(words(last, "message").hasPrefix("complete through "))
      #expect(words(last, "level") == "info")
      #expect(!outcome.errors.contains(fixture.simulator.key))
    }
  }

  /// What was checked after the arguments were read is said in the same way.
  @Test func whatGoesWrong() async throws {
    try await withFixture { fixture in
      let file = try fixture.write("no archive", to: "file")
      for command in ["fetch", "reconcile", "repair"] {
        let outcome = try await fixture.run(
          [command, "--log-format", "json", "--archive", file])
        #expect(outcome.status == 2)
        let lines = try objects(outcome.errors)
        try #require(lines.count == 1, "\(outcome.errors)")
        #expect(words(lines[0], "level") == "error")
        #expect(words(lines[0], "message").hasPrefix("\(file)"))
      }
      let unnamed = try await fixture.run(
        ["fetch", "--log-format", "json"], environment: ["TOPO_ARCHIVE": ""])
      #expect(unnamed.status == 64)
      #expect(words(try #require(try objects(unnamed.errors).first), "level") == "error")
      let unknown = try await fixture.run(["fetch", "--log-format", "xml"])
      #expect(unknown.status == 64 && unknown.errors.contains("xml"))
    }
  }

  @Test func aTerminalGetsNoBarThen() async throws {
    try await withFixture { fixture in
      fixture.simulator.faults = [FaultRule(.latency(.milliseconds(40)))]
      let (status, screen) = try await fixture.runOnTerminal([
        "fetch", "--base-url", fixture.simulator.baseURL, "--log-format", "json",
      ])
      #expect(status == 0 && !screen.contains("\u{1B}"))
      #expect(try objects(screen).count == 3)
    }
  }

  @Test func aSignalIsToldSoToo() async throws {
    try await withFixture { fixture in
      fixture.simulator.faults = [FaultRule(.latency(.milliseconds(200)))]
      let run = try fixture.start([
        "fetch", "--base-url", fixture.simulator.baseURL, "--log-format", "json",
      ])
      while fixture.simulator.log.count < 4 { try await Task.sleep(for: .milliseconds(20)) }
      run.child.send(SIGTERM)
      let outcome = await run.outcome()
      #expect(outcome.status == 1)
      let lines = try objects(outcome.errors)
      let messages = lines.map { words($0, "message") }
      #expect(messages.contains { $0.hasPrefix("stopping: ") })
      #expect(messages.last?.hasPrefix("interrupted") == true)
      #expect(lines.last.map { words($0, "level") } == "warning")
    }
  }
}

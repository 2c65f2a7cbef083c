import Activities
import Foundation
import Simulator
import Testing

/// The program itself, as scripts use it.
@Suite struct ProgramTests {
  @Test(arguments: [SIGTERM, SIGINT])
  func listensSaysWhereAndStopsAtASignal(signal: Int32) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let portFile = folder.appending(path: "port")
    let output = Pipe()
    let process = Self.process([
      "--activities", "120", "--days", "3", "--until", "2025-03-14", "--seed", "5",
      "--port-file", portFile.path,
    ])
    process.environment = ["TOPO_SIMULATOR_KEY": "from-the-environment"]
    process.standardOutput = output
    try process.run()
    defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    var text = ""
    while text.split(separator: "\n", omittingEmptySubsequences: false).count < 3 {
      let data = output.fileHandleForReading.availableData
      try #require(!data.isEmpty, "the program ended")
      text += String(decoding: data, as: UTF8.self)
    }
    let lines = text.split(separator: "\n").map(String.init)
    let listening = lines[0]
    let prefix = "listening on "
    #expect(listening.hasPrefix(prefix + "http://127.0.0.1:"))
    #expect(lines[1] == "key from-the-environment")
    let baseURL = String(listening.dropFirst(prefix.count))
    let port = try String(contentsOf: portFile, encoding: .utf8)
    #expect(baseURL.hasSuffix(":" + port.trimmingCharacters(in: .newlines)))

    let page = try await Envelope(
      request(
        baseURL + "/v1/activities?size=100&sort_order=ASC",
        authorization: "Bearer from-the-environment"
      ).body)
    let until = try #require(UTCDay("2025-03-14")).start
    let same = SyntheticWorkspace(
      WorkspaceConfiguration(activities: 120, days: 3, until: until, seed: 5))
    #expect(page.items == Array(same.allRecords().prefix(100)))
    #expect(page.totalCount == 120)

    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 0)
    #expect(!FileManager.default.fileExists(atPath: portFile.path))
  }

  @Test func whatCannotBeDoneIsSaidInOneLine() async throws {
    try await withSimulator(SimulatorConfiguration(activities: 1)) { simulator in
      let taken = try Self.failure(["--port", "\(simulator.port)"])
      #expect(taken.status == 2)
      #expect(
        taken.text
          == "topo-simulator: cannot listen at port \(simulator.port) of 127.0.0.1; is it in use?\n"
      )
      let unwritable = try Self.failure(["--port-file", "/nonexistent/port"])
      #expect(unwritable.status == 2)
      #expect(unwritable.text == "topo-simulator: cannot write /nonexistent/port\n")
    }
  }

  @Test(arguments: [
    ["--port", "70000"], ["--days", "0"], ["--drops", "1.5"], ["--latency", "fast"],
    ["--until", "soon"], ["--activities", "-1"], ["--frobnicate"],
  ])
  func badOptionsAreUsageErrors(arguments: [String]) throws {
    let failure = try Self.failure(arguments)
    #expect(failure.status == 64)
    #expect(failure.text.hasPrefix("topo-simulator: "))
    #expect(failure.text.hasSuffix(". See topo-simulator --help\n"))
    #expect(failure.text.split(separator: "\n").count == 1)
  }

  /// Runs a program that ends by itself.
  private static func failure(_ arguments: [String]) throws -> (status: Int32, text: String) {
    let process = process(arguments)
    let errors = Pipe()
    process.standardError = errors
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    let text = String(
      decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text)
  }

  /// The program lies where the tests do.
  private static func process(_ arguments: [String]) -> Process {
    let process = Process()
    process.executableURL = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appending(path: "topo-simulator")
    process.arguments = arguments
    return process
  }
}

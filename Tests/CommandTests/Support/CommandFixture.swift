import Foundation
import Simulator
import Testing

/// A simulator and a temporary folder with room for an archive, for tests of the command.
struct CommandFixture: Sendable {
  let simulator: Simulator
  let folder: URL

  var archive: String { folder.appending(path: "archive").path }

  /// Runs topo-archive to its end.
  func run(
    _ arguments: [String], prefix: [String] = [], key: String? = nil,
    environment: [String: String] = [:]
  ) async throws -> Outcome {
    try await start(arguments, prefix: prefix, key: key, environment: environment).outcome()
  }

  /// Starts topo-archive with the archive and the simulator's key in its environment.
  func start(
    _ arguments: [String], prefix: [String] = [], key: String? = nil,
    environment: [String: String] = [:]
  ) throws -> Running {
    let own = ["TOPO_ARCHIVE": archive, "TOPO_API_KEY": key ?? simulator.key]
    return try Command.start(
      arguments, prefix: prefix, environment: own.merging(environment) { $1 }, in: folder)
  }

  /// Runs topo-archive to its end with a terminal for stdout and stderr.
  func runOnTerminal(
    _ arguments: [String], _ environment: [String: String] = [:], columns: UInt16 = 100,
    rows: UInt16 = 30
  ) async throws -> (status: Int32, screen: String) {
    let terminal = try PseudoTerminal(columns: columns, rows: rows)
    let own = ["TOPO_ARCHIVE": archive, "TOPO_API_KEY": simulator.key, "TERM": "xterm"]
    let child = try Child(
      [Command.path] + arguments,
      environment: Command.environment(adding: own.merging(environment) { $1 }),
      output: terminal.descriptor, errors: terminal.descriptor)
    let status = await child.wait()
    return (status, await terminal.close())
  }

  /// `fetch` from the simulator, unless the arguments name another place.
  func fetch(
    _ arguments: [String] = [], baseURL: String? = nil, key: String? = nil,
    environment: [String: String] = [:]
  ) async throws -> Outcome {
    try await run(
      ["fetch", "--base-url", baseURL ?? simulator.baseURL] + arguments, key: key,
      environment: environment)
  }

  /// Fetches what has to be there for a test to begin.
  func fetchAll() async throws {
    let outcome = try await fetch()
    try #require(outcome.status == 0, "\(outcome.errors)")
  }

  /// What `status --json` says of the archive.
  func status() async throws -> StatusReport {
    let outcome = try await run(["status", "--json"])
    return try JSONDecoder().decode(StatusReport.self, from: Data(outcome.output.utf8))
  }

  /// Every record that grep finds without a pattern; it may tell of what was not read, and of nothing else.
  func records() async throws -> [String] {
    let outcome = try await run(["grep", "--format", "ndjson"])
    #expect(outcome.errorLines.allSatisfy { $0.hasPrefix("not all was read of ") })
    return outcome.outputLines
  }

  /// Holds the archive to what the simulator shows, and to `verify`.
  func expectWholeArchive(sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let truth = simulator.workspace.allRecords().map { String(decoding: $0, as: UTF8.self) }
    #expect(try await Set(records()) == Set(truth), sourceLocation: sourceLocation)
    #expect(try await records().count == truth.count, sourceLocation: sourceLocation)
    let verified = try await run(["verify"])
    #expect(verified.status == 0, "\(verified.errors)", sourceLocation: sourceLocation)
  }

  /// Every file below the archive, by its path, with its bytes.
  func snapshot() throws -> [String: Data] {
    var files: [String: Data] = [:]
    guard let paths = FileManager.default.enumerator(atPath: archive) else { return files }
    for case let path as String in paths {
      let file = URL(filePath: archive).appending(path: path)
      let isFolder = try file.resourceValues(forKeys: [.isDirectoryKey]).isDirectory ?? false
      if !isFolder { files[path] = try Data(contentsOf: file) }
    }
    return files
  }

  /// Flips one bit in the middle of the first segment and returns its path.
  func damage() throws -> String {
    let path = try #require(try snapshot().keys.filter { $0.hasPrefix("activities/") }.min())
    let file = URL(filePath: archive).appending(path: path)
    var bytes = try Data(contentsOf: file)
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: file)
    return path
  }

  /// Writes a file beside the archive, or in it, and returns its path.
  func write(_ text: String, to name: String) throws -> String {
    let file = folder.appending(path: name)
    try Data(text.utf8).write(to: file)
    return file.path
  }
}

/// Members of `status --json`.
struct StatusReport: Decodable {
  struct Span: Decodable {
    let from, until: String
  }
  struct Checkpoint: Decodable {
    let size: Int
    let root: String
  }
  let archive_id: String
  let coverage: [Span]
  let checkpoint: Checkpoint
  let amendments: Int
}

/// Hands a simulator and an empty folder to `body`, and leaves nothing of either.
func withFixture<Result>(
  _ configuration: SimulatorConfiguration = SimulatorConfiguration(activities: 900, days: 4),
  _ body: (CommandFixture) async throws -> Result
) async throws -> Result {
  let folder = try #require(TemporaryFolder.make())
  defer { try? FileManager.default.removeItem(at: folder) }
  return try await withSimulator(configuration) { simulator in
    // What is younger than the lag of fetch would be left to a later run.
    simulator.clock.advance(by: .seconds(3_600))
    return try await body(CommandFixture(simulator: simulator, folder: folder))
  }
}

enum TemporaryFolder {
  /// A new folder that others may pass through; nil if there is no room for one.
  static func make() -> URL? {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "topo-archive-command-\(UUID().uuidString)")
    try? FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }
}

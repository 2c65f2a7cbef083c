import Activities
import ActivityAPI
import ArchivePage
import ArchiveStore
import Archiver
import Foundation
import Logging
import Patterns
import Simulator
import TestSupport
import Testing

/// An archive of a simulated workspace, which can be served.
struct PageFixture: Sendable {
  static let token = "0123456789abcdef0123456789abcdef"
  static let words = PageWords(
    finding: { "words for \($0.kind.rawValue)" },
    integrity: { "intact: \($0.isIntact)" },
    completeness: { "complete: \($0.isComplete)" },
    pattern: { "wrong at \($0.offset)" },
    refusal: { "\($0) is not \($1)" },
    hints: { query, _, found in
      found
        ? [] : [PageWords.Hint(parameter: "channel", words: "not \(query.filter.channel ?? "")")]
    },
    error: { "error: \($0)" })

  let simulator: Simulator
  let directory: String

  /// Fetches what is new.
  func fetch() async throws {
    var options = APIClient.Options()
    options.logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let client = APIClient(
      baseURL: try BaseURL(simulator.baseURL), key: simulator.key, options: options)
    do {
      _ = try await Fetch(directory: directory, client: client, options: FetchOptions()).run()
    } catch {
      await client.shutdown()
      throw error
    }
    await client.shutdown()
  }

  /// Serves the archive to `body` at a free port, and stops whatever happens.
  func serve<Value>(
    token: String? = nil, _ limits: ConnectionLimits = ConnectionLimits(),
    _ body: (PageServer) async throws -> Value
  ) async throws -> Value {
    let server = try await PageServer.start(
      archive: directory, token: token.flatMap { AccessToken($0) }, limits: limits,
      words: Self.words)
    do {
      let value = try await body(server)
      await server.stop()
      return value
    } catch {
      await server.stop()
      throw error
    }
  }
}

extension PageServer {
  /// Sends one request on a connection of its own. Fields are whole lines.
  func send(
    _ method: String = "GET", _ target: String, host: String = "localhost",
    fields: [String] = [], body: String = ""
  ) async throws -> WireAnswer {
    let length = body.isEmpty ? [] : ["Content-Length: \(body.utf8.count)"]
    let lines = ["\(method) \(target) HTTP/1.1", "Host: \(host)"] + fields + length
    let text = (lines + ["Connection: close", "", body]).joined(separator: "\r\n")
    return try await Wire.open(port) { wire in
      wire.send(text)
      return try wire.answer(isHead: method == "HEAD")
    }
  }

  /// What comes back for bytes that need not be a request.
  func send(raw text: String) async throws -> WireAnswer {
    try await Wire.open(port) { wire in
      wire.send(text)
      return try wire.answer()
    }
  }
}

/// Hands an archive to `body`, and leaves nothing of it.
@discardableResult func withPageFixture<Value>(
  activities: Int = 300, days: Int = 4, seed: UInt64 = 1,
  _ body: (PageFixture) async throws -> Value
) async throws -> Value {
  let directory = FileManager.default.temporaryDirectory
    .appending(path: "topo-archive-page-\(UUID().uuidString)").path
  defer { try? FileManager.default.removeItem(atPath: directory) }
  let configuration = SimulatorConfiguration(activities: activities, days: days, seed: seed)
  return try await withSimulator(configuration) { simulator in
    simulator.clock.advance(by: .seconds(3_600))
    let fixture = PageFixture(simulator: simulator, directory: directory)
    try await fixture.fetch()
    return try await body(fixture)
  }
}

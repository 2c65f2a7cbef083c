import Activities
import ActivityAPI
import ArchiveFormat
import ArchiveStore
import Archiver
import Foundation
import Logging
import Simulator
import Testing

/// An archive in a temporary folder beside the simulator that it archives.
struct FetchFixture: Sendable {
  let simulator: Simulator
  let directory: String

  /// Runs fetch once.
  func fetch(
    key: String? = nil, concurrency: Int = 4, directory: String? = nil,
    timeout: Duration = .seconds(60), _ change: (inout FetchOptions) -> Void = { _ in }
  ) async throws -> FetchReport {
    var options = FetchOptions()
    options.concurrency = concurrency
    change(&options)
    let directory = directory ?? self.directory
    return try await withClient(
      try client(key: key, concurrency: concurrency, timeout: timeout)
    ) { client in
      try await Fetch(directory: directory, client: client, options: options).run()
    }
  }

  /// Runs something with a client, which is shut down whatever comes of it.
  func withClient<Report>(
    _ client: APIClient, _ run: (APIClient) async throws -> Report
  ) async throws -> Report {
    do {
      let report = try await run(client)
      await client.shutdown()
      return report
    } catch {
      await client.shutdown()
      throw error
    }
  }

  func client(
    key: String? = nil, concurrency: Int = 4, timeout: Duration = .seconds(60)
  ) throws -> APIClient {
    var options = APIClient.Options()
    options.retry = RetryPolicy(
      attempts: 8, firstAttempts: 8, firstPause: .milliseconds(1), longestPause: .milliseconds(20),
      timeout: timeout)
    options.concurrency = concurrency
    options.logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    return APIClient(
      baseURL: try BaseURL(simulator.baseURL), key: key ?? simulator.key, options: options)
  }

  func archive() throws -> Archive { try Archive(at: directory) }

  /// Every file of the archive with its bytes.
  func snapshot() throws -> [String: Data] {
    var files: [String: Data] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: directory) {
      files[path] = try? Data(contentsOf: URL(filePath: directory).appending(path: path))
    }
    return files
  }

  /// Every record of a stream, in the order of days and keys.
  func records(_ stream: SegmentStream = .activities) throws -> [String] {
    let archive = try archive()
    var records: [String] = []
    for segment in archive.segments(of: stream) where stream == .quarantine {
      try archive.forEachRecord(in: segment) { record throws(StoreError) in
        records.append(text(record))
      }
    }
    for day in archive.days(of: stream) {
      let held = HeldRecords(
        archive, in: stream == .activities ? .activities(day) : .amendments(day))
      while try held.next() != nil { records.append(held.withRecord(text)) }
    }
    return records
  }

  /// What the simulator shows now, minified, in the archive's order.
  func truth(_ filter: ActivityFilter = ActivityFilter()) throws -> [String] {
    var reader = RecordReader()
    var keyed: [(RecordKey, String)] = []
    for activity in simulator.workspace.activities(filter) {
      let bytes = JSONMinifier.minify(activity.record.span.bytes)
      guard let fields = try? reader.read(bytes.span.bytes) else { continue }
      keyed.append((fields.key, String(decoding: bytes, as: UTF8.self)))
    }
    return keyed.sorted { $0.0 < $1.0 }.map(\.1)
  }

  /// Whatever the API did, what was archived is whole; only the API can break the schema, and only
  /// what it kept back may be missing.
  func verify() async throws {
    guard let folder = try? ArchiveFolder(at: directory) else { return }
    let report = try await Verify(folder).run()
    let found = report.counts.keys.filter { $0 != .schemaViolation && !$0.concernsCompleteness }
    #expect(found.isEmpty, "\(report.findings)")
    #expect(report.interruptedLines == 0)
  }

  private func text(_ record: RawSpan) -> String {
    String(decoding: record.bytes(in: 0..<record.byteCount), as: UTF8.self)
  }
}

/// Starts a simulator and gives it an archive's folder that does not exist yet; cleans up.
func withFetchFixture(
  _ configuration: SimulatorConfiguration, _ body: (FetchFixture) async throws -> Void
) async throws {
  let directory = FileManager.default.temporaryDirectory
    .appendingPathComponent("topo-archive-test-\(UUID().uuidString)").path
  defer { try? FileManager.default.removeItem(atPath: directory) }
  try await withSimulator(configuration) { simulator in
    let fixture = FetchFixture(simulator: simulator, directory: directory)
    try await body(fixture)
    try await fixture.verify()
  }
}

/// A small workspace whose clock stands some days after its last activity.
func configuration(
  activities: Int = 1_200, days: Int = 6, seed: UInt64 = 1, later: Duration = .seconds(3_600)
) -> SimulatorConfiguration {
  var configuration = SimulatorConfiguration(activities: activities, days: days, seed: seed)
  configuration.clock = SimulatedClock(.fixed(configuration.workspace.until + later))
  return configuration
}

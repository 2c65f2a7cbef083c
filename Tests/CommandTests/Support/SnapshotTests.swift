import Foundation
import Testing

/// A suite of tests that take a snapshot and look at it.
protocol SnapshotTests {}

/// The fixture has 24 to 27 June; the snapshot the 25th and the 26th.
let snapshotWindow = ["--since", "2025-06-25", "--until", "2025-06-27"]

extension SnapshotTests {
  func bag(_ fixture: CommandFixture) -> String {
    fixture.folder.appending(path: "bag").path
  }

  func take(
    _ fixture: CommandFixture, _ arguments: [String] = snapshotWindow
  ) async throws -> Outcome {
    try await fixture.run(["snapshot", "--output", bag(fixture)] + arguments)
  }

  func readers(_ fixture: CommandFixture, _ arguments: [String]) async throws -> Outcome {
    try await fixture.run(arguments + ["--archive", bag(fixture)])
  }

  func names(_ folder: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
  }

  /// `sha256sum --check` of both manifests, in the bag's folder.
  func sums(_ bag: String) throws -> [Int32] {
    try ["manifest-sha256.txt", "tagmanifest-sha256.txt"].map { manifest in
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = ["sha256sum", "--check", "--quiet", "--strict", manifest]
      process.currentDirectoryURL = URL(filePath: bag)
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      return process.terminationStatus
    }
  }

  func flip(_ path: String) throws {
    var bytes = try Data(contentsOf: URL(filePath: path))
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: URL(filePath: path))
  }
}

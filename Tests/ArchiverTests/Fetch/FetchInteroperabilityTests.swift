import Activities
import ArchiveFormat
import ArchiveStore
import Archiver
import Foundation
import Simulator
import Testing

@Suite("A fetched archive is what FORMAT.md says")
struct FetchInteroperabilityTests {
  /// The counts that a reader finds which shares no code with this package.
  private static func counts(_ archive: String) throws -> [String: Int] {
    let script = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Interoperability/read_archive.py")
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", script.path, archive]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return try JSONDecoder().decode([String: Int].self, from: bytes)
  }

  @Test func anIndependentReaderAcceptsIt() async throws {
    try await withFetchFixture(configuration(activities: 3_000, days: 2)) { fixture in
      _ = try await fixture.fetch()
      let replies = fixture.simulator.workspace.activities(ActivityFilter(eventType: "REPLIED"))
      let ids = Array(replies.compactMap(\.id).prefix(5))
      for id in ids {
        #expect(fixture.simulator.workspace.setReplyCategory("INTERESTED", of: id))
      }
      fixture.simulator.clock.advance(by: .seconds(86_400))
      let amended = try await fixture.fetch().amended
      #expect(amended > 0)
      let counts = try Self.counts(fixture.directory)
      #expect(counts["activities"] == (try fixture.truth().count))
      #expect(counts["amendments"] == amended)
      #expect(counts["entries"] == (try fixture.archive().checkpoint.size))
    }
  }
}

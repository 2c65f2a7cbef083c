import Activities
import ArchiveFormat
import ArchiveStore
import Archiver
import Foundation
import Simulator
import Testing

@Suite("A fetched archive is what FORMAT.md says")
struct FetchInteroperabilityTests {
  /// Block headers and the end of a stream with each block included.
  @Test func itIsHardlyLargerThanWhatGzipMakes() async throws {
    try await withFetchFixture(configuration(activities: 6_000, days: 1)) { fixture in
      _ = try await fixture.fetch()
      for segment in try fixture.archive().segments(of: .activities)
      where segment.entry.count > 2_048 {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        let path = "\(fixture.directory)/\(segment.location.path)"
        process.arguments = ["-c", #"gzip -dc "$0" | gzip -6 | wc -c"#, path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        let text = String(decoding: bytes, as: UTF8.self)
        let plain = try #require(Int(text.filter(\.isNumber)))
        #expect(Double(segment.size) < 1.08 * Double(plain), "\(segment.size) and \(plain)")
      }
    }
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
      let counts = try IndependentReader.counts(fixture.directory)
      #expect(counts["activities"] == (try fixture.truth().count))
      #expect(counts["amendments"] == amended)
      #expect(counts["entries"] == (try fixture.archive().checkpoint.size))
    }
  }
}

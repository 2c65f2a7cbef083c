import Activities
import ArchiveFormat
import ArchiveStore
import Foundation
import Testing

@testable import Archiver

@Suite("Verify beside a writer")
struct VerifyDuringFetchTests {
  /// Whatever a commit has done when verify looks, it is no finding, and nothing is lost.
  @Test func commitsUnderWayAreNoFindings() async throws {
    let specimen = try await Specimen()
    let writer = try ArchiveWriter(at: specimen.root)
    let commits = 60
    let ended = Task {
      for number in 0..<commits { try await commit(number, writer) }
    }
    var options = VerifyOptions()
    options.since = try #require(Timestamp("2025-03-15T00:00:00Z")).instant
    var counts: [Int] = []
    while counts.last != 5 + 2 * commits {
      let report = try await specimen.verify(options)
      #expect(report.findings == [])
      try #require(report.findings.isEmpty && counts.count < 100_000)
      counts.append(report.activities)
    }
    try await ended.value
    #expect(counts == counts.sorted())
  }

  /// Every commit adds a day.
  private func commit(_ number: Int, _ writer: ArchiveWriter) async throws {
    let first = try #require(UTCDay("2025-03-17"))
    let day = UTCDay(number: first.number + number)
    var segment = try SegmentWriter(.activities(day), in: writer.staging)
    for id in 1...2 {
      let record = try SpecimenRecords.record(id, day: day.description)
      try segment.append(record.span.bytes)
    }
    let walk = try Specimen.walk(day.description, received: 2, added: 2)
    try await writer.commit(try segment.finish(), walks: [walk])
  }
}

import Activities
import ArchiveFormat
import ArchiveStore
import Archiver
import Foundation
import Testing

@Suite struct SearchDamageTests {
  private func twoDays(_ folder: SearchArchive) async throws -> Archive {
    try await folder.commit(
      (0..<2).flatMap { day in
        (0..<1_100).map { SampleActivity(day * 1_100 + $0, day: day, seconds: $0) }
      })
  }

  @Test func aMissingSegmentIsToldAndTheRestIsSearched() async throws {
    let folder = try SearchArchive()
    let archive = try await twoDays(folder)
    try folder.remove(SegmentLocation(.activities(SampleActivity.day(0)), part: 0))
    let (texts, report) = try await Search(archive).found(SearchQuery())
    #expect(texts.count == 1_100)
    #expect(!report.isWhole && report.faultCount == 1)
    let (forms, lookup) = try await Search(archive).forms(of: SampleActivity.identifier(1_000))
    #expect(forms.isEmpty)
    #expect(!lookup.isWhole)
  }

  @Test func aDamagedBlockIsToldAndTheRestIsSearched() async throws {
    let folder = try SearchArchive()
    let archive = try await twoDays(folder)
    let location = SegmentLocation(.activities(SampleActivity.day(0)), part: 0)
    let url = URL(fileURLWithPath: folder.path + "/" + location.path)
    var bytes = try Data(contentsOf: url)
    // Behind the header of the first block, within its deflated records.
    bytes[BlockHeader.maximumLength + 500] ^= 0xFF
    try bytes.write(to: url)
    let (texts, report) = try await Search(archive).found(SearchQuery())
    #expect(texts.count == 2_200 - 1_024)
    #expect(report.faultCount == 1)
    guard case .segment(let path, let offset, _)? = report.faults.first else {
      Issue.record("no fault of a segment: \(report.faults)")
      return
    }
    #expect(path == location.path && offset == 0)
  }
}

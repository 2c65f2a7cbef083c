import Activities
import ArchiveFormat
import ArchiveStore
import Archiver
import Simulator
import Testing

@Suite("Readers see one commit while a fetch writes")
struct ReadingDuringFetchTests {
  @Test func verifyAndSearchNeverSeeATornArchive() async throws {
    var configuration = configuration(activities: 1_500, days: 30)
    configuration.faults = [FaultRule(.latency(.milliseconds(10)))]
    try await withFetchFixture(configuration) { fixture in
      let run = Task { try await fixture.fetch(concurrency: 2) }
      var verified: [Int] = []
      while verified.last != 1_500, verified.count < 400 {
        guard let folder = try? ArchiveFolder(at: fixture.directory),
          let archive = try? Archive(folder)
        else {
          try await Task.sleep(for: .milliseconds(2))
          continue
        }
        let report = try await Verify(folder).run()
        #expect(report.isIntact, "\(report.findings)")
        let found = try await Search(archive).count(SearchQuery())
        #expect(found.records <= report.activities)
        verified.append(report.activities)
      }
      #expect(try await run.value.isComplete)
      #expect(verified == verified.sorted())
      #expect(Set(verified).count > 3, "\(verified)")
    }
  }
}

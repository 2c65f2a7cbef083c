import Activities
import ArchiveFormat
import ArchiveStore
import Archiver
import Simulator
import Synchronization
import Testing

@Suite("Readers see one commit while a fetch writes")
struct ReadingDuringFetchTests {
  @Test func verifyAndSearchNeverSeeATornArchive() async throws {
    try await withFetchFixture(configuration(activities: 1_500, days: 12)) { fixture in
      let first = try #require(fixture.simulator.workspace.activities().first?.instant.day)
      var verified: [Int] = []
      for number in 1...12 {
        let until = UTCDay(number: first.number + number).start
        let isWriting = Mutex(true)
        async let report = {
          defer { isWriting.withLock { $0 = false } }
          return try await fixture.fetch { $0.until = until }
        }()
        while isWriting.withLock({ $0 }) {
          if let count = try await readAll(fixture) { verified.append(count) }
          await Task.yield()
        }
        #expect(try await report.isComplete)
        verified.append(try #require(try await readAll(fixture)))
      }
      #expect(verified == verified.sorted())
      #expect(verified.last == 1_500)
    }
  }

  /// How many activities verify and search see; nil before there is an archive.
  private func readAll(_ fixture: FetchFixture) async throws -> Int? {
    guard let folder = try? ArchiveFolder(at: fixture.directory),
      let archive = try? Archive(folder)
    else { return nil }
    let found = try await Search(archive).count(SearchQuery()).records
    let report = try await Verify(folder).run()
    #expect(report.isIntact, "\(report.findings)")
    #expect(found <= report.activities)
    return report.activities
  }
}

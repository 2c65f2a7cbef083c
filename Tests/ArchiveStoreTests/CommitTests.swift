import Activities
import ArchiveFormat
import Testing
import TestSupport

@testable import ArchiveStore

@Suite struct CommitTests {
  @Test func whatIsCommittedIsRead() async throws {
    let folder = try TemporaryFolder()
    var generator = SeededGenerator(seed: 1)
    let samples = samples(2_500, using: &generator)
    let writer = try ArchiveWriter(at: folder("a"), creating: archiveEntry())
    try await writer.commit(
      try stage(samples, writer.staging), walks: [try walk(received: samples.count)])

    let archive = try Archive(at: folder("a"))
    #expect(archive.entry == archiveEntry())
    #expect(archive.checkpoint.size == 3)
    #expect(archive.walks == [try walk(received: 2_500)])
    #expect(archive.organizationID == Sample.organizationID)
    #expect(try records(of: archive) == samples.map(\.record))
    #expect(
      files(below: folder("a")) == [
        "activities/created_date=\(sampleDay)/part-00000.ndjson.gz", "checkpoint", "index.ndjson",
      ])
  }
}

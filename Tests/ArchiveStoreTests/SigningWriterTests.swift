import ArchiveFormat
import Testing

@testable import ArchiveStore

/// Whoever opens an archive with a key leaves it signed, however the commit before ended.
@Suite struct SigningWriterTests {
  private let key: SigningKey

  init() throws {
    key = try #require(SigningKey(named: "example.com/a"))
  }

  @Test(arguments: InterruptedCommit.Step.allCases)
  func afterACrash(_ step: InterruptedCommit.Step) async throws {
    let commit = try await InterruptedCommit()
    try commit.run(through: step)
    let crashed = try commit.crash()
    let writer = try ArchiveWriter(at: crashed, signingKey: key)
    let archive = await writer.archive
    #expect(try archive.checkpoint.statement(of: key.verifierKey).key == key.verifierKey)
    #expect(try Archive(at: crashed).checkpoint == archive.checkpoint)
    let next = try await writer.commit([], walks: [try walk(received: 100)])
    #expect(try next.checkpoint.statement(of: key.verifierKey).key == key.verifierKey)
    #expect(try Archive(at: crashed).checkpoint == next.checkpoint)
  }
}

import Foundation
import Testing

/// Archives whose maker wants to harm who reads them: small files that would become large.
@Suite("An archive that is made to harm", .timeLimit(.minutes(5))) struct HostileArchiveTests {
  /// A kind of archive that `hostile_archive.py` makes.
  struct Attack: CustomTestStringConvertible {
    let kind: String
    /// MiB that every command must do with; 23 are taken by an archive of nothing.
    let limit: Int
    /// What verify says of it.
    let words: String
    /// What is no part of the archive is no fault of it.
    var isIntact = false

    var testDescription: String { kind }
  }

  private static let segment = "activities/created_date=2025-03-14/part-00000.ndjson.gz"

  @Test(arguments: [
    // A block may have 256 MiB, and is read as a whole.
    Attack(
      kind: "segment_of_one_line", limit: 320,
      words:
        "segment_unreadable: \(segment): the block at byte 0: the block is larger than any can be;"
        + " none of its records was read"),
    Attack(
      kind: "bomb", limit: 48,
      words:
        "gzip_corrupt: \(segment): the block at byte 0: the length differs from what is written"
        + " beside it; none of its records was read"),
    Attack(
      kind: "bomb_with_an_honest_header", limit: 48,
      words:
        "size_mismatch: \(segment): the block at byte 0: it has more than the index leaves for it;"
        + " none of its records was read"),
    Attack(
      kind: "records_without_end", limit: 96,
      words: "count_mismatch: \(segment): there are 16,777,217 records, the index says 1"),
    Attack(
      kind: "many_members", limit: 48,
      words:
        "block_header_mismatch: 100,000 findings of this kind in all, of which no more than the"
        + " first 100 are listed, by verify --json"),
    // A line of the index may have 64 MiB.
    Attack(
      kind: "index_of_one_line", limit: 192,
      words: "index_malformed: index.ndjson:2: the line is too long to be an entry"),
    Attack(
      kind: "index_of_many_values", limit: 256,
      words: "index_malformed: index.ndjson:2: this is no JSON (too long, byte 8388623)"),
    Attack(kind: "commit_of_one_line", limit: 320, words: "intact", isIntact: true),
  ])
  func memoryStaysBounded(attack: Attack) async throws {
    let folder = try #require(TemporaryFolder.make())
    defer { try? FileManager.default.removeItem(at: folder) }
    let archive = folder.appending(path: "archive").path
    try await HostileArchive.make(attack.kind, at: archive, in: folder)
    for arguments in [["verify"], ["grep", "x"]] {
      let run = try await Measured.run(
        arguments, environment: ["TOPO_ARCHIVE": archive], in: folder)
      #expect(run.peak < attack.limit << 20, "\(arguments): \(run.peak >> 20) MiB")
      guard arguments == ["verify"] else { continue }
      #expect(run.outcome.status == (attack.isIntact ? 0 : 1))
      #expect(run.outcome.errorLines.contains(attack.words), "\(run.outcome.errors)")
    }
  }
}

/// What `Tests/Interoperability/hostile_archive.py` makes.
enum HostileArchive {
  static func make(_ kind: String, at path: String, in folder: URL) async throws {
    let script = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Interoperability/hostile_archive.py").standardized.path
    let output = folder.appending(path: "made")
    let descriptor = open(output.path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    defer { close(descriptor) }
    let child = try Child(
      ["python3", script, kind, path], environment: ProcessInfo.processInfo.environment,
      output: descriptor, errors: descriptor)
    let status = await child.wait()
    let words = try String(contentsOf: output, encoding: .utf8)
    try #require(status == 0, "\(words)")
  }
}

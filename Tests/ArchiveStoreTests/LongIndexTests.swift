import ArchiveFormat
import Testing
import TestSupport

@testable import ArchiveStore

/// An index of several reads, whose lines are read side by side.
@Suite struct LongIndexTests {
  private let folder: TemporaryFolder
  private let path: String
  private let walks: [WalkEntry]
  private var lines: [[UInt8]]

  init() throws {
    folder = try TemporaryFolder()
    path = folder("a")
    _ = try ArchiveWriter(at: path, creating: archiveEntry())
    walks = try (0..<9_000).map { try walk(received: $0) }
    lines = [IndexEntry.archive(archiveEntry()).line] + walks.map { IndexEntry.walk($0).line }
  }

  /// Opens the archive with the lines as its index, under a checkpoint that fits them.
  private func open() throws -> Archive {
    try write(Array(lines.map { $0 + [UInt8(ascii: "\n")] }.joined()), to: path + "/index.ndjson")
    let root = MerkleTree.root(of: lines.map { MerkleTree.leafHash($0.span.bytes) })
    let checkpoint = try #require(
      Checkpoint(archiveID: archiveEntry().id, size: lines.count, root: root))
    try write(checkpoint.bytes, to: path + "/checkpoint")
    return try Archive(at: path)
  }

  @Test func isReadInItsOrder() throws {
    #expect(lines.reduce(0) { $0 + $1.count } > 2 << 20)
    #expect(try open().walks == walks)
  }

  @Test mutating func namesTheFirstBadLine() throws {
    lines[8_999] = Array("{}".utf8)
    lines[4_320] = Array("nonsense".utf8)
    let fault = #expect(throws: StoreError.self) { try open() }
    guard case .archive(.index(line: 4_321, .entry(.syntax))) = fault else {
      Issue.record("\(String(describing: fault))")
      return
    }
    // A line that cannot follow comes before one that is none, although both are read at once.
    lines[4_319] = lines[0]
    #expect(throws: StoreError.archive(.index(line: 4_320, .contradiction(.anotherArchiveEntry)))) {
      try open()
    }
  }
}

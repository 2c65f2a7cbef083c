import Activities
import TestSupport
import Testing

@testable import ArchiveFormat

@Suite struct SnapshotDescriptionTests {
  private func line() throws -> String { try Specification().example("json snapshot") }

  private func read(_ text: String) throws(IndexEntryError) -> SnapshotDescription {
    try SnapshotDescription(bytes(text).span.bytes)
  }

  @Test func readsWhatItWrites() throws {
    let snapshot = try read(line())
    #expect(try snapshot.bytes.text == line() + "\n")
    #expect(try read(snapshot.bytes.text) == snapshot)
    #expect(try read(line().dropLast() + #","more":{}}"#) == snapshot)
  }

  /// What is replaced by what, and the member that is wrong then.
  static let damages = [
    ("7c9e6679", "7C9E6679", "archive_id"), ("7c9e6679-", "", "archive_id"),
    ("2025-03-01T00:00:00Z", "2025-03-01", "from"),
    ("2025-03-01T00:00:00Z", "2025-03-01T00:00:00.5Z", "from"),
    ("2025-03-01T00:00:00Z", "2025-03-01T12:00:00Z", "from"),
    ("2025-04-01T00:00:00Z", "2025-04-01T00:00:01Z", "until"),
    ("\"until\"", "\"till\"", "until"), ("\"taken_at\"", "\"at\"", "taken_at"),
    ("\"checkpoint\":{", "\"checkpoint\":7,\"point\":{", "checkpoint"),
    ("{\"size\":3,", "{", "size"), ("\"size\":3", "\"size\":0", "size"),
    ("\"size\":3", "\"size\":3.5", "size"), ("=\"}}", "\"}}", "root"),
    ("\"root\":\"", "\"root\":\"A", "root"),
    ("\"format\":1,", "", "format"),
  ]

  @Test func namesWhatIsWrong() throws {
    for (old, new, member) in Self.damages {
      let damaged = try line().replacing(old, with: new)
      #expect(throws: IndexEntryError.malformed(member: member), "\(damaged)") {
        _ = try read(damaged)
      }
    }
    #expect(throws: IndexEntryError.malformed(member: "until")) {
      try read(line().replacing("2025-04", with: "2025-03"))
    }
    #expect(throws: IndexEntryError.unsupportedFormat(2)) {
      try read(line().replacing("\"format\":1", with: "\"format\":2"))
    }
    let long = try line() + String(repeating: " ", count: SnapshotDescription.maximumLength)
    #expect(throws: IndexEntryError.syntax(JSONSyntaxError(.tooLong, at: 4_096))) {
      try read(long)
    }
  }

  /// Whatever is accepted has one meaning.
  @Test(arguments: [UInt64(57), 58]) func hostileBytes(seed: UInt64) throws {
    var mutator = ByteMutator(seed: seed, [bytes(try line() + "\n")])
    var accepted = 0
    for round in 0..<10_000 {
      let damaged = mutator.next()
      guard let snapshot = try? SnapshotDescription(damaged.span.bytes) else { continue }
      accepted += 1
      #expect(snapshot.window.isOfWholeDays && snapshot.size > 0, "seed \(seed), round \(round)")
      let again = snapshot.bytes
      #expect((try? SnapshotDescription(again.span.bytes)) == snapshot)
    }
    #expect(accepted > 100 && accepted < 9_000)
  }

  @Test func onlyPartitionsOfItsDays() throws {
    let snapshot = try read(line())
    let places = [
      ("activities/created_date=2025-03-01/part-00000.ndjson.gz", true),
      ("amendments/created_date=2025-03-31/part-00009.r2.ndjson.gz", true),
      ("activities/created_date=2025-02-28/part-00000.ndjson.gz", false),
      ("activities/created_date=2025-04-01/part-00000.ndjson.gz", false),
      ("quarantine/part-00000.ndjson.gz", false),
    ]
    for (path, isHeld) in places {
      #expect(snapshot.holds(try #require(SegmentLocation(path: path))) == isHeld)
    }
  }

  @Test func anotherCheckpointIsAnother() throws {
    let snapshot = try read(line())
    func checkpoint(_ id: Identifier, _ size: Int, _ root: Hash256) throws -> Checkpoint {
      try #require(
        Checkpoint(
          archiveID: id, size: size, root: root, signatures: [CheckpointTests.signature]))
    }
    let (id, size, root) = (snapshot.archiveID, snapshot.size, snapshot.root)
    // Who has signed it is no part of it.
    #expect(snapshot.isTaken(at: try checkpoint(id, size, root)))
    #expect(!snapshot.isTaken(at: try checkpoint(Identifier(high: 1, low: 2), size, root)))
    #expect(!snapshot.isTaken(at: try checkpoint(id, size + 1, root)))
    #expect(!snapshot.isTaken(at: try checkpoint(id, size, MerkleTree.emptyRoot)))
  }
}

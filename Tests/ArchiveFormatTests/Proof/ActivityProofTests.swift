import Activities
import Testing
import TestSupport

@testable import ArchiveFormat

@Suite struct ActivityProofTests {
  private let key: SigningKey
  private let proof: ActivityProof

  /// A proof of one of five records, in an index of seven lines.
  init() throws {
    var random = SeededGenerator(seed: 14)
    key = try #require(SigningKey(named: "example.com/a"))
    let ids = (0..<5).map { _ in random.identifier() }
    let sorted = ids.sorted().map { record(id: "\($0)") }
    var summary = SegmentSummary()
    for record in sorted { try summary.add(record) }
    let day = try #require(UTCDay("2025-03-14"))
    let entry = try #require(
      summary.entry(
        at: SegmentLocation(.activities(day), part: 0), size: 700, sha256: random.hash()))
    let line = IndexEntry.segment(entry).line
    var lines = (0..<7).map { Array("line \($0)".utf8) }
    lines[3] = line
    let leaves = lines.map { MerkleTree.leafHash($0.span.bytes) }
    let checkpoint = try #require(
      Checkpoint(
        archiveID: random.identifier(), size: 7, root: MerkleTree.root(of: leaves))?
        .signed(by: key))
    proof = ActivityProof(
      record: sorted[2],
      recordPath: try #require(
        InclusionPath(to: 2, in: sorted.map { MerkleTree.leafHash($0.span.bytes) })),
      entry: line, entryPath: try #require(InclusionPath(to: 3, in: leaves)),
      checkpoint: checkpoint)
  }

  private func check(_ bytes: [UInt8]) throws -> ProvenActivity {
    let proof = try ActivityProof(bytes.span.bytes)
    let proven = try proof.check()
    _ = try proof.checkpoint.statement(of: key.verifierKey)
    return proven
  }

  @Test func saysWhatItProves() throws {
    let again = try ActivityProof(proof.bytes.span.bytes)
    #expect(again == proof)
    let proven = try check(proof.bytes)
    var reader = RecordReader()
    let fields = try reader.read(proof.record.span.bytes)
    #expect(proven.id == fields.id && proven.createdAt == fields.createdAt.instant)
    #expect(!proven.isAmendment && proven.size == 7)
    #expect(proven.archiveID == proof.checkpoint.archiveID)
  }

  /// There is one text of a proof: whichever byte is another, missing or too many, it proves nothing.
  @Test func noByteCanBeChanged() {
    let bytes = proof.bytes
    for place in bytes.indices {
      for bit in 0..<8 {
        var changed = bytes
        changed[place] ^= 1 << bit
        #expect(throws: (any Error).self, "byte \(place), bit \(bit)") { try check(changed) }
      }
      var shorter = bytes
      shorter.remove(at: place)
      #expect(throws: (any Error).self, "without byte \(place)") { try check(shorter) }
      for added in [bytes[place], UInt8(ascii: "\n"), UInt8(ascii: " "), UInt8(ascii: "0")] {
        var longer = bytes
        longer.insert(added, at: place)
        #expect(throws: (any Error).self, "\(added) before byte \(place)") { try check(longer) }
      }
      #expect(throws: (any Error).self) { try check(Array(bytes[..<place])) }
    }
    for end in ["\n", " ", "x\n"] {
      #expect(throws: (any Error).self) { try check(bytes + Array(end.utf8)) }
    }
  }

  @Test func whatDoesNotFitTogether() {
    func fault(_ change: (inout [String]) -> Void) -> ActivityProofFault? {
      var lines = proof.bytes.text.split(separator: "\n", omittingEmptySubsequences: false)
        .map(String.init)
      change(&lines)
      do {
        _ = try check(Array(lines.joined(separator: "\n").utf8))
        return nil
      } catch {
        return error as? ActivityProofFault
      }
    }
    #expect(fault { _ in } == nil)
    #expect(fault { $0[0] = "topo-archive/proof@v2" } == .malformed(line: 1))
    #expect(fault { $0[1] = $0[1].replacing("EMAIL", with: "PHONE") } == .recordNotInSegment)
    #expect(fault { $0[1] += " " } == .recordNotInSegment)
    #expect(fault { $0[2] = "index 02" } == .notCanonical)
    #expect(fault { $0[2] = "index -1" } == .malformed(line: 3))
    #expect(fault { $0[2] = "index 9" } == .recordNotInSegment)
    #expect(fault { $0[7] = "entry {}" } == .notASegmentEntry)
    #expect(
      fault { $0[7] = $0[7].replacing("\"size\":700", with: "\"size\":701") } == .entryNotInIndex)
    #expect(fault { $0[8] = "x" } == .malformed(line: 9))
    #expect(fault { $0.removeLast(3) } != nil)
    #expect(fault { $0 = [] } == .malformed(line: 1))
  }
}

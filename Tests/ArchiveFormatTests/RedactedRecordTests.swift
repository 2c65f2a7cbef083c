import Activities
import Testing
import TestSupport

@testable import ArchiveFormat

@Suite struct RedactedRecordTests {
  static let activity =
    #"{"id":"01954b2e-fc10-7000-8a3f-d2e591c04a77","created_at":"2025-03-14T09:22:11.483Z","#
    + #""redacted":{"leaf":"465c325cc13d63dd722fe0f5d24a04113e1231e1bda4ba28b2bcdc30fed68e38","#
    + #""at":"2025-06-01T10:00:00Z","reason":"request of a \"subject\""}}"#
  static let item =
    #"{"received_at":"2025-03-17T02:00:00.25Z","#
    + #""redacted":{"leaf":"675500a47f60a621ee41a31e21f178ba749bb9f286f9a5d589d6ad39370fc307","#
    + #""at":"2025-06-01T10:00:00Z","reason":""}}"#

  static func read(_ line: String) -> RedactedRecord? {
    RedactedRecord(line: bytes(line).span.bytes)
  }

  @Test(arguments: [activity, item]) func readsWhatItWrites(line: String) throws {
    #expect(try #require(Self.read(line)).line.text == line)
  }

  @Test func standsForARecord() throws {
    let record = bytes(#"{"id":"…"}"#)
    let at = Instant(seconds: 7)
    let redaction = try #require(Redaction(at: at, reason: "é"))
    let redacted = RedactedRecord(of: record.span.bytes, at: .quarantined(at), redaction)
    let leaf = MerkleTree.leafHash(record.span.bytes)
    #expect(redacted.leaf == leaf)
    #expect(Self.read(redacted.line.text) == redacted)
  }

  /// What is not written exactly so is a record like any other.
  static let otherSpellings: [(line: String, old: String, new: String)] = [
    (activity, #"{"id":"#, #"{ "id":"#), (activity, "01954b2e", "01954B2E"),
    (activity, ".483Z", ".4830Z"), (activity, "09:22:11.483Z", "10:22:11.483+01:00"),
    (activity, #""redacted":"#, #""payload":null,"redacted":"#),
    (activity, #""reason":"#, #""extra":1,"reason":"#), (activity, "request", #"\u0072equest"#),
    (activity, #","reason":"request of a \"subject\"""#, ""), (activity, "465c", "465C"),
    (activity, "465c", ""), (item, "received_at", "created_at"),
    (item, #""received_at":"2025-03-17T02:00:00.25Z","#, ""),
    (item, #""reason":"""#, #""reason":"\#(String(repeating: "a", count: 1_025))""#),
    (item, #""reason":"""#, #""reason":null"#), (item, "}}", "}} "), (item, "}}", "}"),
  ]

  @Test(arguments: otherSpellings)
  func isSpelledInOneWay(line: String, old: String, new: String) throws {
    let other = line.replacing(old, with: new, maxReplacements: 1)
    try #require(other != line)
    #expect(Self.read(other) == nil)
  }

  @Test(arguments: [UInt64(57), 58]) func hasOneSpelling(seed: UInt64) {
    var mutator = ByteMutator(seed: seed, [Self.activity, Self.item].map { Array($0.utf8) })
    var accepted = 0
    for round in 0..<10_000 {
      let damaged = mutator.next()
      guard let record = RedactedRecord(line: damaged.span.bytes) else { continue }
      accepted += 1
      #expect(record.line == damaged, "seed \(seed), round \(round)")
    }
    #expect(accepted > 300 && accepted < 9_000)
  }

  /// Roots are those of the records that are gone; the filter has nothing of what they said.
  @Test func aSummaryHasTheRootOfWhatIsGone() throws {
    var whole = SegmentSummary()
    let line = record()
    try whole.add(line)
    var reader = RecordReader()
    let key = try reader.read(line.span.bytes).key
    let redaction = try #require(Redaction(at: key.instant, reason: "a"))
    let redacted = RedactedRecord(of: line.span.bytes, at: .activity(key), redaction)
    var rest = SegmentSummary()
    rest.add(redacted, length: redacted.line.count)
    #expect(rest.contentRoot == whole.contentRoot && rest.contentSize == redacted.line.count + 1)
    #expect(rest.ids == whole.ids && rest.times == whole.times && rest.types == [:])
    let block = rest.endBlock()
    let full = whole.endBlock()
    #expect(block?.root == full?.root && block?.times == full?.times)
    var filter = BloomFilter(recordCount: 1)
    filter.insert(hash: BloomFilter.hash(of: key.id))
    #expect(block?.filter == filter && block?.isAlwaysRead == false)
  }
}

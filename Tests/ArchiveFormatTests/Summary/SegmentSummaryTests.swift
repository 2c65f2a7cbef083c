import Activities
import Testing

@testable import ArchiveFormat

@Suite struct SegmentSummaryTests {
  @Test func summarisesTheExample() throws {
    var segment = SegmentSummary()
    let example = record()
    try segment.add(example)
    #expect(segment.count == 1)
    #expect(segment.contentSize == example.count + 1)
    #expect(segment.contentRoot == MerkleTree.leafHash(example.span.bytes))
    let activities = try #require(segment.activities)
    #expect(activities.types == ["message.sent": 1])
    #expect(activities.organizationID == (try uuid("01954b2e-0000-7000-aaaa-111111111111")))
    #expect(activities.ids.lowerBound == (try uuid("01954b2e-fc10-7000-8a3f-d2e591c04a77")))
    #expect(activities.times.upperBound == (try instant("2025-03-14T09:22:11.483Z")))
    let block = try segment.requireBlock()
    #expect(block.root == segment.contentRoot)
    #expect(!block.isAlwaysRead)
    for id in [
      "01954b2e-fc10-7000-8a3f-d2e591c04a77", "01954b2e-1111-7000-bbbb-222222222222",
      "01954b2e-2222-7000-cccc-333333333333",
    ] {
      #expect(block.mayContain(try uuid(id)))
    }
    #expect(!block.mayContain(try uuid("01954b2e-3333-7000-dddd-444444444444")))
  }

  @Test func rangesSpanRecordsInAnyOrderAndCase() throws {
    var segment = SegmentSummary()
    try segment.add(record(id: "BB000000-0000-0000-0000-000000000000", at: "2025-03-14T02:00:00Z"))
    try segment.add(record(id: "aa000000-0000-0000-0000-000000000000", at: "2025-03-14T03:00:00Z"))
    try segment.add(record(id: "cc000000-0000-0000-0000-000000000000", at: "2025-03-14T01:00:00Z"))
    let ids = try #require(segment.ids)
    #expect(ids.lowerBound.description.hasPrefix("aa"))
    #expect(ids.upperBound.description.hasPrefix("cc"))
    let block = try segment.requireBlock()
    #expect(block.times == segment.times)
    #expect(block.times.lowerBound == (try instant("2025-03-14T01:00:00Z")))
    #expect(block.times.upperBound == (try instant("2025-03-14T03:00:00Z")))
  }

  @Test(arguments: [1, 1_023, 1_024, 1_025, 2_048, 3_100]) func blocksComposeToTheRoot(
    _ count: Int
  ) throws {
    var segment = SegmentSummary()
    var leaves: [Hash256] = []
    var blocks: [BlockSummary] = []
    for number in 0..<count {
      let line = record(id: Identifier(high: 0, low: UInt64(number)).description)
      leaves.append(MerkleTree.leafHash(line.span.bytes))
      try segment.add(line)
      if (number + 1).isMultiple(of: 1_024) { blocks.append(try segment.requireBlock()) }
    }
    if !count.isMultiple(of: 1_024) { blocks.append(try segment.requireBlock()) }
    #expect(segment.contentRoot == MerkleTree.root(of: leaves))
    #expect(MerkleTree.root(of: blocks.map(\.root)) == segment.contentRoot)
    #expect(blocks.map(\.count).reduce(0, +) == count)
    #expect(blocks.map(\.contentSize).reduce(0, +) == segment.contentSize)
    segment.expectNoBlock()
  }

  @Test func theRootDoesNotDependOnWhereBlocksEnd() throws {
    var whole = SegmentSummary()
    var cut = SegmentSummary()
    for number in 0..<2_100 {
      let line = record(id: Identifier(high: 0, low: UInt64(number)).description)
      try whole.add(line)
      try cut.add(line)
      if number == 9 {
        let block = try cut.requireBlock()
        #expect(block.count == 10)
      }
      if number == 500 { cut.expectNoBlock() }
    }
    #expect(cut.contentRoot == whole.contentRoot)
    whole.expectNoBlock()
  }

  @Test func tellsWorkspacesApart() throws {
    var segment = SegmentSummary()
    try segment.add(record(organization: "null"))
    #expect(segment.organizationID == nil)
    #expect(segment.lacksOrganization)
    try segment.add(record())
    #expect(!segment.hasOtherOrganization)
    try segment.add(record(organization: #""01954b2e-0000-7000-aaaa-222222222222""#))
    #expect(segment.hasOtherOrganization)
    #expect(segment.organizationID == (try uuid("01954b2e-0000-7000-aaaa-111111111111")))
  }

  @Test func blocksWithOtherIdentifiersAreAlwaysRead() throws {
    for (person, isAlwaysRead) in [("null", false), ("7", true), (#""ann@example.com""#, true)] {
      var segment = SegmentSummary()
      try segment.add(record(person: person))
      let block = try segment.requireBlock()
      #expect(block.isAlwaysRead == isAlwaysRead)
      #expect(block.mayContain(Identifier(high: 1, low: 1)) == isAlwaysRead)
      try segment.add(record())
      segment.expectNoBlock()
    }
  }

  @Test func makesTheEntry() throws {
    var segment = SegmentSummary()
    let location = SegmentLocation(.activities(UTCDay(number: 0)), part: 0)
    let hash = MerkleTree.emptyRoot
    #expect(segment.entry(at: location, size: 1, sha256: hash) == nil)
    try segment.add(record())
    let entry = try #require(segment.entry(at: location, size: 1, sha256: hash))
    #expect(entry.count == 1)
    #expect(entry.contentRoot == segment.contentRoot)
    let quarantine = SegmentLocation(.quarantine, part: 0)
    #expect(segment.entry(at: quarantine, size: 1, sha256: hash) == nil)
  }

  @Test func summarisesQuarantine() throws {
    var segment = SegmentSummary()
    let line = bytes(QuarantineRecordTests.line)
    segment.addQuarantined(line.span.bytes, receivedAt: Instant(seconds: 7))
    let block = try segment.requireBlock()
    #expect(block.isAlwaysRead)
    #expect(block.times == Instant(seconds: 7)...Instant(seconds: 7))
    #expect(block.filter == BloomFilter(recordCount: 1))
    let location = SegmentLocation(.quarantine, part: 0)
    let entry = try #require(
      segment.entry(at: location, size: 1, sha256: MerkleTree.emptyRoot))
    #expect(entry.activities == nil)
    #expect(entry.contentRoot == MerkleTree.leafHash(line.span.bytes))
  }
}

import Activities
import Testing
import TestSupport

@testable import ArchiveFormat

@Suite struct GroupFilterTests {
  static func group(records: Int, person: String = "null") throws -> GroupContent {
    var segment = SegmentSummary()
    for number in 0..<records {
      try segment.add(
        record(id: Identifier(high: UInt64(number), low: 7).description, person: person))
    }
    let group = segment.endGroup()
    return try #require(group)
  }

  static func filter(records: Int) throws -> GroupFilter {
    let summary = try group(records: records).summary
    return GroupFilter(summary, blockCount: 3, blocksEnd: 123_456_789_012, behind: 1_000)
  }

  static func read(_ bytes: [UInt8]) -> GroupFilter? { GroupFilter(prefix: bytes.span.bytes) }

  @Test(arguments: [1, 12, 13, 1_024, 8_192]) func readsWhatItWrites(_ records: Int) throws {
    let filter = try Self.filter(records: records)
    let bytes = filter.bytes
    #expect(bytes.count == filter.size && filter.totalSize == 1_000 + bytes.count)
    #expect(Self.read(bytes) == filter)
    #expect(Self.read(bytes + [1, 2, 3]) == filter)
    #expect(Self.read(Array(bytes.dropLast())) == nil)
    let prefix = Array(bytes.prefix(GroupFilter.prefixLength))
    let isStarted = GroupFilter.isStarted(by: prefix.span.bytes)
    #expect(isStarted)
    let suffix = Array(bytes.suffix(GroupFilter.suffixLength))
    let total = GroupFilter.totalSize(suffix: suffix.span.bytes)
    #expect(total == filter.totalSize)
    #expect(bytes.count <= GroupFilter.maximumSize)
  }

  /// DuckDB, for one, refuses longer headers.
  @Test func theLongestHeaderHasLessThan32KiB() {
    #expect(GroupFilter.maximumSize == 30_305)
    #expect(GroupFilter.maximumSize < 32 << 10)
  }

  @Test func everyByteOfTheFormCounts() throws {
    let bytes = try Self.filter(records: 20).bytes
    let end = bytes.count - 14
    for index in Array(0..<17) + [28, 29] + Array(end + 4..<bytes.count) {
      for flipped in [bytes[index] ^ 0x80, bytes[index] ^ 2, ~bytes[index]] {
        var damaged = bytes
        damaged[index] = flipped
        #expect(Self.read(damaged) == nil, "byte \(index)")
      }
    }
    for (index, byte) in [(17, 2), (19, 0), (19, 9), (end, 0), (end + 1, 0)] as [(Int, UInt8)] {
      var damaged = bytes
      damaged[index] = byte
      if index >= end { damaged.replaceSubrange(end..<end + 4, with: [1, 0, 0, 0]) }
      #expect(Self.read(damaged) == nil, "byte \(index)")
    }
    for length in bytes.indices { #expect(Self.read(Array(bytes.prefix(length))) == nil) }
  }

  @Test func neverCrashesOnChangedBytes() throws {
    var random = SeededGenerator(seed: 13)
    let valid = try Self.filter(records: 20).bytes
    for _ in 0..<5_000 {
      var bytes = valid
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
      }
      if let filter = Self.read(bytes) {
        #expect(filter.bytes == bytes, "seed \(random.seed)")
        _ = filter.mayContain(Identifier(high: 1, low: 2))
      }
    }
  }

  @Test(arguments: [(0, 0), (1, 1), (8_192, 1), (8_193, 2), (16_384, 2), (1_048_576, 128)])
  func groupsFollowFromTheCount(_ records: Int, _ groups: Int) {
    #expect(GroupSummary.count(forRecords: records) == groups)
    #expect(groups <= GroupFilter.maximumCount)
  }

  @Test func aGroupHasTheValuesSinceTheOneBefore() throws {
    var segment = SegmentSummary()
    #expect(segment.endGroup() == nil)
    let ids = (0..<20).map { Identifier(high: 5, low: UInt64($0)) }
    var groups: [GroupSummary] = []
    for (number, id) in ids.enumerated() {
      try segment.add(record(id: id.description, person: "null"))
      if number == 9 || number == 19 {
        let group = segment.endGroup()
        groups.append(try #require(group).summary)
      }
      if number == 4 { _ = segment.endBlock() }
    }
    for (number, id) in ids.enumerated() { #expect(groups[number / 10].mayContain(id)) }
    #expect(ids.prefix(10).count(where: groups[1].mayContain) < 3)
    #expect(segment.endGroup() == nil)
  }

  @Test func identifiersThatAreNoneAreAlwaysRead() throws {
    for (person, isAlwaysRead) in [("null", false), ("7", true)] {
      let group = try Self.group(records: 3, person: person).summary
      #expect(group.isAlwaysRead == isAlwaysRead)
      #expect(group.mayContain(Identifier(high: 1, low: 1)) == isAlwaysRead)
    }
  }

  @Test func whatAFilterRulesOutIsNotHeldByIt() throws {
    let group = try Self.group(records: 30)
    #expect(group.isHeld(by: group.summary))
    #expect(group.isHeld(by: try Self.group(records: 40).summary))
    #expect(!group.isHeld(by: try Self.group(records: 20).summary))
    let unknown = try Self.group(records: 30, person: "7")
    #expect(unknown.isHeld(by: unknown.summary) && !unknown.isHeld(by: group.summary))
    #expect(group.isHeld(by: unknown.summary))
  }

  @Test func quarantineHasNoGroups() {
    var segment = SegmentSummary()
    segment.addQuarantined([0x21].span.bytes, receivedAt: Instant(seconds: 7))
    #expect(segment.endGroup() == nil)
  }

  /// What gets past the filter of a group is ruled out by that of a block as often as anything else.
  @Test func theFiltersAreIndependent() {
    var random = SeededGenerator(seed: 12)
    var block = BloomFilter(recordCount: 1_024)
    var group = GroupContent()
    for number in 0..<8_192 {
      for _ in 0..<3 {
        let hash = BloomFilter.hash(of: random.identifier())
        group.add(hash)
        if number < 1_024 { block.insert(hash: hash) }
      }
    }
    let summary = group.summary
    let strangers = (0..<400_000).map { _ in random.identifier() }
    let past = strangers.filter(summary.mayContain)
    let pastBoth = past.count(where: block.mayContain)
    #expect(past.count < 2_000, "seed \(random.seed)")
    #expect(pastBoth < 300, "seed \(random.seed): \(pastBoth) of \(past.count)")
  }
}

import Activities
import ArchiveFormat
import Testing
import TestSupport

@testable import ArchiveStore

/// Searching passes over the groups that their filters rule out, and over nothing else.
@Suite struct GroupReadingTests {
  private let segment: LooseSegment
  private let offsets: [Int]

  /// Two full groups, and a third of three blocks.
  private static let good = Result { try SampleSegment(18_500, seed: 21) }

  init() throws {
    segment = try LooseSegment(Self.good.get())
    offsets = try segment.offsets()
  }

  /// The blocks that may hold an id, and how many were passed over.
  private func find(_ id: Identifier) throws -> (blocks: [Block], passed: Int) {
    var reader = try segment.reader()
    var blocks: [Block] = []
    while let block = try reader.nextBlock(where: { $0.mayContain(id) }) { blocks.append(block) }
    let isAtEnd = reader.isAtEnd
    #expect(isAtEnd)
    return (blocks, reader.passedOver)
  }

  private func filters() throws -> [GroupFilter] {
    var reader = try segment.reader()
    let filters = try reader.filters()
    return try #require(filters)
  }

  @Test func everyIDIsFoundInItsBlock() throws {
    for number in stride(from: 0, to: 18_500, by: 997) {
      let (blocks, passed) = try find(segment.samples[number].key.id)
      let block = try #require(blocks.first { $0.number == number / 1_024 })
      #expect(block.offset == Int64(offsets[block.number]))
      #expect(blocks.count + passed == 19)
      #expect(blocks.count < 10)
    }
  }

  @Test func aGroupThatIsRuledOutIsNotRead() throws {
    // Ids of the third group that the first two rule out.
    let filters = try filters()
    let (first, second) = (filters[0], filters[1])
    let ids = segment.samples.suffix(2_116).map(\.key.id)
    let wanted = ids.filter { !first.mayContain($0) && !second.mayContain($0) }
    #expect(wanted.count > 2_000)
    #expect(filters.map(\.blockCount) == [8, 8, 3])
    #expect(first.blocksEnd == Int64(offsets[8]) && second.blocksEnd == Int64(offsets[16]))
    try segment.damage { bytes in
      for offset in offsets.prefix(16) { bytes[offset] = 0 }
    }
    for id in wanted.prefix(50) {
      let (blocks, passed) = try find(id)
      #expect(blocks.contains { $0.number >= 16 } && passed >= 16)
    }
    #expect(throws: StoreError.self) { try find(segment.samples[0].key.id) }
  }

  @Test func withoutFiltersEachHeaderIsRead() throws {
    let id = segment.samples[9_000].key.id
    try segment.damage { $0.removeSubrange(offsets[19]...) }
    let (blocks, passed) = try find(id)
    #expect(blocks.contains { $0.number == 8 } && blocks.count + passed == 19)
  }

  /// Nothing is missed for a filter that cannot be read.
  @Test func aDamagedFilterRulesNothingOut() throws {
    let good = try segment.bytes()
    let filters = try filters()
    for group in 0..<3 {
      let filter = offsets[19] + filters.prefix(group).reduce(0) { $0 + $1.size }
      for place in [filter + 2, filter + 13, filter + 16, filter + 28] {
        try segment.damage { bytes in
          bytes = good
          bytes[place] ^= 1
        }
        for number in [0, 9_000, 18_499] {
          // Of a first filter that is none, a search tells what lies behind the blocks.
          let found = Result { try find(segment.samples[number].key.id) }
          guard let blocks = try? found.get().blocks else {
            #expect(group == 0)
            continue
          }
          #expect(blocks.contains { $0.number == number / 1_024 }, "byte \(place)")
        }
      }
    }
  }

  /// A filter may lie about where its blocks end: that leads to no place before, and none twice.
  @Test(arguments: [UInt64(31)]) func aFilterThatLiesEnds(seed: UInt64) throws {
    let good = try segment.bytes()
    let filters = try filters()
    var generator = SeededGenerator(seed: seed)
    let id = Identifier(high: 1, low: 2)
    for round in 0..<100 {
      let group = Int.random(in: 0..<3, using: &generator)
      let place = offsets[19] + filters.prefix(group).reduce(0) { $0 + $1.size } + 18
      try segment.damage { bytes in
        bytes = good
        for offset in 0..<Int.random(in: 1...10, using: &generator) {
          bytes[place + offset] = [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &generator) ?? 0
        }
      }
      var reader = try segment.reader()
      var count = 0
      var last: Int64 = -1
      do throws(StoreError) {
        while let block = try reader.nextBlock(where: { $0.mayContain(id) }) {
          #expect(block.offset > last, "seed \(seed), round \(round)")
          last = block.offset
          count += 1
        }
      } catch {
        guard case .segment = error else { throw error }
      }
      let passed = reader.passedOver
      #expect(count + passed <= 19 + 8, "seed \(seed), round \(round)")
    }
  }
}

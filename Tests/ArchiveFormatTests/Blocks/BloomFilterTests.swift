import Activities
import Testing
import TestSupport

@testable import ArchiveFormat

@Suite struct XXH64Tests {
  @Test(
    arguments: [
      ("", 0xef46_db37_51d8_e999), ("a", 0xd24e_c4f1_a98c_6e5b), ("abc", 0x44bc_2cf5_ad77_0999),
      ("xxhash", 0x32dd_3895_2c4b_c720),
      ("Nobody inspects the spammish repetition", 0xfbce_a83c_8a37_8bf1),
    ] as [(String, UInt64)])
  func agreesWithPublishedHashes(_ text: String, _ hash: UInt64) {
    #expect(XXH64.hash(bytes(text).span.bytes) == hash)
  }

  /// What the reference implementation yields for every kind of tail.
  @Test func agreesWithTheReferenceOnStripesAndTails() {
    #expect(XXH64.hash(Array(UInt8(0)...100).span.bytes) == 0xe990_3849_5f85_381e)
  }

  @Test func hashesSixteenBytesAsItHashesAny() throws {
    let example = try uuid("01954b2e-fc10-7000-8a3f-d2e591c04a77")
    #expect(BloomFilter.hash(of: example) == 0x8fc4_33e2_2f6b_0f8c)
    var random = SeededGenerator(seed: 9)
    for _ in 0..<1_000 {
      let id = random.identifier()
      #expect(BloomFilter.hash(of: id) == XXH64.hash(id.bytes.span.bytes))
    }
  }
}

@Suite struct BloomFilterTests {
  /// What parquet-mr wrote for the strings a0 to a9.
  static let parquet: [UInt8] = [
    200, 1, 80, 20, 64, 68, 8, 109, 6, 37, 4, 67, 144, 80, 96, 32,
    8, 132, 43, 33, 0, 5, 99, 65, 2, 0, 224, 44, 64, 78, 96, 4,
  ]

  @Test func agreesWithParquet() throws {
    var filter = BloomFilter(recordCount: 1)
    for number in 0..<10 {
      filter.insert(hash: XXH64.hash(bytes("a\(number)").span.bytes))
    }
    #expect(filter.bytes == Self.parquet)
    #expect(BloomFilter(bytes: Self.parquet.span.bytes) == filter)
  }

  @Test func findsEverythingAdded() {
    for count in [1, 8, 9, 100, 1_024] {
      var random = SeededGenerator(seed: UInt64(count))
      var filter = BloomFilter(recordCount: count)
      let ids = (0..<3 * count).map { _ in random.identifier() }
      for id in ids { filter.insert(id) }
      #expect(ids.allSatisfy { filter.mayContain($0) })
      #expect(BloomFilter(bytes: filter.bytes.span.bytes) == filter)
    }
  }

  @Test func isRarelyWrongWhenFull() {
    var random = SeededGenerator(seed: 10)
    var filter = BloomFilter(recordCount: 1_024)
    for _ in 0..<3 * 1_024 { filter.insert(random.identifier()) }
    let wrong = (0..<100_000).count { _ in filter.mayContain(random.identifier()) }
    #expect(wrong < 17_000, "seed \(random.seed): \(wrong) of 100,000")
  }

  @Test func itsLengthFollowsFromTheCount() {
    let lengths = [0: 1, 1: 1, 16: 1, 17: 2, 1_008: 63, 1_009: 64, 1_024: 64]
    for (count, length) in lengths {
      #expect(BloomFilter.blockCount(forRecords: count) == length)
      #expect(BloomFilter(recordCount: count).bytes.count == 32 * length)
    }
  }

  @Test func refusesPartsOfBlocks() {
    for length in [0, 1, 31, 33] {
      #expect(BloomFilter(bytes: [UInt8](repeating: 0, count: length).span.bytes) == nil)
    }
  }
}

import Testing
import TestSupport

@testable import ArchiveFormat

@Suite struct XorFilterTests {
  private static func hashes(_ count: Int, _ random: inout SeededGenerator) -> [UInt64] {
    (0..<count).map { _ in random.next() }
  }

  @Test(arguments: [0, 1, 2, 3, 10, 100, 1_000, 24_576]) func findsEverythingAdded(_ count: Int)
    throws
  {
    for seed in 0..<(count > 1_000 ? 20 : 200) {
      var random = SeededGenerator(seed: UInt64(seed))
      let hashes = Self.hashes(count, &random)
      let filter = try #require(XorFilter(over: hashes + hashes.prefix(5)), "seed \(seed)")
      #expect(hashes.allSatisfy(filter.mayContain), "seed \(seed)")
      #expect(filter.fingerprints.count == 3 * XorFilter.thirdLength(forCount: count))
      #expect(XorFilter(seed: filter.seed, fingerprints: filter.fingerprints) == filter)
    }
  }

  @Test func isWrongAboutOneIn256() throws {
    var random = SeededGenerator(seed: 71)
    let filter = try #require(XorFilter(over: Self.hashes(20_000, &random)))
    let wrong = (0..<256_000).count { _ in filter.mayContain(random.next()) }
    #expect((700..<1_300).contains(wrong), "seed \(random.seed): \(wrong) of 256,000")
  }

  @Test func theOrderOfTheHashesDoesNotMatter() throws {
    var random = SeededGenerator(seed: 72)
    let hashes = Self.hashes(500, &random)
    let filter = XorFilter(over: [0] + hashes)
    #expect(filter == XorFilter(over: hashes.shuffled(using: &random) + [0, 0] + hashes))
    #expect(filter?.mayContain(0) == true)
  }

  /// Another seed is tried where some hashes have the same three places.
  @Test func someSetsNeedAnotherSeed() throws {
    var random = SeededGenerator(seed: 73)
    let seeds = try (0..<400).map { _ in
      try #require(XorFilter(over: Self.hashes(200, &random))).seed
    }
    #expect(seeds.contains { $0 > 0 } && seeds.contains(0), "seed \(random.seed)")
  }

  @Test func refusesWhatIsNotThreeThirds() {
    for length in [0, 1, 2, 4, 32] {
      #expect(XorFilter(seed: 0, fingerprints: [UInt8](repeating: 0, count: length)) == nil)
    }
  }
}

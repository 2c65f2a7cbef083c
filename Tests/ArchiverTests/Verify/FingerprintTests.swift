import Testing
import TestSupport

@testable import Archiver

@Suite("Fingerprints that are there more than once") struct FingerprintTests {
  /// Numbers of fingerprints around those at which one more bit tells the parts.
  @Test(arguments: [0, 1, 2, 1_000, 65_535, 65_536, 131_073, 300_000])
  func eachAsOftenAsItIsTooMany(count: Int) {
    var generator = SeededGenerator(seed: UInt64(count))
    var lists: [[UInt64]] = [[], [], []]
    var all: [UInt64] = []
    for number in 0..<count {
      let isRepeated = number > 0 && number.isMultiple(of: 97)
      let fingerprint =
        (isRepeated ? all.randomElement(using: &generator) : nil)
        ?? max(generator.next(), 1)
      all.append(fingerprint)
      lists[Int.random(in: 0..<3, using: &generator)].append(fingerprint)
    }
    var expected: [UInt64] = []
    let sorted = all.sorted()
    for (before, after) in zip(sorted, sorted.dropFirst()) where before == after {
      expected.append(after)
    }
    #expect(FingerprintSet.repeated(in: lists).sorted() == expected, "seed \(count)")
    #expect(count < 1_000 || expected.count >= count / 97 - 1)
  }
}

import Activities
import Testing
import TestSupport

@testable import ArchiveFormat

@Suite struct BlockHeaderTests {
  static func header(records: Int = 20, filterLength: Int? = nil) throws -> BlockHeader {
    var segment = SegmentSummary()
    for number in 0..<records {
      let time = Instant(seconds: 1_741_944_131 + Int64(number)).description
      try segment.add(
        record(id: Identifier(high: UInt64(number), low: 7).description, at: time))
    }
    let block = segment.endBlock(filterLength: filterLength)
    return BlockHeader(try #require(block), deflatedSize: 4_321)
  }

  static func read(_ bytes: [UInt8]) throws(BlockHeaderError) -> BlockHeader {
    try BlockHeader(prefix: bytes.span.bytes)
  }

  @Test(arguments: [1, 8, 9, 20, 1_024]) func readsWhatItWrites(_ records: Int) throws {
    let header = try Self.header(records: records)
    let bytes = header.bytes
    #expect(bytes.count == header.length)
    #expect(header.memberSize == bytes.count + 4_321 + 8)
    #expect(try Self.read(bytes) == header)
    #expect(try Self.read(bytes + [1, 2, 3]) == header)
    let prefix = Array(bytes.prefix(12))
    #expect(try BlockHeader.length(prefix: prefix.span.bytes) == bytes.count)
    #expect(bytes.count <= BlockHeader.maximumLength)
    #expect(header.summary.count == records)
  }

  @Test(arguments: [1, 3, 128]) func aFilterMayHaveAnotherLength(_ length: Int) throws {
    let header = try Self.header(filterLength: length)
    #expect(try Self.read(header.bytes) == header)
    #expect(header.summary.filter.blockCount == length)
    #expect(header.summary.mayContain(Identifier(high: 19, low: 7)))
  }

  @Test func theLongestHeaderFitsItsExtraField() throws {
    #expect(try Self.header(records: 1_024, filterLength: 128).length == BlockHeader.maximumLength)
    #expect(try Self.header(records: 1_024).length == BlockHeader.fixedLength + 64 * 32)
    #expect(BlockHeader.maximumLength == 4_182)
  }

  @Test func saysHowManyBytesItNeeds() throws {
    let bytes = try Self.header().bytes
    for length in 0..<bytes.count {
      #expect(throws: BlockHeaderError.truncated(needed: length < 12 ? 12 : bytes.count)) {
        try Self.read(Array(bytes.prefix(length)))
      }
    }
  }

  static let damages: [(offset: Int, bytes: [UInt8], error: BlockHeaderError)] = [
    (0, [0x1E], .notGzip), (1, [0], .notGzip), (2, [7], .notABlock), (3, [0], .notABlock),
    (3, [12], .notABlock), (4, [1], .notABlock), (8, [2], .notABlock), (9, [3], .notABlock),
    (10, [0, 0], .notABlock), (10, [0xFF, 0xFF], .notABlock), (12, [UInt8(ascii: "B")], .notABlock),
    (14, [0, 0], .notABlock), (16, [2], .unsupportedVersion(2)), (17, [2], .malformed(.flags)),
    (18, [0, 0], .malformed(.count)), (18, [1, 4], .malformed(.count)),
    (20, [0, 0, 0, 0, 0, 0, 0, 0], .malformed(.memberSize)),
    (20, Array(repeating: 0xFF, count: 8), .malformed(.memberSize)),
    (28, [39, 0, 0, 0, 0, 0, 0, 0], .malformed(.contentSize)),
    (28, Array(repeating: 0xFF, count: 8), .malformed(.contentSize)),
    (36, [0, 0, 0, 0, 0, 0, 0, 0x7F], .malformed(.times)),
    (84, [4, 0], .malformed(.filterLength)), (84, [0, 0], .malformed(.filterLength)),
  ]

  @Test(arguments: damages.indices) func namesTheDamage(_ index: Int) throws {
    let damage = Self.damages[index]
    var bytes = try Self.header().bytes
    bytes.replaceSubrange(damage.offset..<damage.offset + damage.bytes.count, with: damage.bytes)
    #expect(throws: damage.error) { try Self.read(bytes) }
  }

  @Test func neverCrashesOnChangedBytes() throws {
    var random = SeededGenerator(seed: 11)
    let valid = try Self.header().bytes
    for _ in 0..<5_000 {
      var bytes = valid
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        bytes[Int.random(in: 0..<90, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      if let header = try? Self.read(bytes) { #expect(header.bytes == bytes) }
    }
  }
}

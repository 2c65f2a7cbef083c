import Activities

/// A split-block Bloom filter as Apache Parquet specifies it, over identifiers.
///
/// A value's hash is the XXH64 with seed 0 of the UUID's sixteen bytes.
public struct BloomFilter: Hashable, Sendable {
  /// The bytes of one block of a filter: eight words of 32 bits.
  public static let blockSize = 32

  private static let wordsPerBlock = 8
  private static let salt: SIMD8<UInt32> = [
    0x47b6_137b, 0x4497_4d91, 0x8824_ad5b, 0xa2b7_289d,
    0x7054_95c7, 0x2df1_424b, 0x9efc_4947, 0x5c6b_fb31,
  ]

  private var blocks: [SIMD8<UInt32>]

  /// An empty filter of the length for the values of so many records.
  public init(recordCount: Int) {
    self.init(blockCount: Self.blockCount(forRecords: recordCount))
  }

  /// An empty filter of this length, which is at least one.
  init(blockCount: Int) {
    blocks = Array(repeating: .zero, count: blockCount)
  }

  /// A filter given by its bytes; nil unless they are whole blocks, and at least one.
  public init?(bytes: RawSpan) {
    guard bytes.byteCount > 0, bytes.byteCount.isMultiple(of: Self.blockSize) else { return nil }
    blocks = stride(from: 0, to: bytes.byteCount, by: Self.blockSize).map { start in
      var block = bytes.unsafeLoadUnaligned(fromByteOffset: start, as: SIMD8<UInt32>.self)
      for word in 0..<Self.wordsPerBlock { block[word] = block[word].littleEndian }
      return block
    }
  }

  /// The length in blocks for so many records: 16 bits a record, rounded up, and at least one block.
  ///
  /// With three distinct values a record that is 5.3 bits a value: one value in seven is taken for one
  /// that was added, but few get past the filter of the group.
  public static func blockCount(forRecords count: Int) -> Int { max(1, (count + 15) / 16) }

  /// The length in blocks.
  public var blockCount: Int { blocks.count }

  /// The blocks one after the other, each as eight little-endian words.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(blocks.count * Self.blockSize)
    for block in blocks {
      for word in 0..<Self.wordsPerBlock { append(block[word], to: &bytes) }
    }
    return bytes
  }

  /// Adds a value.
  public mutating func insert(_ id: Identifier) { insert(hash: Self.hash(of: id)) }

  /// False only if `id` was never added.
  public func mayContain(_ id: Identifier) -> Bool {
    let hash = Self.hash(of: id)
    let mask = Self.mask(hash)
    return blocks[index(hash)] & mask == mask
  }

  static func hash(of id: Identifier) -> UInt64 {
    XXH64.hash(id.high.byteSwapped, id.low.byteSwapped)
  }

  mutating func insert(hash: UInt64) { blocks[index(hash)] |= Self.mask(hash) }

  /// The upper half of the hash, scaled to the number of blocks, chooses the block.
  private func index(_ hash: UInt64) -> Int { Int(((hash >> 32) * UInt64(blocks.count)) >> 32) }

  /// The lower half of the hash chooses one bit in each word.
  private static func mask(_ hash: UInt64) -> SIMD8<UInt32> {
    let key = SIMD8<UInt32>(repeating: UInt32(truncatingIfNeeded: hash))
    return SIMD8(repeating: 1) &<< ((key &* salt) &>> SIMD8(repeating: 27))
  }
}

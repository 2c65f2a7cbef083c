/// The 64-bit hash of the xxHash family, with seed 0.
enum XXH64 {
  private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
  private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
  private static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
  private static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
  private static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5

  static func hash(_ input: RawSpan) -> UInt64 {
    var offset = 0
    var hash = input.byteCount < 32 ? prime5 : stripes(input, &offset)
    hash &+= UInt64(input.byteCount)
    while offset + 8 <= input.byteCount {
      hash = mix(hash, word(input, offset))
      offset += 8
    }
    if offset + 4 <= input.byteCount {
      let half = input.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self).littleEndian
      hash = rotate(hash ^ UInt64(half) &* prime1, 23) &* prime2 &+ prime3
      offset += 4
    }
    while offset < input.byteCount {
      let byte = input.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
      hash = rotate(hash ^ UInt64(byte) &* prime5, 11) &* prime1
      offset += 1
    }
    return avalanche(hash)
  }

  /// The hash of sixteen bytes, given as two little-endian words.
  static func hash(_ first: UInt64, _ second: UInt64) -> UInt64 {
    avalanche(mix(mix(prime5 &+ 16, first), second))
  }

  /// Consumes whole stripes of 32 bytes and merges the four lanes.
  private static func stripes(_ input: RawSpan, _ offset: inout Int) -> UInt64 {
    var lanes = (prime1 &+ prime2, prime2, UInt64(0), 0 &- prime1)
    while offset + 32 <= input.byteCount {
      lanes.0 = round(lanes.0, word(input, offset))
      lanes.1 = round(lanes.1, word(input, offset + 8))
      lanes.2 = round(lanes.2, word(input, offset + 16))
      lanes.3 = round(lanes.3, word(input, offset + 24))
      offset += 32
    }
    var hash = rotate(lanes.0, 1) &+ rotate(lanes.1, 7)
    hash &+= rotate(lanes.2, 12) &+ rotate(lanes.3, 18)
    for lane in [lanes.0, lanes.1, lanes.2, lanes.3] {
      hash = (hash ^ round(0, lane)) &* prime1 &+ prime4
    }
    return hash
  }

  private static func word(_ input: RawSpan, _ offset: Int) -> UInt64 {
    input.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
  }

  private static func round(_ lane: UInt64, _ word: UInt64) -> UInt64 {
    rotate(lane &+ word &* prime2, 31) &* prime1
  }

  private static func mix(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    rotate(hash ^ round(0, word), 27) &* prime1 &+ prime4
  }

  /// The last step, which mixes all bits.
  static func avalanche(_ hash: UInt64) -> UInt64 {
    var hash = hash
    hash = (hash ^ hash >> 33) &* prime2
    hash = (hash ^ hash >> 29) &* prime3
    return hash ^ hash >> 32
  }

  private static func rotate(_ value: UInt64, _ bits: UInt64) -> UInt64 {
    value << bits | value >> (64 - bits)
  }
}

/// Searches that look at many bytes a step.
enum ByteSearch {
  typealias Lanes = SIMD4<UInt64>
  typealias Bytes = SIMD16<UInt8>

  private static let highBits: UInt64 = 0x8080_8080_8080_8080

  /// `byte` in each byte of each lane.
  static func lanes(of byte: UInt8) -> Lanes {
    Lanes(repeating: UInt64(byte) &* 0x0101_0101_0101_0101)
  }

  /// The high bit of each byte that is zero. Bytes above a zero byte of the same lane may be marked
  /// without being zero, so only a lane's lowest mark is certain.
  @inline(__always)
  static func zeroBytes(_ lanes: Lanes) -> Lanes {
    (lanes &- Lanes(repeating: 0x0101_0101_0101_0101)) & ~lanes & Lanes(repeating: highBits)
  }

  @inline(__always)
  static func isZero(_ lanes: Lanes) -> Bool {
    lanes[0] | lanes[1] | lanes[2] | lanes[3] == 0
  }

  /// The bytes of a block, loaded at once, as the bounds are checked once so.
  static let blockSize = 64

  @inline(__always)
  static func block(_ bytes: RawSpan, at offset: Int) -> SIMD8<UInt64> {
    bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: SIMD8<UInt64>.self)
  }

  /// The first `byte` in `range`, which lies within `bytes`.
  static func first(_ byte: UInt8, in bytes: RawSpan, _ range: Range<Int>) -> Int? {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.byteCount)
    let wanted = lanes(of: byte)
    var offset = range.lowerBound
    while offset + 32 <= range.upperBound {
      let found = zeroBytes(
        bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: Lanes.self) ^ wanted)
      if !isZero(found) {
        for lane in 0..<4 where found[lane] != 0 {
          return offset + lane * 8 + found[lane].littleEndian.trailingZeroBitCount / 8
        }
      }
      offset += 32
    }
    while offset < range.upperBound {
      if bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self) == byte { return offset }
      offset += 1
    }
    return nil
  }

  /// The last `byte` in `range`, which lies within `bytes`.
  static func last(_ byte: UInt8, in bytes: RawSpan, _ range: Range<Int>) -> Int? {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.byteCount)
    let wanted = lanes(of: byte)
    var end = range.upperBound
    while end - 32 >= range.lowerBound {
      let block = bytes.unsafeLoadUnaligned(fromByteOffset: end - 32, as: Lanes.self)
      if !isZero(zeroBytes(block ^ wanted)) { break }
      end -= 32
    }
    while end > range.lowerBound {
      end -= 1
      if bytes.unsafeLoad(fromByteOffset: end, as: UInt8.self) == byte { return end }
    }
    return nil
  }
}

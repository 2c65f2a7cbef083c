#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension RawSpan {
  /// Whether these bytes are those of `other`.
  public func isSame(as other: UnsafeRawBufferPointer) -> Bool {
    guard byteCount == other.count else { return false }
    return withUnsafeBytes { own in
      // Only bytes that are none may have no address.
      guard let own = own.baseAddress, let start = other.baseAddress else { return true }
      return memcmp(own, start, other.count) == 0
    }
  }

  /// The first place of `byte` at or behind `start`, which is not negative.
  public func firstIndex(of byte: UInt8, from start: Int) -> Int? {
    withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, start < bytes.count,
        let found = memchr(base + start, Int32(byte), bytes.count - start)
      else { return nil }
      return UnsafeRawPointer(found) - base
    }
  }

  /// The byte at an offset within the span.
  public func byte(at offset: Int) -> UInt8 {
    unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }

  /// A copy of the bytes in `range`.
  public func bytes(in range: Range<Int>) -> [UInt8] {
    extracting(range).withUnsafeBytes { Array($0) }
  }
}

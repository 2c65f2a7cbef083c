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
}

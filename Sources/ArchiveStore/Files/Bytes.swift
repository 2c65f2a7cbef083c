#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension RawSpan {
  /// The first place of `byte` at or behind `start`.
  func firstIndex(of byte: UInt8, from start: Int) -> Int? {
    withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, start < bytes.count,
        let found = memchr(base + start, Int32(byte), bytes.count - start)
      else { return nil }
      return UnsafeRawPointer(found) - base
    }
  }
}

extension [UInt8] {
  /// Changes the length; new bytes are zero, storage is kept.
  mutating func resize(to count: Int) {
    if count < self.count {
      removeLast(self.count - count)
    } else {
      append(contentsOf: repeatElement(0, count: count - self.count))
    }
  }

  /// Appends a copy of `span`.
  mutating func append(copying span: RawSpan) {
    span.withUnsafeBytes { append(contentsOf: $0) }
  }
}

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
    let added = count - self.count
    guard added > 0 else { return removeLast(-added) }
    // Copied from memory at once, also where nothing is optimised.
    withUnsafeTemporaryAllocation(byteCount: added, alignment: 1) { zeros in
      zeros.initializeMemory(as: UInt8.self, repeating: 0)
      append(contentsOf: UnsafeRawBufferPointer(zeros))
    }
  }

  /// Appends a copy of `span`.
  mutating func append(copying span: RawSpan) {
    span.withUnsafeBytes { append(contentsOf: $0) }
  }
}

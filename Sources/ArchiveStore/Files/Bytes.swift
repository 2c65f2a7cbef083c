extension [UInt8] {
  /// Changes the length; new bytes are zero, storage is kept.
  mutating func resize(to count: Int) {
    let added = count - self.count
    guard added > 0 else { return removeLast(-added) }
    // Small steps must not copy all that is there each time.
    if added > self.count { reserveCapacity(count) }
    // Copied from memory a piece at a time, which is quick also where nothing is optimised.
    withUnsafeTemporaryAllocation(byteCount: Swift.min(added, 64 << 10), alignment: 1) { zeros in
      zeros.initializeMemory(as: UInt8.self, repeating: 0)
      while self.count < count {
        append(contentsOf: UnsafeRawBufferPointer(zeros).prefix(count - self.count))
      }
    }
  }

  /// Appends what `body` writes to the beginning of `bound` bytes; it says how many there are.
  mutating func append(atMost bound: Int, _ body: (UnsafeMutableRawBufferPointer) -> Int) {
    withUnsafeTemporaryAllocation(byteCount: bound, alignment: 1) { room in
      append(contentsOf: UnsafeRawBufferPointer(room).prefix(body(room)))
    }
  }

  /// Appends a copy of `span`.
  mutating func append(copying span: RawSpan) {
    span.withUnsafeBytes { append(contentsOf: $0) }
  }
}

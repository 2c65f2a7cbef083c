#if Libdeflate
  typealias RawDeflater = LibdeflateDeflater
#else
  typealias RawDeflater = ZlibDeflater
#endif

/// Compresses one block after another.
struct BlockDeflater: ~Copyable {
  private let deflater: RawDeflater

  init() throws(StoreError) {
    deflater = try RawDeflater()
  }

  /// Appends the deflated `content` and the gzip trailer (CRC-32 and length) to `member`.
  ///
  /// The content is shorter than 4 GiB, as a block header's fields are.
  func append(_ content: [UInt8], to member: inout [UInt8]) {
    deflater.append(content, to: &member)
    member.append(littleEndian: checksum(content.span.bytes))
    member.append(littleEndian: UInt32(truncatingIfNeeded: content.count))
  }
}

extension [UInt8] {
  fileprivate mutating func append(littleEndian value: UInt32) {
    for shift in stride(from: UInt32(0), to: 32, by: 8) {
      append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }
}

/// What ends a gzip member (RFC 1952, section 2.3.1).
struct GzipTrailer {
  /// The bytes of a trailer.
  static let length = 8

  let checksum: UInt32
  /// The content's length modulo 2³².
  let contentLength: UInt32

  /// Callers pass at least eight bytes.
  init(_ bytes: RawSpan) {
    checksum = bytes.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt32.self).littleEndian
    contentLength = bytes.unsafeLoadUnaligned(fromByteOffset: 4, as: UInt32.self).littleEndian
  }

  /// How `content` differs from what the trailer says.
  func fault(of content: RawSpan) -> SegmentFault? {
    if UInt32(truncatingIfNeeded: content.byteCount) != contentLength { return .sizeDiffers }
    return ArchiveStore.checksum(content) == checksum ? nil : .checksumDiffers
  }
}

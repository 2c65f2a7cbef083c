import CZlib

/// Inflates raw deflate streams one after another, reusing zlib's storage.
///
/// Input comes in pieces of any length; output is never longer than a limit, so that a small file
/// cannot fill the memory.
struct BlockInflater: ~Copyable {
  /// Where a stream stands after a piece of input.
  enum Progress: Equatable {
    /// All input was used and the stream goes on.
    case needsInput
    /// The stream has ended; what follows it in the input was not used.
    case ended
    /// The stream would yield more than the limit.
    case limitReached
    /// The input is no deflate stream.
    case corrupt
  }

  /// zlib keeps the address of the stream, so it must not move.
  private let stream: UnsafeMutablePointer<z_stream>
  private var written = 0
  #if Libdeflate
    private let whole: LibdeflateInflater
  #endif

  init() throws(StoreError) {
    // Members that are not copyable must not be left behind by a throwing initialiser.
    #if Libdeflate
      let whole = try LibdeflateInflater()
    #endif
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    guard czlib_inflate_init(stream, -MAX_WBITS) == Z_OK else {
      stream.deallocate()
      throw .outOfMemory
    }
    self.stream = stream
    #if Libdeflate
      self.whole = whole
    #endif
  }

  deinit {
    inflateEnd(stream)
    stream.deinitialize(count: 1)
    stream.deallocate()
  }

  /// Prepares for a new stream.
  mutating func begin() {
    inflateReset(stream)
    written = 0
  }

  /// Inflates `input` from `offset`, which moves over the bytes used, behind what `content` holds of
  /// the stream so far. `content` may be longer than what was written until `finish(_:)` cuts it.
  mutating func inflate(
    _ input: [UInt8], from offset: inout Int, until end: Int? = nil, into content: inout [UInt8],
    limit: Int
  ) -> Progress {
    let end = end ?? input.count
    while true {
      if written == content.count {
        // At the limit the stream may still end, which zlib needs one byte of room to see.
        guard content.count <= limit else { return .limitReached }
        // Blocks have much the same length, so the storage of one before mostly lacks little.
        let length = max(64 << 10, content.count + content.count / 4)
        content.resize(to: min(limit + 1, length))
      }
      switch step(input, from: &offset, until: end, into: &content) {
      case Z_STREAM_END: return written <= limit ? .ended : .limitReached
      case Z_OK, Z_BUF_ERROR:
        if written > limit { return .limitReached }
        if offset == end, written < content.count { return .needsInput }
      default: return .corrupt
      }
    }
  }

  /// Cuts `content` to what the stream yielded.
  func finish(_ content: inout [UInt8]) {
    content.resize(to: written)
  }

  private mutating func step(
    _ input: [UInt8], from offset: inout Int, until end: Int, into content: inout [UInt8]
  ) -> Int32 {
    // Lengths are 32 bits wide in zlib.
    let inputLength = min(end - offset, 1 << 30)
    let outputLength = min(content.count - written, 1 << 30)
    let result = input.withUnsafeBytes { bytes in
      content.withUnsafeMutableBytes { output in
        stream.pointee.next_in = UnsafeMutablePointer(
          mutating: bytes.bindMemory(to: UInt8.self).baseAddress?.advanced(by: offset))
        stream.pointee.avail_in = uInt(inputLength)
        stream.pointee.next_out = output.bindMemory(to: UInt8.self).baseAddress?
          .advanced(by: written)
        stream.pointee.avail_out = uInt(outputLength)
        return CZlib.inflate(stream, Z_NO_FLUSH)
      }
    }
    offset += inputLength - Int(stream.pointee.avail_in)
    written += outputLength - Int(stream.pointee.avail_out)
    return result
  }
}

extension BlockInflater {
  /// Inflates the whole stream in `range` of `bytes`, which must yield `length` bytes; a fault is
  /// that of zlib.
  mutating func inflateWhole(
    _ bytes: [UInt8], _ range: Range<Int>, into content: inout [UInt8], expecting length: Int
  ) -> SegmentFault? {
    // Deflate makes nothing more than 1,032 times smaller, so a length beyond is not reserved.
    guard length / 1_032 <= range.count else { return .sizeDiffers }
    #if Libdeflate
      content.resize(to: length)
      // What is wrong with a stream that is not whole, zlib tells.
      if whole.inflate(bytes, range, into: &content) { return nil }
    #endif
    begin()
    // The byte more shows a stream that goes on; with it zlib needs no second call.
    content.resize(to: length + 1)
    var offset = range.lowerBound
    let progress = inflate(
      bytes, from: &offset, until: range.upperBound, into: &content, limit: length)
    finish(&content)
    switch progress {
    case .needsInput: return .truncated
    case .corrupt: return .corrupt
    case .limitReached: return .sizeDiffers
    case .ended: return offset == range.upperBound && content.count == length ? nil : .sizeDiffers
    }
  }
}

import CZlib

/// What zlib itself makes of a file of gzip members, and of nothing else in it.
enum ZlibAnswer: Equatable {
  /// The file is members from its first byte to its last, of this content.
  case members([[UInt8]])
  case refused

  /// Inflates members one after another, up to `limit` bytes each.
  init(_ file: [UInt8], limit: Int) {
    var contents: [[UInt8]] = []
    var offset = 0
    while offset < file.count {
      guard let (content, length) = Self.member(file[offset...], limit: limit) else {
        self = .refused
        return
      }
      contents.append(content)
      offset += length
    }
    self = .members(contents)
  }

  private static func member(
    _ bytes: ArraySlice<UInt8>, limit: Int
  ) -> (content: [UInt8], length: Int)? {
    var stream = z_stream()
    // 16 and the window's bits: a gzip header and trailer, which zlib checks.
    guard czlib_inflate_init(&stream, 16 + MAX_WBITS) == Z_OK else { return nil }
    defer { inflateEnd(&stream) }
    var input = Array(bytes)
    var content = [UInt8](repeating: 0, count: limit)
    let inputCount = input.count
    let result = input.withUnsafeMutableBufferPointer { input in
      content.withUnsafeMutableBufferPointer { output in
        stream.next_in = input.baseAddress
        stream.avail_in = uInt(input.count)
        stream.next_out = output.baseAddress
        stream.avail_out = uInt(output.count)
        return inflate(&stream, Z_FINISH)
      }
    }
    guard result == Z_STREAM_END else { return nil }
    content.removeLast(Int(stream.avail_out))
    return (content, inputCount - Int(stream.avail_in))
  }
}

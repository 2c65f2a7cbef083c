#if Libdeflate
  import CLibdeflate

  /// Inflates good raw deflate streams of known length.
  struct LibdeflateInflater: ~Copyable {
    private let decompressor: OpaquePointer

    init() throws(StoreError) {
      guard let decompressor = libdeflate_alloc_decompressor() else { throw .outOfMemory }
      self.decompressor = decompressor
    }

    deinit { libdeflate_free_decompressor(decompressor) }

    /// Inflates the stream that `range` of `bytes` is, into all of `content`; false, with anything in
    /// `content`, unless there is such a stream and it yields exactly as many bytes.
    func inflate(
      _ bytes: [UInt8], _ range: Range<Int>, into content: inout [UInt8]
    ) -> Bool {
      var used = 0
      let result = bytes.withUnsafeBytes { input in
        content.withUnsafeMutableBytes { output in
          // Without a place for the length, a stream of another length is an error.
          libdeflate_deflate_decompress_ex(
            decompressor, input.baseAddress?.advanced(by: range.lowerBound), range.count,
            output.baseAddress, output.count, &used, nil)
        }
      }
      return result == LIBDEFLATE_SUCCESS && used == range.count
    }
  }
#endif

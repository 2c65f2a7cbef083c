#if Libdeflate
  import CLibdeflate
#else
  import CZlib
#endif

/// The CRC-32 that gzip's trailer holds.
func checksum(_ content: RawSpan) -> UInt32 {
  content.withUnsafeBytes { bytes in
    #if Libdeflate
      libdeflate_crc32(0, bytes.baseAddress, bytes.count)
    #else
      UInt32(
        truncatingIfNeeded: crc32_z(0, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count))
    #endif
  }
}

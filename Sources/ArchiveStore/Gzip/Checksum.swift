#if Libdeflate
  import CLibdeflate
#else
  import CChecksum
#endif

/// The CRC-32 that gzip's trailer holds.
func checksum(_ content: RawSpan) -> UInt32 {
  content.withUnsafeBytes { bytes in
    #if Libdeflate
      libdeflate_crc32(0, bytes.baseAddress, bytes.count)
    #else
      cchecksum_crc32(bytes.baseAddress, bytes.count)
    #endif
  }
}

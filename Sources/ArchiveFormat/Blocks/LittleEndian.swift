/// Appends the bytes of `value`, least significant first.
func append(_ value: some FixedWidthInteger, to bytes: inout [UInt8]) {
  withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
}

extension RawSpan {
  /// The little-endian integer at `offset`; callers have checked that it lies within.
  func littleEndian<Value: FixedWidthInteger & BitwiseCopyable>(
    at offset: Int, as _: Value.Type
  ) -> Value {
    unsafeLoadUnaligned(fromByteOffset: offset, as: Value.self).littleEndian
  }
}

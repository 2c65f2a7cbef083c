import Crypto

/// A SHA-256 hash: 32 bytes.
public struct Hash256: Hashable, Sendable {
  /// The length in bytes.
  public static let byteCount = 32

  /// The bytes as they lie in memory.
  private let words: SIMD4<UInt64>

  /// The hash that a finished SHA-256 yields.
  public init(_ digest: SHA256Digest) {
    words = digest.withUnsafeBytes { Self.load($0) }
  }

  /// The hash that `write` puts at an address, where there is room for its bytes.
  init(writtenBy write: (UnsafeMutableRawPointer) -> Void) {
    var words = SIMD4<UInt64>()
    write(&words)
    self.words = words
  }

  /// The SHA-256 of `bytes`.
  public init(sha256Of bytes: RawSpan) {
    var hasher = SHA256()
    bytes.withUnsafeBytes { hasher.update(bufferPointer: $0) }
    self.init(hasher.finalize())
  }

  /// A hash given by its bytes; nil unless there are 32.
  public init?(bytes: RawSpan) {
    guard bytes.byteCount == Self.byteCount else { return nil }
    words = bytes.withUnsafeBytes { Self.load($0) }
  }

  /// Reads 64 lower-case hexadecimal digits; nil if `text` is anything else.
  public init?(hex text: some StringProtocol) {
    guard let bytes = Hexadecimal.decode(text.utf8) else { return nil }
    self.init(bytes: bytes.span.bytes)
  }

  /// Reads padded, canonical base64 (RFC 4648, section 4); nil if `text` is anything else.
  public init?(base64 text: some StringProtocol) {
    guard let bytes = Base64.decode(text.utf8) else { return nil }
    self.init(bytes: bytes.span.bytes)
  }

  /// The 32 bytes.
  public var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

  /// 64 lower-case hexadecimal digits.
  public var hex: String { String(decoding: Hexadecimal.encode(bytes), as: UTF8.self) }

  /// 44 characters of base64, padding included (RFC 4648, section 4).
  public var base64: String { String(decoding: Base64.encode(bytes), as: UTF8.self) }

  /// Calls `body` with the 32 bytes, without copying them to the heap.
  public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    Swift.withUnsafeBytes(of: words, body)
  }

  /// Callers pass 32 bytes.
  private static func load(_ bytes: UnsafeRawBufferPointer) -> SIMD4<UInt64> {
    SIMD4(
      bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self),
      bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self),
      bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self),
      bytes.loadUnaligned(fromByteOffset: 24, as: UInt64.self))
  }
}

extension Hash256: CustomStringConvertible {
  /// The same as `hex`.
  public var description: String { hex }
}

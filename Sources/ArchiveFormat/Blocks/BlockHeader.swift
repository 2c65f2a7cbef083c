import Activities

/// Why bytes are not the header of a block.
public enum BlockHeaderError: Error, Hashable, Sendable {
  /// The bytes end too early: so many are needed from the start of the header.
  case truncated(needed: Int)
  case notGzip
  /// A gzip member without exactly the fixed fields and the subfield of a block.
  case notABlock
  /// Made by a newer version.
  case unsupportedVersion(UInt8)
  case malformed(Field)

  /// The fields that can hold a value the format rules out.
  public enum Field: Hashable, Sendable {
    case flags, count, memberSize, contentSize, times, filterLength
  }
}

/// The header of the gzip member that a block is (RFC 1952, section 2.3), with the block's summary
/// in its extra field.
public struct BlockHeader: Hashable, Sendable {
  /// The bytes before the filter.
  public static let fixedLength = 86
  /// No header is longer.
  public static let maximumLength =
    fixedLength + BloomFilter.blockSize * BlockSummary.maximumFilterLength
  /// The bytes that `length(prefix:)` needs.
  public static let prefixLength = 12

  /// The name and the length of the subfield.
  private static let subfieldHeaderLength = 4
  /// The CRC-32 and the size modulo 2³² at the end of a member.
  private static let trailerLength = 8
  /// The shortest deflate stream.
  private static let minimumDeflatedSize = 2

  /// What is said about the records.
  public let summary: BlockSummary
  /// The bytes of the whole gzip member, header and trailer included: the next block starts there.
  public let memberSize: Int

  /// The header of a block whose records were deflated to `deflatedSize` bytes.
  public init(_ summary: BlockSummary, deflatedSize: Int) {
    self.summary = summary
    memberSize = Self.length(of: summary) + deflatedSize + Self.trailerLength
  }

  /// The bytes of the header, after which the deflate stream starts.
  public var length: Int { Self.length(of: summary) }

  /// The bytes of the header.
  public var bytes: [UInt8] {
    var bytes = MemberFields.start
    bytes.reserveCapacity(length)
    append(UInt16(length - Self.prefixLength), to: &bytes)
    bytes.append(contentsOf: "TA".utf8)
    append(UInt16(length - Self.prefixLength - Self.subfieldHeaderLength), to: &bytes)
    bytes.append(MemberFields.version)
    bytes.append(summary.isAlwaysRead ? MemberFields.alwaysRead : 0)
    append(UInt16(summary.count), to: &bytes)
    append(UInt64(memberSize), to: &bytes)
    append(UInt64(summary.contentSize), to: &bytes)
    append(summary.times.lowerBound.nanoseconds, to: &bytes)
    append(summary.times.upperBound.nanoseconds, to: &bytes)
    summary.root.withUnsafeBytes { bytes.append(contentsOf: $0) }
    append(UInt16(summary.filter.blockCount), to: &bytes)
    bytes.append(contentsOf: summary.filter.bytes)
    return bytes
  }

  private static func length(of summary: BlockSummary) -> Int {
    fixedLength + summary.filter.blockCount * BloomFilter.blockSize
  }
}

extension BlockHeader {
  /// The length of the header that starts with `prefix`, of which `prefixLength` bytes are enough.
  public static func length(prefix: RawSpan) throws(BlockHeaderError) -> Int {
    guard prefix.byteCount >= prefixLength else { throw .truncated(needed: prefixLength) }
    guard prefix.bytes(in: 0..<2) == Array(MemberFields.start.prefix(2)) else { throw .notGzip }
    let length = prefixLength + Int(prefix.littleEndian(at: 10, as: UInt16.self))
    guard MemberFields.begin(prefix), (fixedLength...maximumLength).contains(length)
    else { throw .notABlock }
    return length
  }

  /// Reads the header at the start of `bytes`, which may go on after it.
  ///
  /// Nothing in it is proven: the sizes in particular are only what the file says.
  public init(prefix bytes: RawSpan) throws(BlockHeaderError) {
    let length = try Self.length(prefix: bytes)
    guard bytes.byteCount >= length else { throw .truncated(needed: length) }
    guard bytes.bytes(in: 12..<14) == Array("TA".utf8),
      Int(bytes.littleEndian(at: 14, as: UInt16.self))
        == length - Self.prefixLength - Self.subfieldHeaderLength
    else { throw .notABlock }
    let version = bytes.littleEndian(at: 16, as: UInt8.self)
    guard version == MemberFields.version else { throw .unsupportedVersion(version) }
    summary = try Self.summary(bytes, length: length)
    let size = bytes.littleEndian(at: 20, as: UInt64.self)
    guard let size = Int(exactly: size),
      size >= length + Self.minimumDeflatedSize + Self.trailerLength
    else { throw .malformed(.memberSize) }
    memberSize = size
  }

  private static func summary(_ bytes: RawSpan, length: Int) throws(BlockHeaderError)
    -> BlockSummary
  {
    let flags = bytes.littleEndian(at: 17, as: UInt8.self)
    guard flags & ~MemberFields.alwaysRead == 0 else { throw .malformed(.flags) }
    let count = Int(bytes.littleEndian(at: 18, as: UInt16.self))
    guard (1...BlockSummary.maximumCount).contains(count) else { throw .malformed(.count) }
    guard let contentSize = Int(exactly: bytes.littleEndian(at: 28, as: UInt64.self)),
      contentSize >= 2 * count
    else { throw .malformed(.contentSize) }
    let first = Instant(nanoseconds: bytes.littleEndian(at: 36, as: Int64.self))
    let last = Instant(nanoseconds: bytes.littleEndian(at: 44, as: Int64.self))
    guard first <= last else { throw .malformed(.times) }
    guard let root = Hash256(bytes: bytes.extracting(52..<84)),
      let filter = BloomFilter(bytes: bytes.extracting(fixedLength..<length)),
      filter.blockCount == Int(bytes.littleEndian(at: 84, as: UInt16.self))
    else { throw .malformed(.filterLength) }
    return BlockSummary(
      count: count, contentSize: contentSize, times: first...last, root: root,
      isAlwaysRead: flags & MemberFields.alwaysRead != 0, filter: filter)
  }
}

import Activities

/// The gzip member that says what is in a group of blocks. It has no content; those of all groups
/// of a segment follow its last block.
public struct GroupFilter: Hashable, Sendable, IdentifierFilter {
  /// No member is longer. Some readers of gzip take no header of more than 32 KiB.
  public static let maximumSize = size(
    of: 3 * XorFilter.thirdLength(forCount: 3 * GroupSummary.maximumCount))
  /// The bytes that `isStarted(by:)` needs.
  public static let prefixLength = 14
  /// The bytes that `totalSize(suffix:)` needs.
  public static let suffixLength = 14
  /// No segment has more.
  public static let maximumCount = GroupSummary.count(forRecords: SegmentEntry.maximumCount)

  private static let name = "TF".utf8
  /// The bytes before the fingerprints.
  private static let fixedLength = 30
  /// Nothing, deflated, then its CRC-32 and its size.
  private static let end: [UInt8] = [3, 0, 0, 0, 0, 0, 0, 0, 0, 0]

  /// What is said about the records.
  public let summary: GroupSummary
  /// The blocks of the group.
  public let blockCount: Int
  /// Where in the file the last block of the group ends.
  public let blocksEnd: Int64
  /// The bytes of the filters up to this one, it included.
  public let totalSize: Int

  /// The filter of a group of so many blocks, which end at this offset of the file, behind filters of
  /// so many bytes.
  public init(_ summary: GroupSummary, blockCount: Int, blocksEnd: Int64, behind sizeBefore: Int) {
    self.summary = summary
    self.blockCount = blockCount
    self.blocksEnd = blocksEnd
    totalSize = sizeBefore + Self.size(of: summary.filter.fingerprints.count)
  }

  /// Whether a record of the group may have this `id`, `person_id` or `sequence_id`.
  public func mayContain(_ id: Identifier) -> Bool { summary.mayContain(id) }

  /// The bytes of the whole member.
  public var size: Int { Self.size(of: summary.filter.fingerprints.count) }

  private static func size(of fingerprintCount: Int) -> Int {
    fixedLength + fingerprintCount + suffixLength
  }

  /// The whole member.
  public var bytes: [UInt8] {
    var bytes = header
    bytes.reserveCapacity(size)
    bytes.append(contentsOf: summary.filter.fingerprints)
    append(UInt32(totalSize), to: &bytes)
    bytes.append(contentsOf: Self.end)
    return bytes
  }

  /// What comes before the fingerprints.
  private var header: [UInt8] {
    let subfieldLength = size - Self.end.count - 16
    var bytes = MemberFields.start
    append(UInt16(subfieldLength + 4), to: &bytes)
    bytes.append(contentsOf: Self.name)
    append(UInt16(subfieldLength), to: &bytes)
    bytes.append(MemberFields.version)
    bytes.append(summary.isAlwaysRead ? MemberFields.alwaysRead : 0)
    bytes.append(summary.filter.seed)
    bytes.append(UInt8(blockCount))
    append(blocksEnd, to: &bytes)
    append(UInt16(summary.filter.fingerprints.count / 3), to: &bytes)
    return bytes
  }
}

extension GroupFilter {
  /// Whether `bytes`, of which `prefixLength` are enough, may be the start of such a member.
  public static func isStarted(by bytes: RawSpan) -> Bool {
    bytes.byteCount >= prefixLength && MemberFields.begin(bytes)
      && bytes.bytes(in: 12..<14) == Array(name)
  }

  /// The bytes of all filters of a segment, whose last `suffixLength` bytes are `suffix`; nil if it does
  /// not end in a filter. Nothing of it is proven.
  public static func totalSize(suffix: RawSpan) -> Int? {
    guard suffix.byteCount == suffixLength, suffix.bytes(in: 4..<suffixLength) == end else {
      return nil
    }
    return Int(suffix.littleEndian(at: 0, as: UInt32.self))
  }

  /// Reads the member at the start of `bytes`, which may go on after it; nil if it is none, or one
  /// that a newer version made.
  ///
  /// Nothing in it is proven.
  public init?(prefix bytes: RawSpan) {
    guard Self.isStarted(by: bytes), bytes.byteCount >= Self.fixedLength else { return nil }
    let fingerprintCount = 3 * Int(bytes.littleEndian(at: 28, as: UInt16.self))
    let size = Self.size(of: fingerprintCount)
    guard size <= min(Self.maximumSize, bytes.byteCount) else { return nil }
    let end = size - Self.suffixLength
    guard
      let filter = XorFilter(
        seed: bytes.littleEndian(at: 18, as: UInt8.self),
        fingerprints: bytes.bytes(in: Self.fixedLength..<end)),
      let total = Self.totalSize(suffix: bytes.extracting(end..<size)), total >= size
    else { return nil }
    summary = GroupSummary(
      isAlwaysRead: bytes.littleEndian(at: 17, as: UInt8.self) == MemberFields.alwaysRead,
      filter: filter)
    blockCount = Int(bytes.littleEndian(at: 19, as: UInt8.self))
    blocksEnd = bytes.littleEndian(at: 20, as: Int64.self)
    totalSize = total
    guard (1...GroupSummary.blockCount).contains(blockCount),
      bytes.bytes(in: 0..<Self.fixedLength) == header
    else { return nil }
  }
}

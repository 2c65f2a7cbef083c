import ArchiveFormat

/// A block of a segment, as its header says.
public struct Block: Sendable {
  /// The position in the segment, from 0.
  public let number: Int
  /// Where the member starts in the file.
  public let offset: Int64
  /// The header; the next block starts `memberSize` bytes behind `offset`.
  public let header: BlockHeader

  /// The content of the blocks before, as their headers say.
  let contentOffset: Int

  /// What the header says about the records.
  public var summary: BlockSummary { header.summary }
}

/// Reads the blocks of a segment by their headers, each only when it is asked for, and passes over
/// those that the filters rule out.
///
/// Headers and filters are believed as far as they lead to a block, and a block's content is checked against
/// its trailer and header; every fault is `StoreError.segment`. Each task opens its own reader.
public struct SegmentReader: ~Copyable {
  private let file: File
  private let path: String
  private let size: Int64
  private let contentSize: Int
  private let blocksEnd: Int64
  /// Where the filter begins that was not read yet.
  private var filterOffset: Int64
  private var filtersRead = 0
  private var contentOffset = 0
  private var offset: Int64 = 0
  private var number = 0
  private var bytes: [UInt8] = []
  private var inflater: BlockInflater

  /// Blocks that `nextBlock(where:)` passed over.
  public private(set) var passedOver = 0

  /// `contentSize` is what the index says of the whole segment.
  init(
    _ file: consuming File, path: String, contentSize: Int = .max
  ) throws(StoreError) {
    // Members that are not copyable must not be left behind by a throwing initialiser.
    let size = try file.size()
    let inflater = try BlockInflater()
    let filters = try file.startOfFilters(size: size)
    self.file = file
    self.path = path
    self.size = size
    self.contentSize = contentSize
    blocksEnd = filters
    filterOffset = filters
    self.inflater = inflater
  }

  /// Whether there is no other block.
  public var isAtEnd: Bool { offset >= blocksEnd }

  /// The header of the next block, which is not inflated; nil after the last.
  ///
  /// With `mayHold`, of the next block that neither its own filter nor that of its group rules out:
  /// the blocks of a group that is ruled out are passed over together, without their headers.
  public mutating func nextBlock(
    where mayHold: ((any IdentifierFilter) -> Bool)? = nil
  ) throws(StoreError) -> Block? {
    guard let mayHold else { return try nextHeader() }
    while true {
      try passOverGroups(unless: mayHold)
      guard let block = try nextHeader() else { return nil }
      if mayHold(block.summary) { return block }
      passedOver += 1
    }
  }

  private mutating func nextHeader() throws(StoreError) -> Block? {
    guard !isAtEnd else { return nil }
    try file.read(BlockHeader.maximumLength, at: offset, into: &bytes)
    let header: BlockHeader
    do throws(BlockHeaderError) {
      header = try BlockHeader(prefix: bytes.span.bytes)
    } catch {
      throw fault(offset, faultOfHeader(error))
    }
    let (end, overflow) = offset.addingReportingOverflow(Int64(header.memberSize))
    guard !overflow, end <= blocksEnd else { throw fault(offset, .truncated) }
    let block = Block(
      number: number, offset: offset, header: header, contentOffset: contentOffset)
    let (content, isTooMuch) = contentOffset.addingReportingOverflow(header.summary.contentSize)
    contentOffset = isTooMuch ? .max : content
    offset = end
    number += 1
    return block
  }

  private mutating func passOverGroups(
    unless mayHold: (any IdentifierFilter) -> Bool
  ) throws(StoreError) {
    while number == filtersRead * GroupSummary.blockCount, let group = try nextFilter(),
      (offset...blocksEnd).contains(group.blocksEnd), !mayHold(group)
    {
      offset = group.blocksEnd
      number += group.blockCount
      passedOver += group.blockCount
    }
  }

  /// The next filter; nil behind the last one, and from the first one on that is none.
  private mutating func nextFilter() throws(StoreError) -> GroupFilter? {
    guard filterOffset < size, filtersRead < GroupFilter.maximumCount else { return nil }
    try file.read(GroupFilter.maximumSize, at: filterOffset, into: &bytes)
    guard let filter = GroupFilter(prefix: bytes.span.bytes) else {
      filterOffset = size
      return nil
    }
    filterOffset += Int64(filter.size)
    filtersRead += 1
    return filter
  }

  /// The filters of all groups; nil if the segment has none, or if one of them is none.
  public mutating func filters() throws(StoreError) -> [GroupFilter]? {
    filterOffset = blocksEnd
    filtersRead = 0
    var filters: [GroupFilter] = []
    while let filter = try nextFilter() { filters.append(filter) }
    return filters.last?.totalSize == Int(size - blocksEnd) ? filters : nil
  }

  /// Inflates a block of this segment into `content`, whose storage is reused.
  public mutating func read(_ block: Block, into content: inout [UInt8]) throws(StoreError) {
    let header = block.header
    let limit = SegmentWriter.maximumBlockContent
    // Deflate adds less than a thousandth to what it cannot make smaller.
    guard header.summary.contentSize <= limit, header.memberSize <= limit + limit >> 8 else {
      throw fault(block.offset, .tooLarge)
    }
    guard header.summary.contentSize <= contentSize - block.contentOffset else {
      throw fault(block.offset, .beyondIndex)
    }
    try file.read(header.memberSize, at: block.offset, into: &bytes)
    guard bytes.count == header.memberSize else { throw fault(block.offset, .truncated) }
    let end = bytes.count - GzipTrailer.length
    let found =
      inflater.inflateWhole(
        bytes, header.length..<end, into: &content, expecting: header.summary.contentSize)
      ?? GzipTrailer(bytes.span.bytes.extracting(end..<bytes.count)).fault(of: content.span.bytes)
    if let found { throw fault(block.offset, found) }
  }

  /// What is wrong where `bytes` do not start a block.
  private func faultOfHeader(_ error: BlockHeaderError) -> SegmentFault {
    if GzipHeader.extent(bytes.span.bytes) == .none {
      return number > 0 ? .trailingBytes : .header(.notGzip)
    }
    // The bytes reach to the end of the file or to that of the longest header.
    if case .truncated = error { return .truncated }
    return .header(error)
  }

  private func fault(_ offset: Int64, _ fault: SegmentFault) -> StoreError {
    .segment(path: path, offset: offset, fault)
  }
}

extension File {
  /// Where the filters at the end of a segment begin; its size if there are none.
  fileprivate func startOfFilters(size: Int64) throws(StoreError) -> Int64 {
    guard size >= GroupFilter.suffixLength else { return size }
    var bytes: [UInt8] = []
    try read(GroupFilter.suffixLength, at: size - Int64(GroupFilter.suffixLength), into: &bytes)
    guard let total = GroupFilter.totalSize(suffix: bytes.span.bytes), total < size else {
      return size
    }
    try read(GroupFilter.prefixLength, at: size - Int64(total), into: &bytes)
    return GroupFilter.isStarted(by: bytes.span.bytes) ? size - Int64(total) : size
  }
}

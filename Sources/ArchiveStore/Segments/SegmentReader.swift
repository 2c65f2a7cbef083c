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

/// Reads the blocks of a segment by their headers, each only when it is asked for.
///
/// Headers are believed as far as they lead to a block, and a block's content is checked against
/// its trailer and header; every fault is `StoreError.segment`. Each task opens its own reader.
public struct SegmentReader: ~Copyable {
  private let file: File
  private let path: String
  private let size: Int64
  private let contentSize: Int
  private var contentOffset = 0
  private var offset: Int64 = 0
  private var number = 0
  private var bytes: [UInt8] = []
  private var inflater: BlockInflater

  /// `contentSize` is what the index says of the whole segment.
  init(
    _ file: consuming File, path: String, contentSize: Int = .max
  ) throws(StoreError) {
    // Members that are not copyable must not be left behind by a throwing initialiser.
    let size = try file.size()
    let inflater = try BlockInflater()
    self.file = file
    self.path = path
    self.size = size
    self.contentSize = contentSize
    self.inflater = inflater
  }

  /// Whether there is no other block.
  public var isAtEnd: Bool { offset >= size }

  /// The header of the next block, which is not inflated; nil after the last.
  public mutating func nextBlock() throws(StoreError) -> Block? {
    guard offset < size else { return nil }
    try file.read(BlockHeader.maximumLength, at: offset, into: &bytes)
    let header: BlockHeader
    do throws(BlockHeaderError) {
      header = try BlockHeader(prefix: bytes.span.bytes)
    } catch {
      throw fault(offset, faultOfHeader(error))
    }
    let (end, overflow) = offset.addingReportingOverflow(Int64(header.memberSize))
    guard !overflow, end <= size else { throw fault(offset, .truncated) }
    let block = Block(
      number: number, offset: offset, header: header, contentOffset: contentOffset)
    let (content, isTooMuch) = contentOffset.addingReportingOverflow(header.summary.contentSize)
    contentOffset = isTooMuch ? .max : content
    offset = end
    number += 1
    return block
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

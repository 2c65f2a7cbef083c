import ArchiveFormat

/// A gzip member as it was found in a segment file.
public struct ScannedBlock: Sendable {
  /// The position in the file, from 0.
  public let number: Int
  /// Where the member starts in the file.
  public let offset: Int64
  /// The bytes of the member as far as it was read.
  public let size: Int
  /// What its header says, or why that is no header of a block.
  public let header: Result<BlockHeader, BlockHeaderError>
  /// Why the member cannot be read to its end, or its trailer does not fit; nil for a good one.
  ///
  /// The header's sizes are not compared with what was found.
  public let fault: SegmentFault?
  /// Whether the scan ends behind the fault, as nothing tells where a next member starts.
  public let isDeadEnd: Bool
}

/// The filter of a group of blocks as it was found in a segment file.
public struct ScannedFilter: Hashable, Sendable {
  /// Where the member starts in the file.
  public let offset: Int64
  /// What it says.
  public let filter: GroupFilter
}

/// Reads a segment file from its first byte to its last, and believes nothing in it.
///
/// For verifying: members are found by inflating them, whatever the headers say, and the file is
/// hashed in the same pass. Only behind a member with a fault is its header asked where the next
/// one starts. Memory is bounded by the content of one block, and no more is inflated than the index
/// says that there is. Each task opens its own scanner.
public struct SegmentScanner: ~Copyable {
  var source: SequentialBytes
  private var inflater: BlockInflater
  private var number = 0
  private(set) var faults = 0
  /// Where the last member with a fault begins.
  private(set) var faultOffset: Int64 = 0
  var isStuck = false
  /// What the index leaves for the members to come.
  private var contentLeft: Int
  /// The filters that were passed so far: no more than a segment can have.
  public private(set) var filters: [ScannedFilter] = []
  /// What the next member may yield.
  private var contentLimit: Int { min(SegmentWriter.maximumBlockContent, contentLeft) }

  /// Behind each fault a part of the file may be read again, which must end.
  static let maximumFaults = 100
  /// A longer member is not held in memory whole.
  private static let maximumWholeMember = 4 << 20

  /// `contentSize` is what the index says of the whole segment.
  init(_ file: consuming File, contentSize: Int) throws(StoreError) {
    let inflater = try BlockInflater()
    source = SequentialBytes(file)
    self.inflater = inflater
    contentLeft = contentSize
  }

  /// Inflates the next member into `content`, which has what could be read of one with a fault;
  /// nil at the end of the file and behind a fault that leaves no way on.
  public mutating func next(into content: inout [UInt8]) throws(StoreError) -> ScannedBlock? {
    guard !isStuck else { return nil }
    try passFilters()
    guard try source.fill(to: 1) else { return nil }
    let offset = source.offset
    let (header, length) = try readHeader()
    var fault: SegmentFault?
    if let length {
      source.take(length)
      let isWhole = try inflateWholeMember(header, into: &content)
      fault = isWhole ? nil : try inflateMember(into: &content)
      if fault == nil { contentLeft -= content.count }
      if fault == .beyondIndex, let header = try? header.get(),
        header.summary.contentSize <= contentLeft
      {
        fault = .sizeDiffers
      }
    } else {
      content.removeAll(keepingCapacity: true)
      fault = try faultOfMissingHeader()
    }
    let size = Int(source.offset - offset)
    if let found = fault {
      faultOffset = offset
      fault = try pass(found, at: offset, header)
    }
    let block = ScannedBlock(
      number: number, offset: offset, size: size, header: header, fault: fault, isDeadEnd: isStuck)
    number += 1
    return block
  }

  /// Reads what is left of the file, and gives the size and the SHA-256 of all of it.
  public mutating func finish() throws(StoreError) -> (size: Int, sha256: Hash256) {
    isStuck = true
    return try source.finish()
  }

  private mutating func passFilters() throws(StoreError) {
    while filters.count < GroupFilter.maximumCount {
      _ = try source.fill(to: GroupFilter.maximumSize)
      guard let filter = filter() else { return }
      filters.append(ScannedFilter(offset: source.offset, filter: filter))
      source.take(filter.size)
    }
  }

  /// The filter that begins here; nil if none does.
  private func filter() -> GroupFilter? {
    GroupFilter(prefix: source.buffer.span.bytes.extracting(droppingFirst: source.position))
  }

  private mutating func readHeader() throws(StoreError) -> (
    Result<BlockHeader, BlockHeaderError>, length: Int?
  ) {
    // An extra field has at most 64 KiB; a name or a comment that goes on behind is no header.
    _ = try source.fill(to: GzipHeader.maximumLength)
    let bytes = source.buffer.span.bytes.extracting(droppingFirst: source.position)
    let header = Result { () throws(BlockHeaderError) in try BlockHeader(prefix: bytes) }
    if case .whole(let length) = GzipHeader.extent(bytes) { return (header, length) }
    return (header, nil)
  }

  private mutating func faultOfMissingHeader() throws(StoreError) -> SegmentFault {
    let bytes = source.buffer.span.bytes.extracting(droppingFirst: source.position)
    switch GzipHeader.extent(bytes) {
    case .unfinished where source.available < GzipHeader.maximumLength: return .truncated
    case .none where number > 0: return .trailingBytes
    default: return .corrupt
    }
  }

  /// Moves behind a member with a fault, to where its header says that the next one starts, or else
  /// to where inflating it ended. Gives the fault as it is in this light.
  private mutating func pass(
    _ fault: SegmentFault, at offset: Int64, _ header: Result<BlockHeader, BlockHeaderError>
  ) throws(StoreError) -> SegmentFault {
    faults += 1
    guard fault != .trailingBytes, faults < Self.maximumFaults else {
      isStuck = true
      return fault
    }
    let ended = source.offset
    if let header = try? header.get() {
      let (next, overflow) = offset.addingReportingOverflow(Int64(header.memberSize))
      // It is not the file that ends too early then.
      if !overflow, try startsMember(at: next) { return fault == .truncated ? .corrupt : fault }
    }
    isStuck = true
    if fault == .checksumDiffers || fault == .sizeDiffers {
      isStuck = try !startsMember(at: ended)
    }
    return fault
  }

  /// Moves to a place; false unless a member starts there, or the file ends.
  private mutating func startsMember(at offset: Int64) throws(StoreError) -> Bool {
    guard try source.move(to: offset) else { return false }
    guard try source.fill(to: 1) else { return true }
    _ = try source.fill(to: GzipHeader.maximumLength)
    let bytes = source.buffer.span.bytes.extracting(droppingFirst: source.position)
    return GzipHeader.extent(bytes) != .none
  }

  /// Whether the member is as long as its header says and good: most are, and are read quickest so.
  private mutating func inflateWholeMember(
    _ header: Result<BlockHeader, BlockHeaderError>, into content: inout [UInt8]
  ) throws(StoreError) -> Bool {
    guard let header = try? header.get(), header.summary.contentSize <= contentLimit else {
      return false
    }
    let length = header.memberSize - header.length
    guard (GzipTrailer.length...Self.maximumWholeMember).contains(length),
      try source.fill(to: length)
    else { return false }
    let end = source.position + length - GzipTrailer.length
    let fault = inflater.inflateWhole(
      source.buffer, source.position..<end, into: &content, expecting: header.summary.contentSize)
    let trailer = GzipTrailer(source.buffer.span.bytes.extracting(droppingFirst: end))
    guard fault == nil, trailer.fault(of: content.span.bytes) == nil else { return false }
    source.take(length)
    return true
  }

  private mutating func inflateMember(
    into content: inout [UInt8]
  ) throws(StoreError) -> SegmentFault? {
    inflater.begin()
    loop: while true {
      switch inflatePiece(into: &content) {
      case .needsInput:
        guard try source.fill() else {
          inflater.finish(&content)
          return .truncated
        }
      case .ended: break loop
      case .corrupt:
        inflater.finish(&content)
        return .corrupt
      case .limitReached:
        content.removeAll()
        return contentLeft < SegmentWriter.maximumBlockContent ? .beyondIndex : .tooLarge
      }
    }
    inflater.finish(&content)
    guard try source.fill(to: GzipTrailer.length) else { return .truncated }
    let start = source.position
    let trailer = GzipTrailer(source.buffer.span.bytes.extracting(droppingFirst: start))
    source.take(GzipTrailer.length)
    return trailer.fault(of: content.span.bytes)
  }

  private mutating func inflatePiece(into content: inout [UInt8]) -> BlockInflater.Progress {
    var position = source.position
    let progress = inflater.inflate(
      source.buffer, from: &position, into: &content,
      limit: contentLimit)
    source.take(position - source.position)
    return progress
  }
}

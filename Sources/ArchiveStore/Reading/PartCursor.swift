import Activities
import ArchiveFormat

/// Reads the records of one segment in their order, block by block.
///
/// The file is closed with its last block, so that the many small parts of a day, which overlap in
/// time, are not open all at once.
final class PartCursor {
  private let archive: ArchiveFolder
  let segment: Segment
  private let bounds: InstantBounds
  private let wanted: (BlockSummary) -> Bool
  private let mayHold: ((any IdentifierFilter) -> Bool)?
  private var reader: SegmentReader?
  private var block: Block?
  private var content: [UInt8] = []
  private var lines = LineRanges()
  private var line = 0..<0
  private var position = -1
  private var records = RecordReader()

  /// Blocks that `mayHold` refuses by a filter, or `wanted` by their summary, or that lie outside the
  /// bounds, are not read.
  init(
    _ archive: ArchiveFolder, _ segment: Segment, _ bounds: InstantBounds,
    wanted: @escaping (BlockSummary) -> Bool = { _ in true },
    where mayHold: ((any IdentifierFilter) -> Bool)? = nil
  ) throws(StoreError) {
    self.archive = archive
    self.segment = segment
    self.bounds = bounds
    self.wanted = wanted
    self.mayHold = mayHold
    reader = try archive.reader(of: segment)
  }

  /// Moves to the next record within the bounds and gives its key; nil after the last.
  func next() throws(StoreError) -> RecordKey? {
    while try nextLine() {
      let fields = try read()
      if bounds.contains(fields.createdAt.instant) { return fields.key }
    }
    return nil
  }

  /// Moves to the next record, whatever it is; false after the last.
  func nextLine() throws(StoreError) -> Bool {
    while true {
      let content = content
      if let next = lines.next(in: content.span.bytes) {
        line = next
        position += 1
        return true
      }
      guard try nextBlock() else { return false }
    }
  }

  func withRecord<Result, Failure: Error>(
    _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let content = content
    return try body(content.span.bytes.extracting(line))
  }

  private func nextBlock() throws(StoreError) -> Bool {
    while let next = try reader?.nextBlock(where: mayHold) {
      let isWanted = bounds.overlaps(next.summary.times) && wanted(next.summary)
      if isWanted { try reader?.read(next, into: &content) }
      if reader?.isAtEnd ?? true { reader = nil }
      guard isWanted else { continue }
      block = next
      lines = LineRanges()
      position = -1
      return true
    }
    return false
  }

  private func read() throws(StoreError) -> RecordFields {
    let content = content
    do throws(RecordError) {
      return try records.read(content.span.bytes.extracting(line))
    } catch {
      throw .segment(
        path: segment.location.path, offset: block?.offset ?? 0, .record(position, error))
    }
  }
}

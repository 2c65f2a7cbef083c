import ArchiveFormat
import ArchiveStore

/// Takes the records of a segment, block by block, and judges them.
protocol RecordScan {
  /// The segment's file, relative to the archive's folder.
  var path: String { get }
  /// What was found so far.
  var outcome: SegmentOutcome { get set }
  /// The lines so far, those passed over included.
  var line: Int { get set }
  /// How many records there are by the index. More are counted, and not read: what they cost must
  /// not follow from what a small file inflates to.
  var expected: Int { get }
  /// How many there are more.
  var surplus: Int { get set }

  /// Reads the record on the next line.
  mutating func read(_ record: RawSpan)

  /// What the header of the block that ends here should say: nil within if its records are none
  /// that a block may have, nil if records that cannot be read leave it open. The length of the filter
  /// is the header's own.
  mutating func endBlock(filterLength: Int?) -> BlockSummary??

  /// The values of the records since the last group of blocks ended; nil without activities.
  mutating func endGroup() -> GroupContent?

  /// After the last record of a file that was read to its end: compares it with the index.
  mutating func finish()
}

extension RecordScan {
  /// Reads the records of a block.
  mutating func read(_ content: [UInt8]) {
    var lines = LineRanges()
    while line < expected, let range = lines.next(in: content.span.bytes) {
      read(content.span.bytes.extracting(range))
    }
    let more = lines.skipAll(in: content.span.bytes)
    surplus += more
    line += more
    guard let last = content.last, last != UInt8(ascii: "\n") else { return }
    outcome.log.add(.recordMalformed, path: path, line: line, .unterminated)
  }

  /// Passes over a block whose records cannot be known. One that another follows is a full one.
  mutating func passBlock() { line += BlockSummary.maximumCount }
}

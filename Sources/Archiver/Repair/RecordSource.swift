import Activities
import ArchiveFormat
import ArchiveStore

/// A segment file in which records of a damaged segment may be found, and none is believed to be.
struct RecordSource: Sendable {
  private enum Place: Sendable {
    case file(ArchiveFolder, SegmentLocation, contentSize: Int)
    case staged(StagedSegment)
  }

  private let place: Place

  /// A file by the name of a segment, or of another revision of it. Besides the segment's records it
  /// may have others, but no more is inflated than they would be with a block of the largest.
  init(_ folder: ArchiveFolder, _ location: SegmentLocation, of segment: Segment) {
    let (limit, overflow) = segment.entry.contentSize.addingReportingOverflow(
      SegmentWriter.maximumBlockContent)
    place = .file(folder, location, contentSize: overflow ? .max : limit)
  }

  /// What was fetched again.
  init(_ staged: StagedSegment) {
    place = .staged(staged)
  }

  /// Calls `body` with the records of each block that can be inflated whole, as far as they can be
  /// placed: of those blocks whose records have their header's root, or of the others.
  ///
  /// In quarantine, where records have no keys, their positions are their keys. A file that is not
  /// there has no records.
  func forEachRecord(
    vouchedFor: Bool, _ body: (RecordKey, RawSpan) throws(StoreError) -> Void
  ) throws(StoreError) {
    var block = SalvagedBlock(isQuarantine: isQuarantine)
    do throws(StoreError) {
      var scanner = try scanner()
      while try block.read(&scanner) {
        guard block.isVouchedFor == vouchedFor else { continue }
        try block.forEachRecord(body)
      }
    } catch {
      // What the disk gives of a file before it fails counts.
      guard SegmentDamage(error) != nil else { throw error }
    }
  }

  private var isQuarantine: Bool {
    switch place {
    case .file(_, let location, _): location.stream == .quarantine
    case .staged(let staged): staged.folder == .quarantine
    }
  }

  private func scanner() throws(StoreError) -> SegmentScanner {
    switch place {
    case .file(let folder, let location, let contentSize):
      try folder.scanner(of: location, contentSize: contentSize)
    case .staged(let staged): try staged.scanner()
    }
  }
}

/// One block that could be inflated whole.
private struct SalvagedBlock {
  let isQuarantine: Bool
  private(set) var isVouchedFor = false
  private var number = 0
  private var content: [UInt8] = []

  init(isQuarantine: Bool) {
    self.isQuarantine = isQuarantine
  }

  /// Moves to the next; false after the last.
  mutating func read(_ scanner: inout SegmentScanner) throws(StoreError) -> Bool {
    while true {
      guard let block = try scanner.next(into: &content) else {
        guard try scanner.resume() else { return false }
        continue
      }
      guard block.fault == nil else { continue }
      number = block.number
      let root = root()
      isVouchedFor = (try? block.header.get())?.summary.root == root
      return true
    }
  }

  func forEachRecord(
    _ body: (RecordKey, RawSpan) throws(StoreError) -> Void
  ) throws(StoreError) {
    var reader = RecordReader()
    var lines = LineRanges()
    var position = 0
    while let line = lines.next(in: content.span.bytes) {
      let record = content.span.bytes.extracting(line)
      position += 1
      if isQuarantine {
        try body(key(ofPosition: position), record)
      } else if let fields = try? reader.read(record) {
        try body(fields.key, record)
      }
    }
  }

  private func key(ofPosition position: Int) -> RecordKey {
    let place = number * BlockSummary.maximumCount + position
    return RecordKey(
      instant: Instant(nanoseconds: Int64(place)), id: Identifier(high: 0, low: UInt64(place)))
  }

  private func root() -> Hash256 {
    var tree = MerkleAccumulator()
    var lines = LineRanges()
    while let line = lines.next(in: content.span.bytes) {
      tree.append(MerkleTree.leafHash(content.span.bytes.extracting(line)))
    }
    return tree.root
  }
}

import Activities
import ArchiveFormat
import ArchiveStore

extension PartitionOutcome {
  /// The duplicates that are looked up and listed with both places; more are only counted.
  private static let lookedUp = 1_000

  /// Finds the records behind fingerprints that are there more than once.
  mutating func add(
    _ repeated: [UInt64], of segments: [Segment], _ folder: ArchiveFolder,
    _ slice: IdentifierSlice
  ) throws(StoreError) {
    guard !repeated.isEmpty else { return }
    let sought = Set(repeated.prefix(Self.lookedUp))
    var search = DuplicateSearch(sought: sought, slice: slice)
    for segment in segments {
      do throws(StoreError) {
        try search.read(segment, folder)
      } catch {
        // That a file cannot be read has been said before.
        if case .outOfMemory = error { throw error }
      }
    }
    let isCut = repeated.count > Self.lookedUp
    let found = isCut ? max(search.count, repeated.count) : search.count
    for finding in search.findings {
      log.add(finding.kind, path: finding.path, line: finding.line, finding.detail)
    }
    log.addUnlisted(.duplicateID, count: found - search.findings.count)
    if segments.first?.location.stream != .amendments { records -= found }
  }
}

/// Reads segments once more for the records whose ids, or items, seem to be there before.
private struct DuplicateSearch {
  let sought: Set<UInt64>
  let slice: IdentifierSlice
  /// The records whose id was there before.
  private(set) var count = 0
  private(set) var findings: [Finding] = []

  private enum Key: Hashable {
    case id(Identifier)
    case item(Hash256)
  }

  private var firsts: [Key: (path: String, line: Int)] = [:]
  private var records = RecordReader()

  init(sought: Set<UInt64>, slice: IdentifierSlice) {
    self.sought = sought
    self.slice = slice
  }

  /// Reads the blocks of a segment that can be read.
  mutating func read(_ segment: Segment, _ folder: ArchiveFolder) throws(StoreError) {
    var scanner = try folder.scanner(of: segment)
    var content: [UInt8] = []
    var line = 0
    while let block = try scanner.next(into: &content) {
      guard block.fault == nil else {
        line += BlockSummary.maximumCount
        continue
      }
      var lines = LineRanges()
      while line < segment.entry.count, let range = lines.next(in: content.span.bytes) {
        line += 1
        add(
          content.span.bytes.extracting(range), segment.location.stream, segment.location.path, line
        )
      }
    }
  }

  private mutating func add(_ record: RawSpan, _ stream: SegmentStream, _ path: String, _ line: Int)
  {
    guard let (key, fingerprint) = key(record, stream), sought.contains(fingerprint) else { return }
    guard let first = firsts[key] else {
      firsts[key] = (path, line)
      return
    }
    count += 1
    guard findings.count < FindingLog.limit else { return }
    let detail: FindingDetail =
      switch key {
      case .id(let id): .duplicate(id, path: first.path, line: first.line)
      case .item: .duplicateItem(path: first.path, line: first.line)
      }
    findings.append(Finding(.duplicateID, path: path, line: line, detail))
  }

  private mutating func key(_ record: RawSpan, _ stream: SegmentStream) -> (Key, UInt64)? {
    if stream == .quarantine {
      guard let hash = try? QuarantineRecord(line: record).itemHash else { return nil }
      return slice.fingerprint(of: hash).map { (.item(hash), $0) }
    }
    guard let id = try? records.read(record).id else { return nil }
    return slice.fingerprint(of: id).map { (.id(id), $0) }
  }
}

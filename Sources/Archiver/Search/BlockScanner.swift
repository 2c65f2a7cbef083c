import Activities
import ArchiveFormat
import ArchiveStore
import Patterns

/// What was found in one piece of work.
struct ScanResult: Sendable {
  /// A record that matches.
  struct Match: Sendable {
    let key: RecordKey
    /// The record's place in `bytes`.
    let range: Range<Int>
    /// What the record is counted under.
    let values: CountedValues
  }

  /// In the order of keys.
  var matches: [Match] = []
  /// The records that match; empty if they are only counted.
  var bytes: [UInt8] = []
  /// The last amendment of an id.
  var latest: [Identifier: FormRank] = [:]
  var blocksRead = 0
  var contentBytes = 0
  var unreadable = 0
  var faults: [StoreError] = []
}

/// Reads blocks one at a time, keeping storage, an open segment and what its matcher has learnt.
actor BlockScanner {
  private let archive: Archive
  private let countKeys: [CountKey]?
  private var selector: RecordSelector
  private var content: [UInt8] = []
  private var open: OpenSegment?

  /// A scanner that collects records or, with keys, what they are counted under.
  init(_ archive: Archive, _ query: SearchQuery, countingBy keys: [CountKey]? = nil)
    throws(PatternError)
  {
    self.archive = archive
    countKeys = keys
    selector = try RecordSelector(query)
  }

  /// Does a piece of work. What cannot be read is a fault of the result.
  func scan(_ task: ScanTask) -> ScanResult {
    var result = ScanResult()
    guard !Task.isCancelled else { return result }
    let unreadable = selector.unreadable
    switch task {
    case .amendments(_, let segments):
      for segment in segments { learn(from: segment, into: &result) }
    case .block(_, let segment, let block):
      do throws(StoreError) {
        try read(block, of: segment, &result)
        collect(into: &result)
      } catch {
        result.faults.append(error)
      }
    }
    result.unreadable += selector.unreadable - unreadable
    return result
  }

  private func read(
    _ block: Block, of segment: Segment, _ result: inout ScanResult
  ) throws(StoreError) {
    if open?.segment.location != segment.location {
      open = try OpenSegment(segment, of: archive)
    }
    try open?.reader.read(block, into: &content)
    result.blocksRead += 1
    result.contentBytes += content.count
  }

  private func collect(into result: inout ScanResult) {
    let span = content.span.bytes
    selector.begin(span)
    var offset = 0
    while let (range, fields) = selector.next(in: span, from: &offset) {
      let record = span.extracting(range)
      if let countKeys {
        let reader = selector.reader
        let values = countKeys.values { $0.value(of: fields, in: record, reader: reader) }
        result.matches.append(ScanResult.Match(key: fields.key, range: 0..<0, values: values))
      } else {
        let start = result.bytes.count
        record.withUnsafeBytes { result.bytes.append(contentsOf: $0) }
        result.matches.append(
          ScanResult.Match(key: fields.key, range: start..<result.bytes.count, values: .all))
      }
    }
    // A block that was written well is sorted; order must not depend on that.
    let keys = result.matches.lazy.map(\.key)
    if !zip(keys, keys.dropFirst()).allSatisfy({ $0 <= $1 }) {
      result.matches.sort { $0.key < $1.key }
    }
  }

  private func learn(from segment: Segment, into result: inout ScanResult) {
    do throws(StoreError) {
      let opened = try OpenSegment(segment, of: archive)
      let rank = FormRank(of: segment)
      var reader = RecordReader()
      while let block = try opened.reader.nextBlock() {
        try opened.reader.read(block, into: &content)
        result.blocksRead += 1
        result.contentBytes += content.count
        var lines = LineRanges()
        while let range = lines.next(in: content.span.bytes) {
          guard let fields = try? reader.read(content.span.bytes.extracting(range)) else {
            result.unreadable += 1
            continue
          }
          result.latest[fields.id] = max(rank, result.latest[fields.id] ?? rank)
        }
      }
    } catch {
      result.faults.append(error)
    }
  }
}

/// A segment that is open for reading.
final class OpenSegment {
  let segment: Segment
  var reader: SegmentReader

  init(_ segment: Segment, of archive: Archive) throws(StoreError) {
    self.segment = segment
    reader = try archive.reader(of: segment)
  }
}

import Activities
import ArchiveFormat
import ArchiveStore

/// Judges the records of a segment of quarantine.
struct QuarantineScan: RecordScan {
  let path: String
  var outcome = SegmentOutcome()
  var line = 0
  var surplus = 0

  private let segment: Segment
  private let slice: IdentifierSlice
  private var summary = SegmentSummary()
  private var redactions: RedactionCheck
  private var unread = 0
  private var unreadInBlock = 0

  init(_ check: SegmentCheck) {
    segment = check.segment
    path = segment.location.path
    slice = check.slice
    redactions = RedactionCheck(check.segment)
  }

  var expected: Int { segment.entry.count }

  mutating func read(_ record: RawSpan) {
    line += 1
    if !segment.redactions.isEmpty,
      let redacted = redactions.read(record, number: line, &outcome.log)
    {
      summary.add(redacted, length: record.byteCount)
      outcome.records += 1
      return
    }
    do throws(IndexEntryError) {
      let item = try QuarantineRecord(line: record)
      summary.addQuarantined(record, receivedAt: item.receivedAt)
      outcome.records += 1
      collect(item)
    } catch {
      unread += 1
      unreadInBlock += 1
      outcome.log.add(.recordMalformed, path: path, line: line, .quarantine(error))
    }
  }

  /// Each content is kept once.
  private mutating func collect(_ item: QuarantineRecord) {
    guard outcome.records <= SegmentEntry.maximumCount,
      let fingerprint = slice.fingerprint(of: item.itemHash)
    else { return }
    outcome.fingerprints.append(fingerprint)
  }

  mutating func endGroup() -> GroupContent? { nil }

  mutating func endBlock(filterLength: Int?) -> BlockSummary?? {
    let summary = summary.endBlock(filterLength: filterLength)
    defer { unreadInBlock = 0 }
    return unreadInBlock > 0 || surplus > 0 ? nil : .some(summary)
  }

  mutating func finish() {
    outcome.isWhole = unread == 0 && surplus == 0
    let found = summary.count + unread + surplus
    if found != segment.entry.count {
      outcome.log.add(
        .countMismatch, path: path, .number(expected: segment.entry.count, found: found))
    }
    guard outcome.isWhole, found == segment.entry.count else { return }
    redactions.finish(&outcome.log)
    if summary.contentSize != segment.contentSize {
      outcome.log.add(
        .sizeMismatch, path: path,
        .contentSize(expected: segment.contentSize, found: summary.contentSize))
    }
    if summary.contentRoot != segment.entry.contentRoot {
      outcome.log.add(
        .rootMismatch, path: path,
        .hash(expected: segment.entry.contentRoot, found: summary.contentRoot))
    }
  }
}

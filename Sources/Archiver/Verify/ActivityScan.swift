import Activities
import ArchiveFormat
import ArchiveStore

/// Judges the records of a segment of activities or of amendments.
struct ActivityScan: RecordScan {
  let path: String
  var outcome = SegmentOutcome()
  var line = 0
  var surplus = 0

  private let segment: Segment
  private let day: UTCDay?
  private let isStrict: Bool
  private let slice: IdentifierSlice
  private let wanted: Set<Identifier>
  private var records: RecordValidator
  private var summary = SegmentSummary()
  private var lastKey: RecordKey?
  private var hadOtherOrganization = false
  private var redactions: RedactionCheck
  /// Records that cannot be placed, in the whole segment and in the block.
  private var unplaced = 0
  private var unplacedInBlock = 0

  init(_ check: SegmentCheck) {
    segment = check.segment
    path = segment.location.path
    day = segment.location.partition
    records = RecordValidator(check.validator)
    redactions = RedactionCheck(check.segment)
    isStrict = check.options.strict
    slice = check.slice
    wanted = check.wanted
  }

  var expected: Int { segment.entry.count }

  mutating func read(_ record: RawSpan) {
    line += 1
    do throws(RecordError) {
      let fields = try records.read(record)
      // What stands for a redacted record has no payload, so that the others are not searched.
      if fields.payload == nil,
        let redacted = redactions.read(record, number: line, &outcome.log)
      {
        summary.add(redacted, length: record.byteCount)
      } else {
        logReport()
        summary.add(record, fields, reader: records.reader)
        checkOrganization()
      }
      checkPlace(fields.key)
      collect(fields.id, record)
      outcome.records += 1
    } catch {
      add(error)
    }
  }

  mutating func endBlock(filterLength: Int?) -> BlockSummary?? {
    let summary = summary.endBlock(filterLength: filterLength)
    defer { unplacedInBlock = 0 }
    return unplacedInBlock > 0 || surplus > 0 ? nil : .some(summary)
  }

  mutating func endGroup() -> GroupContent? { summary.endGroup() }

  mutating func finish() {
    outcome.isWhole = unplaced == 0 && surplus == 0
    let found = summary.count + unplaced + surplus
    if found != segment.entry.count {
      add(.countMismatch, .number(expected: segment.entry.count, found: found))
    }
    // What other records amount to is other, too, and cannot be told where some cannot be read.
    guard outcome.isWhole, found == segment.entry.count else { return }
    if summary.contentSize != segment.contentSize {
      add(
        .sizeMismatch,
        .contentSize(expected: segment.contentSize, found: summary.contentSize))
    }
    if summary.contentRoot != segment.entry.contentRoot {
      add(
        .rootMismatch,
        .hash(expected: segment.entry.contentRoot, found: summary.contentRoot))
    }
    redactions.finish(&outcome.log)
    if let expected = segment.entry.activities, let found = summary.activities {
      compare(expected, found)
    }
  }

  private mutating func compare(_ expected: ActivitySummary, _ found: ActivitySummary) {
    if !redactions.explains(found.types, of: expected.types) {
      add(.countMismatch, .types(expected: expected.types, found: found.types))
    }
    if found.ids != expected.ids {
      add(.idRangeMismatch, .ids(expected: expected.ids, found: found.ids))
    }
    if found.times != expected.times {
      add(.timeRangeMismatch, .times(expected: expected.times, found: found.times))
    }
  }

  private mutating func logReport() {
    for violation in records.report.violations {
      outcome.log.add(
        .schemaViolation, path: path, line: line, pointer: violation.pointer,
        .violation(violation.reason))
    }
    for thing in records.report.unrecognised {
      outcome.unrecognised.add(thing)
      guard isStrict else { continue }
      outcome.log.add(
        .schemaViolation, path: path, line: line, pointer: thing.pointer,
        .unrecognised(value: thing.value))
    }
  }

  private mutating func checkOrganization() {
    let expected = segment.entry.activities?.organizationID
    let hasOther = summary.hasOtherOrganization || summary.organizationID != expected
    guard hasOther, !hadOtherOrganization else { return }
    // Said once, at the first record of another workspace than the index names.
    hadOtherOrganization = true
    outcome.log.add(
      .schemaViolation, path: path, line: line, pointer: "/payload/organization_id",
      .otherOrganization(expected))
  }

  private mutating func checkPlace(_ key: RecordKey) {
    if key.instant.day != day { add(.wrongPartition, line: line, .day(key.instant.day)) }
    if let lastKey, key < lastKey { add(.outOfOrder, line: line) }
    lastKey = key
  }

  private mutating func collect(_ id: Identifier, _ record: RawSpan) {
    // More records than a segment can have are wrong by their number; memory must not grow.
    guard outcome.records < SegmentEntry.maximumCount,
      let fingerprint = slice.fingerprint(of: id)
    else { return }
    outcome.fingerprints.append(fingerprint)
    guard segment.location.stream == .amendments || wanted.contains(id) else { return }
    if let form = Form(id: id, record: record, line: line) { outcome.forms.append(form) }
  }

  private mutating func add(_ error: RecordError) {
    unplaced += 1
    unplacedInBlock += 1
    switch error {
    case .malformed, .notAnObject: add(.recordMalformed, line: line, .record(error))
    case .noIdentifier, .noCreationTime:
      logReport()
      // A time can be valid and yet beyond what the archive can hold.
      if records.report.violations.isEmpty { add(.recordMalformed, line: line, .record(error)) }
    }
  }

  private mutating func add(_ kind: FindingKind, line: Int? = nil, _ detail: FindingDetail = .none)
  {
    outcome.log.add(kind, path: path, line: line, detail)
  }
}

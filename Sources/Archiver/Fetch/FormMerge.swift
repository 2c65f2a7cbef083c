import Activities
import ArchiveFormat
import ArchiveStore

/// Tells what a walk received that is new, and what is another form of what is held.
///
/// Received and held records of one partition are merged in key order, one of each in memory.
struct FormMerge: ~Copyable {
  struct Outcome {
    /// Activities that the archive did not hold.
    var added = 0
    /// Forms that differ from the latest held one.
    var amended = 0
    /// What the schema says of both.
    var schema = SchemaTally()
  }

  private(set) var outcome = Outcome()

  private let partition: HeldPartition
  private var activities: SegmentWriter
  private var amendments: SegmentWriter
  /// The ids that the day holds, of those received, in the window or elsewhere; of those received at
  /// more than one time also what was just added.
  private var heldIDs: Set<Identifier>
  private let atSeveralTimes: Set<Identifier>
  /// Those received that were redacted: what they say is not to come back in any form.
  private let redactedIDs: Set<Identifier>
  /// The latest form of each activity that was amended.
  private let latest: [Identifier: [UInt8]]
  private var amendedIDs: Set<Identifier> = []
  /// The form with which the next one is compared if it has the same key.
  private var last = Form()
  private var pendingAmendment: Amendment?
  private var records: RecordValidator
  private let differences: (Difference) -> Void

  /// A form in storage that is kept for the next one.
  private struct Form {
    private(set) var key: RecordKey?
    private(set) var bytes: [UInt8] = []

    mutating func set(_ key: RecordKey, _ record: RawSpan) {
      self.key = key
      bytes.removeAll(keepingCapacity: true)
      record.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }
  }

  private struct Amendment {
    let key: RecordKey
    /// The form with which the first one was compared.
    let base: [UInt8]
    var bytes: [UInt8]
  }

  /// Merges activities with these ids, some of which may come at more than one time: those are among
  /// `atSeveralTimes`. Calls `differences` with each activity that is late or changed.
  init(
    _ partition: HeldPartition, receiving ids: @autoclosure () -> Set<Identifier>,
    atSeveralTimes: Set<Identifier>, in staging: Staging, validator: Validator,
    differences: @escaping (Difference) -> Void = { _ in }
  ) throws(StoreError) {
    // Members that are not copyable must not be left behind by a throwing initialiser.
    let activities = try SegmentWriter(.activities(partition.day), in: staging)
    let amendments = try SegmentWriter(.amendments(partition.day), in: staging)
    let ids = partition.isNew ? [] : ids()
    let heldIDs = try partition.heldIDs(of: ids)
    let redactedIDs = try partition.archive.redactedIDs(of: ids)
    let latest = try partition.latestForms(of: heldIDs.subtracting(redactedIDs))
    self.partition = partition
    self.activities = activities
    self.amendments = amendments
    self.heldIDs = heldIDs
    self.atSeveralTimes = atSeveralTimes
    self.redactedIDs = redactedIDs
    self.latest = latest
    records = RecordValidator(validator)
    self.differences = differences
  }

  /// Merges everything received, which is in key order, with what is held.
  mutating func merge(_ received: consuming SortedRecords) throws(StoreError) {
    let held = partition.records()
    var heldKey = try held.next()
    while let key = try received.next() {
      guard !redactedIDs.contains(key.id) else { continue }
      while let earlier = heldKey, earlier < key { heldKey = try held.next() }
      try received.withRecord { record throws(StoreError) in
        try take(record, key, held: heldKey == key ? held : nil)
      }
    }
    try flushAmendment()
  }

  /// The segments of both streams, activities before amendments.
  consuming func finish() throws(StoreError) -> [StagedSegment] {
    let first = try activities.finish()
    return first + (try amendments.finish())
  }

  /// Takes in the next record; `held` has moved to the one of the same key, if there is one.
  private mutating func take(
    _ record: RawSpan, _ key: RecordKey, held: HeldRecords?
  ) throws(StoreError) {
    if last.key != key {
      if let form = latest[key.id] {
        last.set(key, form.span.bytes)
      } else if let held {
        held.withRecord { last.set(key, $0) }
      } else if heldIDs.contains(key.id) {
        // The same id at another time: ids are unique within a partition, so this is a later form.
        last.set(key, [UInt8]().span.bytes)
      } else {
        return try add(record, key)
      }
    }
    let bytes = record.bytes(in: 0..<record.byteCount)
    guard !JSONCanonical.isSameValue(last.bytes, bytes) else { return }
    try amend(key, from: last.bytes, to: bytes)
    last.set(key, record)
  }

  private mutating func add(_ record: RawSpan, _ key: RecordKey) throws(StoreError) {
    if atSeveralTimes.contains(key.id) { heldIDs.insert(key.id) }
    let fields = try read(record)
    try activities.append(record, fields, reader: records.reader)
    outcome.schema.add(records.report)
    outcome.added += 1
    differences(Difference(.late, key))
    last.set(key, record)
  }

  /// A segment of amendments holds an id once: of several forms the last.
  private mutating func amend(
    _ key: RecordKey, from base: [UInt8], to bytes: [UInt8]
  ) throws(StoreError) {
    if pendingAmendment?.key == key {
      pendingAmendment?.bytes = bytes
    } else {
      try flushAmendment()
      pendingAmendment = Amendment(key: key, base: base, bytes: bytes)
    }
  }

  private mutating func flushAmendment() throws(StoreError) {
    guard let form = pendingAmendment else { return }
    pendingAmendment = nil
    // A form that changed and changed back amends nothing.
    guard !JSONCanonical.isSameValue(form.base, form.bytes),
      amendedIDs.insert(form.key.id).inserted
    else { return }
    let fields = try read(form.bytes.span.bytes)
    try amendments.append(form.bytes.span.bytes, fields, reader: records.reader)
    outcome.schema.add(records.report)
    outcome.amended += 1
    differences(Difference(.changed, form.key))
  }

  private mutating func read(_ record: RawSpan) throws(StoreError) -> RecordFields {
    do throws(RecordError) {
      return try records.read(record)
    } catch {
      throw .record(.unreadable(error))
    }
  }
}

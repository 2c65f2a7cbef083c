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
  /// The ids that the day holds, of those received: in the window or elsewhere, or just added.
  private var heldIDs: Set<Identifier>
  /// Those received that were redacted: what they say is not to come back in any form.
  private let redactedIDs: Set<Identifier>
  /// The latest form of each activity that was amended.
  private let latest: [Identifier: [UInt8]]
  private var amendedIDs: Set<Identifier> = []
  private var pendingAmendment: Amendment?
  private var records: RecordValidator
  private let differences: (Difference) -> Void

  private struct Form {
    let key: RecordKey
    var bytes: [UInt8]
  }

  private struct Amendment {
    let key: RecordKey
    /// The form with which the first one was compared.
    let base: [UInt8]
    var bytes: [UInt8]
  }

  /// Calls `differences` with each activity that is late or changed.
  init(
    _ partition: HeldPartition, receiving ids: Set<Identifier>, in staging: Staging,
    validator: Validator, differences: @escaping (Difference) -> Void = { _ in }
  ) throws(StoreError) {
    // Members that are not copyable must not be left behind by a throwing initialiser.
    let activities = try SegmentWriter(.activities(partition.day), in: staging)
    let amendments = try SegmentWriter(.amendments(partition.day), in: staging)
    let heldIDs = try partition.heldIDs(of: ids)
    let redactedIDs = try partition.archive.redactedIDs(of: ids)
    let latest = try partition.latestForms(of: heldIDs.subtracting(redactedIDs))
    self.partition = partition
    self.activities = activities
    self.amendments = amendments
    self.heldIDs = heldIDs
    self.heldIDs.reserveCapacity(ids.count)
    self.redactedIDs = redactedIDs
    self.latest = latest
    records = RecordValidator(validator)
    self.differences = differences
  }

  /// Merges everything received, which is in key order, with what is held.
  mutating func merge(_ received: SortedRecords) throws(StoreError) {
    var received = received
    let held = partition.records()
    var heldKey = try held.next()
    var last: Form?
    while let key = try received.next() {
      guard !redactedIDs.contains(key.id) else { continue }
      while let earlier = heldKey, earlier < key { heldKey = try held.next() }
      let bytes = received.withRecord { $0.bytes(in: 0..<$0.byteCount) }
      if last?.key != key {
        last = try base(of: key, isHeld: heldKey == key, held, received: bytes)
      }
      guard let known = last, !JSONCanonical.isSameValue(known.bytes, bytes) else { continue }
      try amend(key, from: known.bytes, to: bytes)
      last?.bytes = bytes
    }
    try flushAmendment()
  }

  /// The segments of both streams, activities before amendments.
  consuming func finish() throws(StoreError) -> [StagedSegment] {
    let first = try activities.finish()
    return first + (try amendments.finish())
  }

  /// The form with which others of the same key are compared; adds the activity if it is new.
  private mutating func base(
    of key: RecordKey, isHeld: Bool, _ held: HeldRecords, received bytes: [UInt8]
  ) throws(StoreError) -> Form {
    if let form = latest[key.id] { return Form(key: key, bytes: form) }
    if isHeld {
      return Form(key: key, bytes: held.withRecord { $0.bytes(in: 0..<$0.byteCount) })
    }
    // The same id at another time: ids are unique within a partition, so this is a later form.
    guard heldIDs.insert(key.id).inserted else { return Form(key: key, bytes: []) }
    let fields = try read(bytes)
    try activities.append(bytes.span.bytes, fields, reader: records.reader)
    outcome.schema.add(records.report)
    outcome.added += 1
    differences(Difference(.late, key))
    return Form(key: key, bytes: bytes)
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
    let fields = try read(form.bytes)
    try amendments.append(form.bytes.span.bytes, fields, reader: records.reader)
    outcome.schema.add(records.report)
    outcome.amended += 1
    differences(Difference(.changed, form.key))
  }

  private mutating func read(_ record: [UInt8]) throws(StoreError) -> RecordFields {
    do throws(RecordError) {
      return try records.read(record.span.bytes)
    } catch {
      throw .record(.unreadable(error))
    }
  }
}

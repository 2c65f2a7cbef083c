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
    /// Activities that were gone and are back where they were.
    var returned: [Identifier] = []
  }

  private(set) var outcome = Outcome()

  private let partition: HeldPartition
  private var activities: SegmentWriter
  private var amendments: SegmentWriter
  /// The received ids that the day holds, in the window or elsewhere.
  private let heldIDs: Set<Identifier>
  /// The latest form of each activity that was amended.
  private let latest: [Identifier: [UInt8]]
  private var pendingAmendment: Form?

  private struct Form {
    let key: RecordKey
    var bytes: [UInt8]
  }

  init(
    _ partition: HeldPartition, receiving ids: Set<Identifier>, in staging: Staging
  ) throws(StoreError) {
    // Members that are not copyable must not be left behind by a throwing initialiser.
    let activities = try SegmentWriter(.activities(partition.day), in: staging)
    let amendments = try SegmentWriter(.amendments(partition.day), in: staging)
    let heldIDs = try partition.heldIDs(of: ids)
    let latest = try partition.latestForms(of: heldIDs)
    self.partition = partition
    self.activities = activities
    self.amendments = amendments
    self.heldIDs = heldIDs
    self.latest = latest
  }

  /// Merges everything received, which is in key order, with what is held.
  mutating func merge(_ received: SortedRecords) throws(StoreError) {
    var received = received
    let held = partition.records()
    var heldKey = try held.next()
    var last: Form?
    while let key = try received.next() {
      while let earlier = heldKey, earlier < key { heldKey = try held.next() }
      let bytes = received.withRecord { $0.bytes(in: 0..<$0.byteCount) }
      if last?.key != key {
        last = try base(of: key, isHeld: heldKey == key, held, received: bytes)
      }
      guard let known = last, !JSONCanonical.isSameValue(known.bytes, bytes) else { continue }
      try amend(Form(key: key, bytes: bytes))
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
    if isHeld, partition.gone.contains(key.id) { outcome.returned.append(key.id) }
    if let form = latest[key.id] { return Form(key: key, bytes: form) }
    if isHeld {
      return Form(key: key, bytes: held.withRecord { $0.bytes(in: 0..<$0.byteCount) })
    }
    // The same id at another time: ids are unique within a partition, so this is a later form.
    if heldIDs.contains(key.id) { return Form(key: key, bytes: []) }
    try activities.append(bytes.span.bytes)
    outcome.added += 1
    return Form(key: key, bytes: bytes)
  }

  /// A segment of amendments holds an id once: of several forms the last.
  private mutating func amend(_ form: Form) throws(StoreError) {
    if pendingAmendment?.key != form.key { try flushAmendment() }
    pendingAmendment = form
  }

  private mutating func flushAmendment() throws(StoreError) {
    guard let form = pendingAmendment else { return }
    try amendments.append(form.bytes.span.bytes)
    outcome.amended += 1
    pendingAmendment = nil
  }
}

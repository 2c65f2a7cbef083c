import Activities
import ActivityAPI
import ArchiveFormat
import ArchiveStore

/// What the archive holds of one window, which lies within a day.
struct HeldPartition {
  let archive: Archive
  let window: Window
  /// Held activities that the API has no more, or not at their time.
  let gone: GoneActivities

  init(_ archive: Archive, within window: Window) {
    self.archive = archive
    self.window = window
    gone = GoneActivities(archive.walks, within: window)
  }

  var day: UTCDay { window.from.day }

  /// Whether the archive holds nothing with which activities of the day would have to be compared.
  var isNew: Bool {
    archive.segments(in: .activities(day)).isEmpty
      && archive.segments(in: .amendments(day)).isEmpty && !archive.hasRedactions
  }

  /// The records as first archived, in key order.
  func records() -> HeldRecords {
    HeldRecords(
      archive, in: .activities(day), after: window.from - .nanoseconds(1), before: window.until)
  }

  /// Calls `body` with the key of each activity, in order.
  func forEachKey(_ body: (_ key: RecordKey, _ isGone: Bool) -> Void) throws(StoreError) {
    let records = records()
    while let key = try records.next() { body(key, gone.contains(key)) }
  }

  /// How many activities the API should have.
  func liveCount() throws(StoreError) -> Int {
    guard !window.isEmpty else { return 0 }
    guard !gone.isEmpty else {
      return try archive.count(after: window.from - .nanoseconds(1), before: window.until)
    }
    var count = 0
    try forEachKey { _, isGone in count += isGone ? 0 : 1 }
    return count
  }

  /// The keys of activities that the API should have and that are not among `ids`, in order.
  func liveKeys(besides ids: ReceivedIDs) throws(StoreError) -> [RecordKey] {
    var keys: [RecordKey] = []
    try forEachKey { key, isGone in
      if !isGone, !ids.contains(key.id) { keys.append(key) }
    }
    return keys
  }

  /// The activities that were gone and are among `ids`, in order.
  func returned(among ids: ReceivedIDs) throws(StoreError) -> [RecordKey] {
    guard gone.ids.contains(where: ids.contains) else { return [] }
    var returned: [RecordKey] = []
    try forEachKey { key, isGone in
      if isGone, ids.contains(key.id) { returned.append(key) }
    }
    return returned
  }

  /// Those of `ids` that the day holds, in the window or elsewhere.
  func heldIDs(of ids: Set<Identifier>) throws(StoreError) -> Set<Identifier> {
    var held: Set<Identifier> = []
    guard !archive.segments(in: .activities(day)).isEmpty else { return held }
    try archive.forEachRecord(of: ids, in: .activities, days: day...day) {
      (_, key, _) throws(StoreError) in held.insert(key.id)
    }
    return held
  }

  /// The latest form of each of `ids` that was amended.
  func latestForms(of ids: Set<Identifier>) throws(StoreError) -> [Identifier: [UInt8]] {
    var latest: [Identifier: [UInt8]] = [:]
    guard !ids.isEmpty, !archive.segments(in: .amendments(day)).isEmpty else { return latest }
    try archive.forEachRecord(of: ids, in: .amendments, days: day...day) {
      (_, key, record) throws(StoreError) in latest[key.id] = record.bytes(in: 0..<record.byteCount)
    }
    return latest
  }
}

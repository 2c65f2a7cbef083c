import Activities
import ArchiveFormat
import ArchiveStore

/// What the archive holds of one window, which lies within a day.
struct HeldPartition {
  let archive: Archive
  let window: Window
  /// Held activities that the API has no more, or not at their time.
  let gone: Set<Identifier>

  init(_ archive: Archive, within window: Window) {
    self.archive = archive
    self.window = window
    gone = Self.gone(archive.walks)
  }

  var day: UTCDay { window.from.day }

  /// The records as first archived, in key order.
  func records() -> HeldRecords {
    HeldRecords(
      archive, in: .activities(day), after: window.from - .nanoseconds(1), before: window.until)
  }

  /// The keys of activities that the API should have, in order.
  func liveKeys() throws(StoreError) -> [RecordKey] {
    let records = records()
    var keys: [RecordKey] = []
    while let key = try records.next() {
      if !gone.contains(key.id) { keys.append(key) }
    }
    return keys
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
    guard !ids.isEmpty else { return latest }
    try archive.forEachRecord(of: ids, in: .amendments, days: day...day) {
      (_, key, record) throws(StoreError) in latest[key.id] = record.bytes(in: 0..<record.byteCount)
    }
    return latest
  }

  private static func gone(_ walks: [WalkEntry]) -> Set<Identifier> {
    var gone: Set<Identifier> = []
    for walk in walks {
      gone.subtract(walk.returned)
      gone.formUnion(walk.vanished)
      gone.formUnion(walk.redated)
    }
    return gone
  }
}

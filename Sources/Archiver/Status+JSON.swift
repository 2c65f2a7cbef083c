import Activities
import ArchiveFormat
import ArchiveStore

extension ArchiveStatus {
  /// Adds what every account of an archive has: all of it but days and single activities.
  public func add(to object: inout JSONText) {
    object.string("archive_id", entry.id.description)
    object.string("source", entry.source)
    object.string("organization_id", organizationID?.description)
    object.string("created_at", entry.createdAt.description)
    object.raw("snapshot", snapshot.map { $0.json(absent: absent) } ?? "null")
    object.string("expired_before", expiredBefore?.description)
    object.number("activities", activities)
    object.number("amendments", amendments)
    object.number("quarantined", quarantined)
    object.number("redacted", redacted)
    object.number("vanished", vanished.count)
    object.number("size", size)
    object.number("content_size", contentSize)
    object.counts("types", types)
    object.windows("coverage", coverage.covered)
    object.string("covered_until", coveredUntil?.description)
    object.windows("gaps", coverage.gaps)
    object.windows("incomplete", incomplete.map(\.window))
    object.windows("unsettled", unsettled)
    object.boolean("complete", isComplete)
    object.raw("last_walk", lastWalk?.json ?? "null")
    object.raw("checkpoint", checkpoint.json)
  }
}

extension SnapshotDescription {
  fileprivate func json(absent: Int) -> String {
    var object = JSONText()
    object.string("from", window.from.description)
    object.string("until", window.until.description)
    object.string("taken_at", takenAt.description)
    object.number("absent_segments", absent)
    return object.finish()
  }
}

extension WalkEntry {
  fileprivate var json: String {
    var object = JSONText()
    object.string("from", window.from.description)
    object.string("until", window.until.description)
    object.string("event_type", eventType)
    object.boolean("complete", isComplete)
    object.string("started_at", startedAt.description)
    object.string("ended_at", endedAt.description)
    return object.finish()
  }
}

extension Checkpoint {
  fileprivate var json: String {
    var object = JSONText()
    object.number("size", size)
    object.string("root", root.base64)
    return object.finish()
  }
}

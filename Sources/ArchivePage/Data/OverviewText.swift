import Activities
import ArchiveFormat
import Archiver

/// What an archive holds, as JSON for the page: from its index alone.
enum OverviewText {
  static func object(_ status: ArchiveStatus, isLocked: Bool) -> String {
    var object = JSONText()
    object.string("archive_id", status.entry.id.description)
    object.string("source", status.entry.source)
    object.string("organization_id", status.organizationID?.description)
    object.string("created_at", status.entry.createdAt.description)
    object.raw("snapshot", status.snapshot.map { snapshot($0, status.absent) } ?? "null")
    object.raw("checkpoint", checkpoint(status.checkpoint))
    object.raw("last_walk", status.lastWalk.map(walk) ?? "null")
    object.boolean("complete", status.isComplete)
    object.string("expired_before", status.expiredBefore?.description)
    object.number("activities", status.activities)
    object.number("amendments", status.amendments)
    object.number("quarantined", status.quarantined)
    object.number("redacted", status.redacted)
    object.number("vanished", status.vanished.count)
    object.number("size", status.size)
    object.number("content_size", status.contentSize)
    object.counts("types", status.types)
    object.array("days", status.calendar.map(day))
    object.windows("coverage", status.coverage.covered)
    object.windows("gaps", status.coverage.gaps)
    object.windows("incomplete", status.incomplete.map(\.window))
    object.windows("unsettled", status.unsettled)
    object.boolean("signed_in", isLocked)
    return object.finish()
  }

  private static func snapshot(_ snapshot: SnapshotDescription, _ absent: Int) -> String {
    var object = JSONText()
    object.string("from", snapshot.window.from.description)
    object.string("until", snapshot.window.until.description)
    object.string("taken_at", snapshot.takenAt.description)
    object.number("absent_segments", absent)
    return object.finish()
  }

  private static func checkpoint(_ checkpoint: Checkpoint) -> String {
    var object = JSONText()
    object.number("size", checkpoint.size)
    object.string("root", checkpoint.root.base64)
    return object.finish()
  }

  private static func walk(_ walk: WalkEntry) -> String {
    var object = JSONText()
    object.string("from", walk.window.from.description)
    object.string("until", walk.window.until.description)
    object.string("event_type", walk.eventType)
    object.boolean("complete", walk.isComplete)
    object.string("started_at", walk.startedAt.description)
    object.string("ended_at", walk.endedAt.description)
    return object.finish()
  }

  private static func day(_ day: CalendarDay) -> String {
    var object = JSONText()
    object.string("day", day.day.description)
    object.number("activities", day.activities)
    object.number("amendments", day.amendments)
    object.array("marks", day.sortedMarks.map { JSONText.quoted($0.rawValue) })
    return object.finish()
  }
}

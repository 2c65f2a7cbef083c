import Activities
import ArchiveFormat
import Archiver

/// The report of a snapshot for machines, as `schemas/snapshot-report.schema.json` describes it.
struct SnapshotJSON {
  let facts: SnapshotFacts

  init(_ facts: SnapshotFacts) {
    self.facts = facts
  }

  /// One JSON object, without LF.
  func text() -> String {
    var object = JSONText()
    object.boolean("intact", facts.verification.isIntact)
    object.boolean("complete", facts.isComplete)
    object.string("from", facts.window.from.description)
    object.string("until", facts.window.until.description)
    object.string("taken_at", facts.takenAt.description)
    object.string("software", facts.software)
    object.string("archive_id", facts.archive.id.description)
    object.string("source", facts.archive.source)
    object.string("organization_id", facts.organizationID?.description)
    object.raw("checkpoint", checkpoint)
    object.array("public_keys", facts.keys.map(key))
    object.number("segments", facts.segments)
    object.number("missing_segments", facts.missing)
    object.number("activities", facts.activities)
    object.number("amendments", facts.amendments)
    object.raw("counts", counts)
    object.array("days", facts.days.map(day))
    object.raw("coverage", coverage)
    object.raw("amended", list(facts.counts.amended, facts.counts.amendedActivities))
    object.raw("vanished", list(facts.counts.vanished, facts.counts.vanishedActivities))
    object.raw("redacted", redacted)
    object.raw("absent", absent)
    let verification = facts.verification.json(message: VerifyWording.message)
    object.raw("verification", String(decoding: verification, as: UTF8.self))
    return object.finish()
  }

  private var checkpoint: String {
    var object = JSONText()
    object.number("size", facts.checkpoint.size)
    object.string("root", facts.checkpoint.root.base64)
    object.array(
      "signatures",
      facts.signers.map { signer in
        var object = JSONText()
        object.string("name", signer.name)
        object.string("key_id", signer.keyID.hex)
        return object.finish()
      })
    return object.finish()
  }

  private func key(_ key: SnapshotFacts.Key) -> String {
    var object = JSONText()
    object.string("name", key.key.name)
    object.string("key", key.key.text)
    object.boolean("signed", key.statement != nil)
    if let instant = key.statement?.at { object.string("at", instant.description) }
    return object.finish()
  }

  private var counts: String {
    var object = JSONText()
    object.number("activities", facts.counts.activities)
    object.number("amendments", facts.counts.amendments)
    object.raw("types", values(facts.counts.types))
    object.raw("channels", values(facts.counts.channels))
    return object.finish()
  }

  private func values(_ counts: ValueCounts) -> String {
    var object = JSONText()
    object.counts("values", counts.counts)
    object.number("others", counts.others)
    object.number("none", counts.without)
    return object.finish()
  }

  private func day(_ day: CalendarDay) -> String {
    var object = JSONText()
    object.string("day", day.day.description)
    object.number("activities", day.activities)
    object.number("amendments", day.amendments)
    object.array("marks", day.sortedMarks.map { JSONText.quoted($0.rawValue) })
    return object.finish()
  }

  private var coverage: String {
    var object = JSONText()
    object.windows("covered", facts.coverage.covered)
    object.windows("gaps", facts.coverage.gaps)
    object.windows("incomplete", facts.incomplete.map(\.window))
    object.windows("unsettled", facts.unsettled)
    if let midnight = facts.verification.expiredBefore {
      object.string("expired_before", midnight.description)
    }
    return object.finish()
  }

  private func list(_ count: Int, _ activities: [SnapshotCounts.Activity]) -> String {
    var object = JSONText()
    object.number("count", count)
    object.array(
      "activities",
      activities.map { activity in
        var object = JSONText()
        object.string("id", activity.key.id.description)
        object.string("created_at", activity.key.instant.description)
        object.string("type", activity.type)
        if let noticedAt = activity.noticedAt {
          object.string("noticed_at", noticedAt.description)
        } else {
          object.number("forms", activity.forms)
        }
        return object.finish()
      })
    return object.finish()
  }

  private var redacted: String {
    var object = JSONText()
    object.number("count", facts.redacted)
    object.array(
      "redactions",
      facts.redactions.map { entry in
        var object = JSONText()
        object.string("path", entry.revision.location.path)
        object.number("redacted", entry.redacted)
        object.string("reason", entry.redaction.reason)
        object.string("at", entry.redaction.at.description)
        return object.finish()
      })
    return object.finish()
  }

  private var absent: String {
    var object = JSONText()
    object.number("segments", facts.otherSegments)
    object.number("quarantined", facts.quarantined)
    return object.finish()
  }
}

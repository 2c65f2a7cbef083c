import Activities
import ArchiveFormat
import Archiver

/// What an archive holds by its index, and what damage is known, as JSON for the page.
enum OverviewText {
  static func object(_ status: ArchiveStatus, _ damage: DamageReport, isLocked: Bool) -> String {
    var object = JSONText()
    status.add(to: &object)
    object.array("days", status.calendar.map(day))
    object.array("signers", status.checkpoint.signers)
    object.raw("damage", damage.text)
    object.boolean("signed_in", isLocked)
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

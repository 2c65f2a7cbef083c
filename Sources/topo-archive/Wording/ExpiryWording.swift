import Activities
import Archiver

/// Words for what expires.
enum ExpiryWording {
  static func line(
    _ report: Expire.Report, _ archive: String, _ day: UTCDay, isDone: Bool
  ) -> String {
    guard report.segments > 0 else { return "\(archive) holds nothing before \(day)" }
    let days = Numbers.count(report.days.count, "day")
    let span =
      report.days.first.flatMap { first in report.days.last.map { " (\(first) to \($0))" } } ?? ""
    let activities = Numbers.count(report.activities, "activity", plural: "activities")
    let amendments = Numbers.count(report.amendments, "amendment")
    return "\(archive): \(days)\(span) \(isDone ? "expired" : "would expire"), \(activities),"
      + " \(amendments), \(Numbers.count(report.segments, "file")) of \(Numbers.bytes(report.size))"
  }

  /// The same for machines, as one JSON object.
  static func json(_ report: Expire.Report, isDone: Bool) -> String {
    var object = JSONText()
    object.boolean("done", isDone)
    object.array("days", report.days.map { JSONText.quoted($0.description) })
    object.number("segments", report.segments)
    object.number("activities", report.activities)
    object.number("amendments", report.amendments)
    object.number("size", report.size)
    return object.finish()
  }

  /// What verify and status say of an archive from which days have gone.
  static func expired(_ midnight: Instant) -> String {
    "days before \(midnight.day) have expired"
  }
}

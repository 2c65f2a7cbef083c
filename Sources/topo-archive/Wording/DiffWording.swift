import Activities
import Archiver

/// Words for how two archives differ.
enum DiffWording {
  /// A line for each day, and then one for each of its activities.
  static func lines(_ report: Diff.Report) -> [String] {
    report.days.flatMap { day in
      let activities = report.activities.filter { $0.key.instant.day == day.day }
      let hidden = day.differing - activities.count
      return [words(day)] + activities.map(words)
        + (hidden > 0 ? ["  and \(Numbers.grouped(hidden)) more"] : [])
    }
  }

  private static func words(_ day: Diff.Day) -> String {
    let (first, second) = (Numbers.grouped(day.first), Numbers.grouped(day.second))
    return "\(day.day): \(first) in A, \(second) in B,"
      + " \(Numbers.count(day.differing, "difference"))"
  }

  private static func words(_ activity: Diff.Activity) -> String {
    let kind =
      switch activity.kind {
      case .first: "only in A"
      case .second: "only in B"
      case .changed: "another form"
      case .redactedInFirst: "redacted in A"
      case .redactedInSecond: "redacted in B"
      }
    return "  \(activity.key.id) \(activity.key.instant) \(kind)"
  }

  static func line(for error: DiffError) -> String {
    switch error {
    case .nothingInCommon:
      "none of these days is in both: a snapshot holds no others than verify names for it"
    }
  }

  static func summary(_ report: Diff.Report) -> String {
    let bounds =
      report.common.map { " (\(SnapshotWording.days($0)): snapshots have no others)" } ?? ""
    let days = Numbers.count(report.compared, "day") + bounds
    guard !report.isSame else { return "\(days) compared: nothing differs" }
    let counts = [
      (Diff.Kind.first, "only in A"), (.second, "only in B"), (.changed, "in another form"),
      (.redactedInFirst, "redacted in A only"), (.redactedInSecond, "redacted in B only"),
    ].compactMap { kind, words in report.counts[kind].map { "\(Numbers.grouped($0)) \(words)" } }
    return
      "\(days) compared, \(Numbers.count(report.days.count, "day")) with differences:"
      + " \(counts.joined(separator: ", "))"
  }

  static func json(_ report: Diff.Report) -> String {
    var object = JSONText()
    object.boolean("same", report.isSame)
    object.number("days_compared", report.compared)
    if let common = report.common { object.raw("within", JSONText.window(common)) }
    object.counts(
      "counts",
      Dictionary(uniqueKeysWithValues: report.counts.map { ($0.key.rawValue, $0.value) }))
    object.array(
      "days",
      report.days.map { day in
        var member = JSONText()
        member.string("day", day.day.description)
        member.number("a", day.first)
        member.number("b", day.second)
        member.number("differing", day.differing)
        return member.finish()
      })
    object.array(
      "activities",
      report.activities.map { activity in
        var member = JSONText()
        member.string("id", activity.key.id.description)
        member.string("created_at", activity.key.instant.description)
        member.string("difference", activity.kind.rawValue)
        return member.finish()
      })
    return object.finish()
  }
}

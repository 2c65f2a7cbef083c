/// When things happen in a workspace: on working days, most of it in office hours.
struct WorkCalendar: Sendable {
  static let hour: Int64 = 3_600_000_000
  static let day: Int64 = 24 * hour

  /// Microseconds since 1970 of the workspace's first instant.
  let from: Int64
  /// One past its last.
  let until: Int64
  /// Times are multiples of this many microseconds.
  let unit: Int64

  private let pace: Double
  private let hasRhythm: Bool

  init(from: Int64, until: Int64, unit: Int64) {
    self.from = from
    self.until = until
    self.unit = unit
    let days = Double(until - from) / Double(Self.day)
    // A short workspace lives faster, so that whole lives fit into it.
    pace = min(1, days / 30)
    hasRhythm = days >= 7
  }

  /// When an enrollment begins.
  func start(_ random: inout SeededGenerator) -> Int64 {
    let any = from + Int64(random.below(UInt64(until - from)))
    let atWork = atWork(notBefore: any, &random)
    return atWork < until ? atWork : any
  }

  /// Between `lower` and `upper` hours after `time`, at the workspace's pace.
  func after(
    _ time: Int64, hours lower: Double, _ upper: Double, _ random: inout SeededGenerator
  ) -> Int64 {
    time + max(unit, Int64(random.between(lower, upper) * pace * Double(Self.hour)))
  }

  /// The next time from `time` on at which people in the workspace would act.
  func atWork(notBefore time: Int64, _ random: inout SeededGenerator) -> Int64 {
    guard hasRhythm else { return time }
    var dayNumber = time / Self.day
    // 1970-01-01 was a Thursday, so that Saturday is 2 and Sunday 3 in days since then.
    let weekday = dayNumber % 7
    if weekday == 2 || weekday == 3, random.chance(0.9) { dayNumber += 4 - weekday }
    let hour = Self.hours[Int(random.below(UInt64(Self.hours.count)))]
    let withinHour = Int64(random.below(UInt64(Self.hour)))
    let moment = dayNumber * Self.day + Int64(hour) * Self.hour + withinHour
    return moment >= time ? moment : time + withinHour
  }

  /// An hour of the day for each share of the work.
  private static let hours: [Int] =
    zip(0..., [1, 1, 0, 0, 0, 1, 2, 6, 14, 18, 16, 12, 8, 12, 15, 14, 12, 9, 5, 3, 2, 2, 1, 1])
    .flatMap { hour, weight in Array(repeating: hour, count: weight) }
}

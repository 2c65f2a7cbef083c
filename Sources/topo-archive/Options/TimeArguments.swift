import Activities
import ArgumentParser

/// How times and durations are written on the command line.
enum TimeArguments {
  /// Reads a UTC day, which stands for its midnight, or an ISO 8601 time with an offset.
  @Sendable static func instant(_ text: String) throws -> Instant {
    // Archives hold times from 1677 to 2262, as instants do.
    if let day = UTCDay(text), day.start.day == day { return day.start }
    if let timestamp = Timestamp(text) { return timestamp.instant }
    throw ValidationError(FilterWording.noTime(text))
  }

  /// Reads a UTC day, or a time that is the midnight before one.
  @Sendable static func day(_ text: String) throws -> UTCDay {
    let instant = try instant(text)
    guard instant.day.start == instant else {
      throw ValidationError("'\(text)' is no midnight: give a UTC day like 2025-03-14.")
    }
    return instant.day
  }

  /// Reads a month, which stands for all of its days.
  @Sendable static func month(_ text: String) throws -> Window {
    guard text.utf8.count == 7, let first = UTCDay("\(text)-01"), first.start.day == first,
      first.nextMonth.start.day == first.nextMonth
    else { throw ValidationError("'\(text)' is no month like 2025-03.") }
    return Window(from: first.start, until: first.nextMonth.start)
  }

  /// Reads a number with one of the units s, m, h, d.
  @Sendable static func duration(_ text: String) throws -> Duration {
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
    guard let unit = text.last.flatMap({ units[$0] }), let count = UInt32(text.dropLast()) else {
      throw ValidationError("'\(text)' is no duration like 90s, 5m, 48h or 30d.")
    }
    return .seconds(Int64(count) * unit)
  }
}

extension UTCDay {
  /// The first day of the month after this day's.
  var nextMonth: UTCDay {
    let (year, month, _) = date
    let next =
      month == 12
      ? UTCDay(year: year + 1, month: 1, day: 1)
      : UTCDay(year: year, month: month + 1, day: 1)
    return next ?? self
  }
}

/// `--since` and `--until`.
struct WindowOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Not before this UTC day or time (inclusive).", valueName: "time"),
    transform: TimeArguments.instant)
  var since: Instant?

  @Option(
    help: ArgumentHelp("Before this UTC day or time (exclusive).", valueName: "time"),
    transform: TimeArguments.instant)
  var until: Instant?

  func validate() throws {
    if let since, let until, since >= until {
      throw ValidationError("--since must be before --until.")
    }
  }
}

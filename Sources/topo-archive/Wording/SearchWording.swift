import Activities
import ArchiveFormat
import Archiver
import ArchiveStore
import Patterns

/// Words for what can be wrong with a pattern, and for what a search could not read.
enum SearchWording {
  private static let shownFaults = 5

  /// What was not searched, and what to do; nothing if all was.
  static func complaints(_ report: SearchReport, archive: String) -> [String] {
    let store = StoreWording(archive: archive)
    var lines = report.faults.prefix(shownFaults).map(store.line)
    let hidden = report.faultCount - lines.count
    if hidden > 0 {
      lines.append("\(Numbers.count(hidden, "more place")) cannot be read either")
    }
    if report.unreadableRecords > 0 {
      let records = Numbers.count(report.unreadableRecords, "record")
      lines.append("\(records) without a readable id and time left out: run verify")
    }
    if !lines.isEmpty { lines.append("the answer is not whole: run verify to see why") }
    return lines
  }

  /// What of the time that was asked for nobody has read to its end; nil if all was. Of what has expired
  /// or, of a snapshot, is not in it, other lines speak.
  static func unread(_ filter: ActivityFilter, _ archive: Archive) -> String? {
    let present = archive.snapshot?.window ?? Window(since: nil, until: nil)
    let unread = archive.unread(of: filter).map { $0.intersection(present) }
      .flatMap { $0.subtracting([archive.contents.coverage.expired]) }
    guard !unread.isEmpty else { return nil }
    return
      "not all was read of \(WindowWording.listed(unread)): there may be more than is found (see status)"
  }

  /// What no search can find: what was redacted, and days that were asked for and have expired.
  static func blankSpots(_ query: SearchQuery, _ archive: Archive) -> [String] {
    var lines: [String] = []
    let redacted = query.isOnlyAboutTime ? 0 : archive.redacted(within: query.filter)
    if redacted > 0 {
      lines.append(
        "\(Numbers.count(redacted, "record")) of these days \(redacted == 1 ? "was" : "were") redacted:"
          + " what \(redacted == 1 ? "it" : "they") said is not found")
    }
    if let expired = archive.contents.expiredBefore, query.filter.asksFor(before: expired) {
      lines.append(ExpiryWording.expired(expired))
    }
    return lines
  }

  static func line(for error: PatternError) -> String {
    "The pattern is wrong at character \(error.offset + 1): \(words(for: error.reason))."
  }

  private static func words(for reason: PatternError.Reason) -> String {
    switch reason {
    case .groupNotClosed: "a ( without its ): write \\( for the character"
    case .groupNotOpened: "a ) without its (: write \\) for the character"
    case .classNotClosed: "a [ without its ]: write \\[ for the character"
    case .classRange: "a range in brackets must go from a lower to a higher character"
    case .className:
      "there is no such class; there are alnum, alpha, digit, lower, punct, space,"
        + " upper, word and xdigit"
    case .nothingToRepeat: "there is nothing to repeat: write \\ before the character"
    case .repeatedRepetition: "a repetition cannot be repeated: put it in parentheses"
    case .repetitionCount:
      "counts go up to \(PatternLimits.repetitions), and the first is not above the second"
    case .escapeNotFinished: "a backslash at the end: write \\\\ for the character"
    case .unknownEscape: "this backslash has no meaning: write \\\\ for the character, or use -F"
    case .invalidScalar: "this is no code of a character, like \\x41, \\x{1F600} or \\u00e9"
    case .backreference: "back-references are not supported, so that every search takes linear time"
    case .lookAround: "look-around is not supported, so that every search takes linear time"
    case .unsupportedGroup:
      "groups are ( ) and (?: ); the only flag is (?i), at the start"
    case .nestingTooDeep: "more than \(PatternLimits.nesting) parentheses inside each other"
    case .tooLarge: "the repetitions make the pattern too large: use smaller counts"
    }
  }
}

extension SearchQuery {
  /// Whether every record of a time matches.
  fileprivate var isOnlyAboutTime: Bool {
    pattern == nil && filter == ActivityFilter(after: filter.after, before: filter.before)
  }
}

extension ActivityFilter {
  /// Whether a time before the instant was asked for by name.
  fileprivate func asksFor(before instant: Instant) -> Bool {
    after.map { $0 < instant } ?? before.map { $0 <= instant } ?? false
  }
}

extension Archive {
  /// How many activities were redacted of the days that a filter asks for.
  fileprivate func redacted(within filter: ActivityFilter) -> Int {
    let asked = filter.window
    return segments(of: .activities).reduce(0) { sum, segment in
      let day = segment.location.partition
      let isAskedFor = day.map { !Window($0).intersection(asked).isEmpty } ?? false
      return isAskedFor ? sum &+ segment.redacted : sum
    }
  }
}

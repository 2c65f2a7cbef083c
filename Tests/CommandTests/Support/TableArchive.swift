import Activities
import ArchiveFormat
import ArchiveStore
import Testing

/// An archive with what makes a table of it hard: members that come so late in a day that an engine
/// that guesses the columns does not see them, undocumented values, times in all spellings; amendments,
/// one of them in other letters; activities that got another time and with it another day.
enum TableArchive {
  static let days = ["2025-03-14", "2025-03-15", "2025-03-16"]
  /// Activities that are on two days each.
  static let redated = [21_001, 21_002, 22_001]
  /// An amended activity, and one of the first day.
  static let redacted = [21_003, 7]

  private static let organization = "01954b2e-0000-7000-aaaa-111111111111"

  static func id(_ number: Int) -> String {
    let digits = String(number)
    return "01954b2e-fc10-7000-8a3f-" + String(repeating: "0", count: 12 - digits.count) + digits
  }

  /// Makes the archive in a folder that is not there, in five commits.
  static func write(to path: String) async throws {
    let source = ArchiveEntry(
      id: Identifier(high: 1, low: 2), source: "https://api.topo.io", createdAt: try day(2).end)
    let writer = try ArchiveWriter(at: path, creating: source)
    var segments: [StagedSegment] = []
    for (number, records) in [sent(), try various(), try last()].enumerated() {
      segments += try stage(records, .activities(try day(number)), writer)
    }
    try await writer.commit(segments, walks: try days.indices.map { try walk($0) })
    let first = (21_000..<21_006).map { reply($0, "INTERESTED", isUpper: $0 == 21_004) }
    try await writer.commit(try stage(first, .amendments(try day(1)), writer), walks: [])
    let again = [21_000, 21_001].map { reply($0, "NOT_INTERESTED") }
    try await writer.commit(try stage(again, .amendments(try day(1)), writer), walks: [])
    // Two from the second day to the third, where one is amended; one from the third to the first.
    var moved = try stage(
      [21_001, 21_002].map { reply($0, "OUT_OF_OFFICE", on: 2) }, .activities(try day(2)), writer)
    moved += try stage([reply(22_001, "WRONG_PERSON", on: 0)], .activities(try day(0)), writer)
    let walks = [try walk(1, redated: [21_001, 21_002]), try walk(2, redated: [22_001])]
    try await writer.commit(moved, walks: walks)
    let late = try stage([reply(21_002, "UNSUBSCRIBE", on: 2)], .amendments(try day(2)), writer)
    try await writer.commit(late, walks: [])
  }

  private static func day(_ number: Int) throws -> UTCDay { try #require(UTCDay(days[number])) }

  private static func stage(
    _ records: [String], _ folder: SegmentLocation.Folder, _ writer: ArchiveWriter
  ) throws -> [StagedSegment] {
    var segment = try SegmentWriter(folder, in: writer.staging)
    for record in records { try segment.append(Array(record.utf8).span.bytes) }
    return try segment.finish()
  }

  private static func walk(_ number: Int, redated: [Int] = []) throws -> WalkEntry {
    let window = Window(try day(number))
    let end = window.until + .seconds(72 * 3_600)
    let walk = WalkEntry(
      window: window, isComplete: true, reported: 1, received: 1, added: 0, amended: 0,
      quarantined: 0, redated: redated.compactMap { Identifier(id($0)) }, startedAt: end,
      endedAt: end + .seconds(5))
    return try #require(walk)
  }

  /// DuckDB guesses from 20,480 records of a file.
  private static func sent() -> [String] {
    (0..<20_600).map { record($0, "message.sent", at: time(0, $0 * 4)) } + [
      record(
        20_600, "sequence.paused", at: time(0, 86_000),
        #","metadata":{"paused_until":"2025-04-01T00:00:00+02:00","last_step_executed":3}"#)
    ]
  }

  /// What is not alike.
  private static func various() throws -> [String] {
    var records = (0..<5).map { number in
      let code = ["7", "\"E7\"", "null"][number % 3]
      return record(
        20_700 + number, "sequence.stopped", at: time(1, number),
        #","metadata":{"stopped_reason":"bounced","error_code":\#(code),"undocumented":{"a":[1]}}"#)
    }
    // One instant in several spellings, of which a timestamp cannot hold all.
    let spellings = [
      "2025-03-15T00:00:05Z", "2025-03-15T02:00:05+02:00", "2025-03-14T18:30:05.000000-05:30",
      "2025-03-15T00:00:05.483Z", "2025-03-15T00:00:05.4831239Z",
      "2025-03-15T02:00:05.483123999+02:00",
    ]
    records += spellings.enumerated().map { number, time in
      record(20_710 + number, "note.pinned", at: time)
    }
    records += (0..<4).map { number in
      record(
        20_720 + number, "invitation.sent", at: time(1, 10 + number), channel: "PHONE",
        #","new_member":"x","metadata":{"step_number":\#(number)}"#)
    }
    return records + (21_000..<21_012).map { reply($0, nil) }
  }

  private static func last() throws -> [String] {
    [reply(22_000, nil, on: 2), reply(22_001, nil, on: 2)]
      + (0..<300).map { record(23_000 + $0, "message.opened", at: time(2, 3_000 + $0)) }
  }

  private static func reply(
    _ number: Int, _ category: String?, on day: Int = 1, isUpper: Bool = false
  ) -> String {
    let category = category.map { "\"\($0)\"" } ?? "null"
    return record(
      number, "message.replied", at: time(day, 1_000 + number % 1_000), isUpper: isUpper,
      #","metadata":{"reply_category":\#(category)}"#)
  }

  private static func time(_ day: Int, _ second: Int) -> String {
    let parts = [second / 3_600, second / 60 % 60, second % 60]
    let digits = parts.map { $0 < 10 ? "0\($0)" : "\($0)" }
    return "\(days[day])T\(digits.joined(separator: ":")).25Z"
  }

  private static func record(
    _ number: Int, _ type: String, at time: String, channel: String = "EMAIL",
    isUpper: Bool = false, _ more: String = ""
  ) -> String {
    let id = isUpper ? id(number).uppercased() : id(number)
    let template = "01954b2e-3333-7000-dddd-44444444444\(number % 5)"
    return #"{"id":"\#(id)","created_at":"\#(time)","payload":{"type":"\#(type)","#
      + #""organization_id":"\#(organization)","person_id":"\#(self.id(number % 97))","#
      + #""sequence_id":"01954b2e-2222-7000-cccc-333333333333","#
      + #""sequence_template_id":"\#(template)","resource_type":"MESSAGE","#
      + #""channel":"\#(channel)","message_id":null,"hot_lead_id":null,"#
      + #""calendar_event_id":null,"task_id":null\#(more)}}"#
  }
}

import Activities
import ArchiveFormat
import ArchiveStore
import Archiver
import Testing

/// What happened to an activity, told by the walks of the index.
@Suite struct ActivityHistoryTests {
  private let activity = SampleActivity(1, seconds: 60)
  private var amended: SampleActivity {
    var form = activity
    form.category = "INTERESTED"
    return form
  }

  /// A walk of the sample's day, or another one, that ended on the day `end`.
  private func walk(
    _ end: Int, of day: Int = 0, isComplete: Bool = true, eventType: String? = nil,
    vanished: Bool = false, returned: Bool = false, redated: Bool = false
  ) throws -> WalkEntry {
    func ids(_ isNamed: Bool) -> [Identifier] { isNamed ? [activity.id] : [] }
    return try #require(
      WalkEntry(
        window: Window(SampleActivity.day(day)), eventType: eventType, isComplete: isComplete,
        reported: 0, received: 0, added: 0, amended: 0, quarantined: 0, vanished: ids(vanished),
        returned: ids(returned), redated: ids(redated), startedAt: SampleActivity.day(end).start,
        endedAt: SampleActivity.day(end).start))
  }

  private func events(_ archive: Archive) async throws -> [String] {
    let search = Search(archive)
    let forms = try await search.forms(of: activity.id).forms
    return search.events(of: activity.id, forms).map { event in
      "\(event.kind) \(event.at.day.number - SampleActivity.day(0).number)"
    }
  }

  @Test func everyChangeIsTold() async throws {
    let folder = try SearchArchive()
    try await folder.commit([SampleActivity(2, day: 1)], walks: [try walk(1, of: 1)])
    let first = try await folder.commit([activity], walks: [try walk(2)])
    #expect(try await events(first) == ["archived 2"])
    let second = try await folder.commit([], amendments: [amended], walks: [try walk(3)])
    #expect(try await events(second) == ["archived 2", "amended 3"])
    let third = try await folder.commit([], walks: [try walk(4, vanished: true)])
    let gone = ["archived 2", "amended 3", "vanished 4"]
    #expect(try await events(third) == gone)
    #expect(ArchiveStatus(of: third).vanished.map(\.id) == [activity.id])
    #expect(ArchiveStatus(of: third).vanished.map(\.noticedAt) == [SampleActivity.day(4).start])
    // A walk does not see again what has gone.
    let fourth = try await folder.commit([], walks: [try walk(5)])
    #expect(try await events(fourth) == gone)
    let fifth = try await folder.commit(
      [], amendments: [activity], walks: [try walk(6, returned: true)])
    #expect(try await events(fifth) == gone + ["returned 6", "amended 6"])
    #expect(ArchiveStatus(of: fifth).vanished.isEmpty)
  }

  @Test func onlyACompleteWalkOfEverythingSawIt() async throws {
    let folder = try SearchArchive()
    try await folder.commit([activity], walks: [try walk(1)])
    let later = try await folder.commit(
      [],
      walks: [
        try walk(2), try walk(3), try walk(4, of: 1), try walk(5, isComplete: false),
        try walk(6, eventType: "SENT"),
      ])
    #expect(try await events(later) == ["archived 1", "unchanged 3"])
  }

  @Test func anActivityIsFollowedToItsOtherTime() async throws {
    let folder = try SearchArchive()
    var moved = activity
    moved.instant = SampleActivity.day(2).start
    try await folder.commit([activity], walks: [try walk(3)])
    let left = try await folder.commit([], walks: [try walk(4, redated: true)])
    #expect(try await events(left) == ["archived 3", "redated 4"])
    let found = try await folder.commit([moved], walks: [try walk(5, of: 2)])
    let told = ["archived 3", "redated 4", "archived 5"]
    #expect(try await events(found) == told)
    let old = try await folder.commit([], walks: [try walk(6)])
    #expect(try await events(old) == told)
    let new = try await folder.commit([], walks: [try walk(7, of: 2)])
    #expect(try await events(new) == told + ["unchanged 7"])
  }

  /// A redaction stands where its time is, once, however many forms it took.
  @Test func aRedactionIsTold() async throws {
    let folder = try SearchArchive()
    try await folder.commit([activity], walks: [try walk(2)])
    try await folder.commit([], amendments: [amended], walks: [try walk(3)])
    _ = try await folder.redact([activity.id])
    let archive = try await folder.commit([], walks: [try walk(25, vanished: true)])
    let told = try await events(archive)
    #expect(told.count == 4 && told[2].hasPrefix("redacted(reason: ") && told[2].hasSuffix(" 20"))
    #expect(told[0] == "archived 2" && told[1] == "amended 3" && told[3] == "vanished 25")
  }

  @Test func whatWasGoneBeforeItsWalkEndedIsToldInThatOrder() async throws {
    let folder = try SearchArchive()
    let archive = try await folder.commit([activity], walks: [try walk(1, vanished: true)])
    #expect(try await events(archive) == ["archived 1", "vanished 1"])
    let unknown = SampleActivity.identifier(9)
    #expect(Search(archive).events(of: unknown, []).isEmpty)
  }

  @Test func vanishedActivitiesComeInTheOrderInWhichThatWasNoticed() async throws {
    let folder = try SearchArchive()
    let ids = (1...4).map(SampleActivity.identifier)
    func walk(_ day: Int, vanished: [Identifier], redated: [Identifier] = []) throws -> WalkEntry {
      try #require(
        WalkEntry(
          window: Window(SampleActivity.day(0)), isComplete: true, reported: 0, received: 0,
          added: 0, amended: 0, quarantined: 0, vanished: vanished, redated: redated,
          startedAt: SampleActivity.day(day).start, endedAt: SampleActivity.day(day).start))
    }
    let archive = try await folder.commit(
      [],
      walks: [
        try walk(1, vanished: [ids[3]]), try walk(2, vanished: [ids[0], ids[1], ids[3]]),
        try walk(3, vanished: [ids[2]], redated: [ids[1]]),
      ])
    let vanished = ArchiveStatus(of: archive).vanished
    #expect(vanished.map(\.id) == [ids[3], ids[0], ids[2]])
    #expect(vanished.map(\.noticedAt) == [1, 2, 3].map { SampleActivity.day($0).start })
  }
}

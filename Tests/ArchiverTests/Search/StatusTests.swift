import Activities
import ArchiveFormat
import ArchiveStore
import Archiver
import Testing

@Suite struct StatusTests {
  private func walk(
    _ from: Int, _ until: Int, isComplete: Bool = true, eventType: String? = nil,
    startedOn day: Int,
    vanished: [Identifier] = [], returned: [Identifier] = []
  ) throws -> WalkEntry {
    try #require(
      WalkEntry(
        window: Window(
          from: SampleActivity.day(from).start, until: SampleActivity.day(until).start),
        eventType: eventType, isComplete: isComplete, reported: 0, received: 0, added: 0,
        amended: 0,
        quarantined: 0, vanished: vanished, returned: returned,
        startedAt: SampleActivity.day(day).start, endedAt: SampleActivity.day(day).start))
  }

  @Test func theIndexTellsEverything() async throws {
    let folder = try SearchArchive()
    var reply = SampleActivity(3, day: 1)
    reply.type = "message.replied"
    let later = reply
    try await folder.commit(
      [SampleActivity(1), SampleActivity(2, seconds: 5), reply], amendments: [],
      walks: [
        try walk(0, 2, startedOn: 9, vanished: [reply.id, SampleActivity.identifier(8)]),
        try walk(4, 6, isComplete: false, startedOn: 9),
        try walk(2, 3, eventType: "REPLIED", startedOn: 12),
      ])
    try await folder.commit(
      [SampleActivity(4, day: 4)], amendments: [later],
      walks: [try walk(4, 5, startedOn: 6, returned: [reply.id])])
    var segment = try SegmentWriter(.quarantine, in: folder.writer.staging)
    try segment.append(
      QuarantineRecord(
        receivedAt: SampleActivity.day(0).start, reason: .noIdentifier, item: [123, 125]))
    let archive = try await folder.writer.commit(try segment.finish())
    try folder.removeAllSegments(of: archive)

    let status = ArchiveStatus(of: archive)
    #expect(status.activities == 4 && status.amendments == 1 && status.quarantined == 1)
    #expect(status.vanished.map(\.id) == [SampleActivity.identifier(8)] && status.redacted == 0)
    #expect(status.types == ["message.sent": 3, "message.replied": 1])
    #expect(status.days.map(\.day) == [0, 1, 4].map(SampleActivity.day))
    #expect(status.days.map(\.activities) == [2, 1, 1])
    #expect(status.days.map(\.amendments) == [0, 1, 0])
    let quarantineSize = archive.segments(of: .quarantine).map(\.size).reduce(0, +)
    #expect(status.size == status.days.map(\.size).reduce(quarantineSize, +))
    #expect(
      status.coverage.covered == [
        Window(from: SampleActivity.day(0).start, until: SampleActivity.day(2).start),
        Window(from: SampleActivity.day(4).start, until: SampleActivity.day(5).start),
      ])
    #expect(
      status.coverage.gaps == [
        Window(from: SampleActivity.day(2).start, until: SampleActivity.day(4).start)
      ])
    #expect(status.incomplete.map(\.window.until) == [SampleActivity.day(6).start])
    #expect(
      status.unsettled == [
        Window(from: SampleActivity.day(4).start, until: SampleActivity.day(5).start)
      ])
    #expect(ArchiveStatus(of: archive, settle: .seconds(86_400)).unsettled.isEmpty)
    #expect(status.lastWalk?.eventType == "REPLIED")
    #expect(!status.isComplete)
    #expect(status.checkpoint.size == archive.checkpoint.size)
  }

  @Test func anEmptyArchiveHasNothing() async throws {
    let folder = try SearchArchive()
    let status = ArchiveStatus(of: await folder.writer.archive)
    #expect(status.days.isEmpty && status.activities == 0 && status.lastWalk == nil)
    #expect(status.isComplete && status.unsettled.isEmpty)
  }
}

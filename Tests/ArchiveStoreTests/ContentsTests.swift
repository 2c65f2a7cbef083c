import Activities
import ArchiveFormat
import Testing
import TestSupport

@testable import ArchiveStore

@Suite struct ContentsTests {
  private let folder = SegmentLocation.Folder.activities(sampleDay)

  private func segment(_ location: SegmentLocation) throws -> SegmentEntry {
    let key = RecordKey(instant: sampleDay.start, id: Identifier(high: 1, low: 1))
    let activities = ActivitySummary(
      organizationID: Sample.organizationID, types: ["message.sent": 1], ids: key.id...key.id,
      times: key.instant...key.instant)
    let hash = MerkleTree.emptyRoot
    let entry = SegmentEntry(
      location: location, count: 1, activities: location.stream == .quarantine ? nil : activities,
      size: 100, sha256: hash, contentSize: 50, contentRoot: hash)
    return try #require(entry)
  }

  private func revision(of location: SegmentLocation, _ number: Int) throws -> Revision {
    let new = SegmentLocation(location.folder, part: location.part, revision: number)
    let revision = Revision(
      of: location, location: new, size: 90 + number, sha256: MerkleTree.emptyRoot,
      contentSize: 40)
    return try #require(revision)
  }

  /// Contents of an archive with the parts of one day.
  private func contents(parts: Int) throws -> Contents {
    var contents = Contents()
    #expect(contents.apply(.archive(archiveEntry())) == nil)
    for part in 0..<parts {
      #expect(contents.apply(.segment(try segment(SegmentLocation(folder, part: part)))) == nil)
    }
    return contents
  }

  @Test func redactionsAndReplacementsGiveASegmentItsNewFile() throws {
    var contents = try contents(parts: 2)
    let first = SegmentLocation(folder, part: 0)
    let redacted = try revision(of: first, 1)
    let redaction = RedactionEntry(
      revision: redacted, redacted: 3,
      try #require(Redaction(at: sampleDay.end, reason: "erasure")))
    #expect(contents.apply(.redaction(try #require(redaction))) == nil)
    let replaced = try revision(of: redacted.location, 2)
    #expect(
      contents.apply(
        .replacement(ReplacementEntry(revision: replaced, reason: "zlib", at: sampleDay.end)))
        == nil)
    let segments = contents.segments(in: folder)
    #expect(segments.map(\.location.part) == [0, 1])
    #expect(segments[0].location == replaced.location)
    #expect(segments[0].size == 92)
    #expect(segments[0].redacted == 3)
    #expect(segments[0].line == 5)
    #expect(segments[0].entry.location == first)
    #expect(contents.isNamed(first) && contents.isNamed(redacted.location))
    // The files in between are no more.
    #expect(
      contents.apply(.expiry(ExpiryEntry(location: first, reason: "", at: sampleDay.end)))
        == .notHeld(first))
  }

  @Test func anExpiredPartsNumberIsNotUsedAgain() throws {
    var contents = try contents(parts: 2)
    for part in 0..<2 {
      let location = SegmentLocation(folder, part: part)
      let expiry = ExpiryEntry(location: location, reason: "retention", at: sampleDay.end)
      #expect(contents.apply(.expiry(expiry)) == nil)
    }
    #expect(contents.segments(of: .activities).isEmpty)
    #expect(contents.days(of: .activities).isEmpty)
    #expect(contents.nextPart(in: folder) == 2)
    #expect(contents.nextPart(in: .activities(sampleDay.next)) == 0)
  }

  @Test func amendmentsAreCountedOverAllPartitions() throws {
    var contents = try contents(parts: 1)
    let amendment = SegmentLocation(.amendments(sampleDay), part: 4)
    #expect(contents.apply(.segment(try segment(amendment))) == nil)
    #expect(contents.nextPart(in: .amendments(sampleDay.next)) == 5)
    #expect(contents.nextPart(in: .quarantine) == 0)
    #expect(contents.nextPart(in: folder) == 1)
  }

  @Test func partsAreGivenInTheirOrderHoweverTheyWereNamed() throws {
    var contents = try contents(parts: 0)
    for part in [3, 1, 2, 10, 0] {
      #expect(contents.apply(.segment(try segment(SegmentLocation(folder, part: part)))) == nil)
    }
    #expect(contents.segments(in: folder).map(\.location.part) == [0, 1, 2, 3, 10])
  }

  @Test func contradictionsAreGivenBackAndCounted() throws {
    var contents = try contents(parts: 1)
    let held = SegmentLocation(folder, part: 0)
    let absent = SegmentLocation(folder, part: 7)
    #expect(contents.apply(.segment(try segment(held))) == .namedTwice(held))
    #expect(contents.apply(.archive(archiveEntry())) == .anotherArchiveEntry)
    let revision = try revision(of: absent, 1)
    let replacement = ReplacementEntry(revision: revision, reason: "", at: sampleDay.end)
    #expect(contents.apply(.replacement(replacement)) == .notHeld(absent))
    #expect(contents.count == 5)
    #expect(contents.segments(of: .activities).count == 1)
    var headless = Contents()
    #expect(headless.apply(.walk(try walk())) == .noArchiveEntry)
    #expect(headless.walks.count == 1)
  }

  @Test func thePartAfterTheLastNumberIsRefused() throws {
    var contents = try contents(parts: 0)
    let last = SegmentLocation(folder, part: SegmentLocation.maximumNumber)
    #expect(contents.apply(.segment(try segment(last))) == nil)
    let temporary = try TemporaryFolder()
    var generator = SeededGenerator(seed: 80)
    let staged = try stage(
      samples(1, using: &generator), try Staging(folderAt: temporary.path))
    #expect(throws: StoreError.archive(.partsExhausted)) { try contents.place(staged) }
  }
}

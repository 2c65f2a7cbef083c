import Activities
import ArchiveFormat
import ArchiveStore
import Archiver
import Foundation
import Testing

/// What a page needs is read, and nothing else; what cannot be read is never left out of a page.
@Suite("Paging over damage") struct ArchivePagesDamageTests {
  private static let perDay = 3_000

  /// Three days of three blocks each, one activity every twenty seconds.
  private func threeDays(_ folder: SearchArchive) async throws -> Archive {
    try await folder.commit(
      (0..<3).flatMap { day in
        (0..<Self.perDay).map { index in
          var activity = SampleActivity(day * Self.perDay + index, day: day, seconds: index * 20)
          activity.type = ["message.sent", "message.opened"][index % 2]
          activity.person = SampleActivity.identifier(200_000 + day * Self.perDay + index)
          return activity
        }
      })
  }

  private func activities(_ archive: Archive) -> ArchivedActivities {
    ArchivedActivities(archive, memory: ArchiveMemory())
  }

  private func ids(_ page: ActivityPage) throws -> [Identifier] {
    var reader = RecordReader()
    return try page.items.map { try reader.read($0.span.bytes).id }
  }

  private func numbers(_ range: Range<Int>) -> [Identifier] { range.map(SampleActivity.identifier) }

  private func location(_ day: Int) -> SegmentLocation {
    SegmentLocation(.activities(SampleActivity.day(day)), part: 0)
  }

  @Test func daysOfOtherPagesAreNotRead() async throws {
    let folder = try SearchArchive()
    let archive = try await threeDays(folder)
    try folder.remove(location(0))
    try folder.remove(location(2))
    let page = try await activities(archive).page(
      ActivityQuery(order: .ascending, page: 41, size: 100))
    #expect(page.totalCount == 3 * Self.perDay)
    #expect(try ids(page) == numbers(4_000..<4_100))
    let last = try await activities(archive).page(ActivityQuery(page: 4_001, size: 1))
    #expect(try ids(last) == numbers(4_999..<5_000))
  }

  @Test func theIndexCountsTypesAndTimes() async throws {
    let folder = try SearchArchive()
    let archive = try await threeDays(folder)
    try folder.removeAllSegments(of: archive)
    let activities = activities(archive)
    var query = ActivityQuery(page: 10_000, size: 100)
    #expect(try await activities.page(query).totalCount == 9_000)
    query.filter.eventType = "OPENED"
    #expect(try await activities.page(query).totalCount == 4_500)
    query.filter.after = SampleActivity.day(1).start - .nanoseconds(1)
    #expect(try await activities.page(query).totalCount == 3_000)
    query.page = .max
    #expect(try await activities.page(query).items.isEmpty)
    query.filter.types = ["task.created"]
    query.page = 1
    #expect(try await activities.page(query).totalCount == 0)
  }

  /// The block in the middle serves what lies in it, and the two others cannot be read.
  @Test func blocksOfOtherPagesAreNotRead() async throws {
    let folder = try SearchArchive()
    let archive = try await threeDays(folder)
    let blocks = try self.blocks(1, of: archive)
    for block in [blocks[0], blocks[2]] {
      try folder.change(location(1)) { $0[Int(block.offset) + block.header.length + 40] ^= 0xFF }
    }
    let activities = activities(archive)
    var query = ActivityQuery(order: .ascending, page: 42, size: 100)
    #expect(try ids(try await activities.page(query)) == numbers(4_100..<4_200))
    query = ActivityQuery(
      ActivityFilter(after: SampleActivity.day(1).start + .seconds(1_500 * 20)), order: .ascending,
      size: 100)
    let page = try await activities.page(query)
    #expect(try ids(page) == numbers(4_501..<4_601))
    #expect(page.totalCount == 4_499)
    // Narrow filters read the blocks that may hold the person.
    query = ActivityQuery(ActivityFilter(), order: .ascending)
    query.filter.personID = SampleActivity.identifier(204_300)
    await #expect(throws: Never.self) {
      let found = try await activities.page(query)
      #expect(found.totalCount == 1)
      #expect(try ids(found) == numbers(4_300..<4_301))
    }
    // What lies in the others is refused.
    await #expect(throws: StoreError.self) {
      try await activities.page(ActivityQuery(order: .ascending, page: 31, size: 100))
    }
    query.filter = ActivityFilter()
    query.filter.channel = "EMAIL"
    await #expect(throws: StoreError.self) { try await activities.page(query) }
    await #expect(throws: StoreError.self) {
      try await activities.activity(SampleActivity.identifier(3_000))
    }
  }

  @Test func aMissingSegmentIsRefused() async throws {
    let folder = try SearchArchive()
    let archive = try await threeDays(folder)
    try folder.remove(location(1))
    await #expect(throws: StoreError.archive(.segmentMissing(path: location(1).path))) {
      try await activities(archive).page(ActivityQuery(order: .ascending, page: 40, size: 100))
    }
  }

  /// A header with another count, or with other times, and the sums with them.
  @Test func headersThatLieAreRefused() async throws {
    let count = 18
    let firstTime = 36
    for (offset, block) in [(count, 1), (firstTime, 0), (firstTime, 1)] {
      let folder = try SearchArchive()
      let archive = try await threeDays(folder)
      let place = try blocks(1, of: archive)[block].offset
      try folder.change(location(1)) { bytes in
        // One record less; a few seconds later.
        if offset == count {
          bytes[Int(place) + offset] = 0xFF
          bytes[Int(place) + offset + 1] = 3
        } else {
          bytes[Int(place) + offset + 4] &+= 1
        }
      }
      // Also a page of another block, if the sums tell.
      for page in offset == count || block == 0 ? [31, 42] : [42] {
        await #expect(throws: PagingError.self, "byte \(offset) of block \(block)") {
          try await activities(archive).page(
            ActivityQuery(order: .ascending, page: page, size: 100))
        }
      }
    }
  }

  /// An index that was written by somebody else may tell of types that the records do not have, and a
  /// good file may lie in the place of another.
  @Test func anIndexThatLiesIsRefused() async throws {
    let specimen = try await Specimen()
    try specimen.edit(Specimen.small) { $0.types = ["message.opened": 3] }
    let query = ActivityQuery(ActivityFilter(eventType: "OPENED"), order: .ascending)
    await #expect(throws: PagingError.damaged(path: Specimen.small, offset: 0)) {
      try await activities(try Archive(at: specimen.root)).page(query)
    }
    try specimen.write(try specimen.bytes(Specimen.small), to: Specimen.last)
    await #expect(throws: PagingError.damaged(path: Specimen.last, offset: 0)) {
      try await activities(try Archive(at: specimen.root)).page(ActivityQuery())
    }
  }

  @Test func anEmptyArchiveHasOneEmptyPage() async throws {
    let folder = try SearchArchive()
    let page = try await activities(await folder.writer.archive).page(ActivityQuery())
    #expect(page.items.isEmpty && page.totalCount == 0)
  }

  private func blocks(_ day: Int, of archive: Archive) throws -> [Block] {
    let segment = archive.segments(in: .activities(SampleActivity.day(day)))[0]
    var reader = try archive.reader(of: segment)
    var blocks: [Block] = []
    while let block = try reader.nextBlock() { blocks.append(block) }
    return blocks
  }
}

extension SearchArchive {
  /// Changes the bytes of a segment's file.
  func change(_ location: SegmentLocation, _ body: (inout Data) -> Void) throws {
    let url = url(location)
    var bytes = try Data(contentsOf: url)
    body(&bytes)
    try bytes.write(to: url)
  }

  func url(_ location: SegmentLocation) -> URL { URL(filePath: path + "/" + location.path) }
}

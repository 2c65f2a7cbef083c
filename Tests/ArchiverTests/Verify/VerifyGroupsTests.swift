import ArchiveFormat
import Foundation
import Testing

@testable import ArchiveStore
@testable import Archiver

/// Each group of a segment is held against its own filter.
@Suite struct VerifyGroupsTests {
  private let archive: SearchArchive
  private let segment: Segment
  private let filters: [(offset: Int, filter: GroupFilter)]

  init() async throws {
    archive = try SearchArchive()
    let held = try await archive.commit((0..<17_000).map { SampleActivity($0, seconds: $0) })
    let segment = held.segments(of: .activities)[0]
    var reader = try held.reader(of: segment)
    let filters = try reader.filters()
    let found = try #require(filters)
    var offset = segment.size - found.reduce(0) { $0 + $1.size }
    self.filters = found.map { filter in
      defer { offset += filter.size }
      return (offset, filter)
    }
    self.segment = segment
  }

  /// What is said about filters.
  private func findings() async throws -> [FindingDetail] {
    let report = try await Verify(ArchiveFolder(at: archive.path), VerifyOptions()).run()
    return report.findings.filter { $0.kind == .blockHeaderMismatch }.map(\.detail)
  }

  @Test func groupsThatTheirFiltersHoldAreGood() async throws {
    #expect(filters.map(\.filter.blockCount) == [8, 8, 1])
    #expect(try await findings() == [])
  }

  @Test(arguments: 0..<3) func aFilterThatRulesOutWhatIsThere(_ group: Int) async throws {
    let (offset, filter) = filters[group]
    try archive.change(segment.location) { data in
      for index in offset + 30..<offset + filter.size - 14 { data[index] ^= UInt8(index & 1) }
    }
    #expect(try await findings() == [.filter(offset: Int64(offset))])
  }

  /// Each is that of records of the segment, but not of those before it.
  @Test func filtersInAnotherOrder() async throws {
    let (first, second) = (filters[0], filters[1])
    try archive.change(segment.location) { data in
      for (place, other) in [(first, second.filter), (second, first.filter)] {
        let mixed = GroupFilter(
          other.summary, blockCount: place.filter.blockCount, blocksEnd: place.filter.blocksEnd,
          behind: place.offset - first.offset)
        #expect(mixed.size == place.filter.size)
        data.replaceSubrange(place.offset..<place.offset + mixed.size, with: mixed.bytes)
      }
    }
    #expect(try await findings() == [.filter(offset: Int64(first.offset))])
  }

  @Test func aFilterThatIsLost() async throws {
    try archive.change(segment.location) { $0.removeSubrange(filters[2].offset...) }
    #expect(try await findings() == [.filters(expected: 3, found: 2)])
  }

  @Test func anotherSizeOfAllFilters() async throws {
    let (offset, filter) = filters[1]
    try archive.change(segment.location) { $0[offset + filter.size - 14] ^= 1 }
    #expect(try await findings() == [.filter(offset: Int64(offset))])
  }
}

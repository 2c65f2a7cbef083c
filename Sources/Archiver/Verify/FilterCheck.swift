import ArchiveFormat
import ArchiveStore

/// Holds the values of a segment's records against its filters, group by group.
struct GroupCheck {
  private let filters: [GroupFilter]
  private var count = 0
  /// The position of the first group whose filter rules out what is there.
  private(set) var firstMiss: Int?

  init(_ filters: [GroupFilter]) {
    self.filters = filters
  }

  mutating func add(_ group: GroupContent) {
    defer { count += 1 }
    guard firstMiss == nil, count < filters.count else { return }
    if !group.isHeld(by: filters[count].summary) { firstMiss = count }
  }
}

/// Holds the filters at the end of a segment against its blocks.
struct FilterCheck {
  /// Where each block ends.
  private var ends: [Int64] = []
  /// Whether there was something else, already logged, that may be what is left of a filter.
  private var hasOtherMember = false

  /// Adds a member that can be read.
  mutating func add(_ member: ScannedBlock, hasRecords: Bool) {
    if hasRecords {
      ends.append(member.offset + Int64(member.size))
    } else {
      hasOtherMember = true
    }
  }

  /// Adds bytes behind the last record that are no member, or one that cannot be read.
  mutating func addOther() { hasOtherMember = true }

  /// What is wrong with the filters found from the start of the file on, of which there should be
  /// `groupCount` or none; the first thing. A search would find those `fromEnd`.
  func difference(
    _ found: [ScannedFilter], fromEnd: [GroupFilter], groupCount: Int, firstMiss: Int?
  ) -> FindingDetail? {
    if found.isEmpty, fromEnd.isEmpty { return nil }
    guard found.count == groupCount else {
      return hasOtherMember ? nil : .filters(expected: groupCount, found: found.count)
    }
    var size = 0
    for (number, each) in found.enumerated() {
      let blocks = ends.dropFirst(number * GroupSummary.blockCount).prefix(GroupSummary.blockCount)
      let expected = GroupFilter(
        each.filter.summary, blockCount: blocks.count, blocksEnd: blocks.last ?? 0, behind: size)
      size = expected.totalSize
      let isInPlace = each.offset >= ends.last ?? 0 && each.filter == expected
      if !isInPlace || number == firstMiss { return .filter(offset: each.offset) }
    }
    let isFound = hasOtherMember || fromEnd == found.map(\.filter)
    return isFound ? nil : .filters(expected: groupCount, found: fromEnd.count)
  }
}

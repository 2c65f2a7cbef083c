import ArchiveFormat
import ArchiveStore

/// Holds the filters at the end of a segment against its blocks and their records.
struct FilterCheck {
  /// Those that a search finds from the end of the file.
  private let filters: [GroupFilter]
  /// Where each block ends.
  private var ends: [Int64] = []
  /// The position of the first group whose filter rules out what is there.
  private var firstMiss: Int?
  /// Whether there was something else, already logged, that may be what is left of a filter.
  private var hasOtherMember = false

  init(_ filters: [GroupFilter]) {
    self.filters = filters
  }

  /// Adds a block, whose records the scan has read.
  mutating func add(_ block: ScannedBlock, _ records: inout any RecordScan) {
    ends.append(block.offset + Int64(block.size))
    if ends.count.isMultiple(of: GroupSummary.blockCount) { endGroup(&records) }
  }

  /// Adds something that is neither a block nor a filter, or cannot be read, behind the last record.
  mutating func addOther() { hasOtherMember = true }

  /// After the last block: what is wrong with the filters found from the start of the file on, of which
  /// there should be `groupCount` or none; the first thing.
  mutating func finish(
    _ found: [ScannedFilter], groupCount: Int, _ records: inout any RecordScan
  ) -> FindingDetail? {
    endGroup(&records)
    if found.isEmpty, filters.isEmpty { return nil }
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
    let isFound = hasOtherMember || filters == found.map(\.filter)
    return isFound ? nil : .filters(expected: groupCount, found: filters.count)
  }

  private mutating func endGroup(_ records: inout any RecordScan) {
    let number = (ends.count - 1) / GroupSummary.blockCount
    guard let group = records.endGroup(), firstMiss == nil, number < filters.count else { return }
    if !group.isHeld(by: filters[number].summary) { firstMiss = number }
  }
}

import Activities
import ArchiveFormat
import ArchiveStore

/// What is known of a segment for one filter.
struct SegmentView: Sendable {
  let segment: Segment
  let file: SegmentFile
  let hidden: SegmentPositions
  /// Which records match; nil if all do.
  let matches: SegmentPositions?

  /// The positions of a block's records that are shown and match.
  func positions(of block: Block) -> PositionSet {
    let all = matches.map { $0[block.number] } ?? PositionSet(0..<block.summary.count)
    return hidden.isEmpty ? all : all.subtracting(hidden[block.number])
  }

  /// How many records of the segment are shown and match, whatever their time.
  var count: Int {
    matches.map { $0.count(without: hidden) } ?? segment.entry.count - hidden.count
  }
}

/// A block with records that are shown, match and lie within the bounds.
struct BlockView: Sendable {
  let segment: Segment
  let block: Block
  let positions: PositionSet
  let count: Int

  var times: ClosedRange<Instant> { block.summary.times }
}

/// The activities of one day that a filter matches, in their latest forms.
struct ActivityDay: Sendable {
  let ledger: FormLedger
  let parts: DayParts
  let filter: ActivityFilter

  private var memory: ArchiveMemory { ledger.memory }
  private var criteria: BlockCriteria { BlockCriteria(filter: filter) }

  /// That what the index says of the day and what lies in it differ.
  var damaged: PagingError {
    .damaged(path: parts.segments.first?.location.path ?? "", offset: 0)
  }

  /// Whether the bounds leave all of the day.
  private var isWhole: Bool {
    filter.contains(parts.day.start)
      && filter.contains(Instant(nanoseconds: parts.day.end.nanoseconds - 1))
  }

  /// How many they are, if that is remembered.
  func rememberedCount() -> Int? {
    guard isWhole, !filter.isNarrow else { return nil }
    return memory.remembered(countKey)
  }

  /// How many they are by the index, as long as each amendment amends an activity of the day; nil if
  /// the index does not tell.
  func expectedCount() -> Int? {
    guard isWhole, filter.withoutBounds == ActivityFilter(), ledger.dependsOnCommit == nil else {
      return nil
    }
    return parts.activities.reduce(0) { $0 &+ $1.entry.count &- $1.redacted }
  }

  /// How many they are.
  func count() async throws -> Int {
    guard isWhole else { return try await blocks().reduce(0) { $0 + $1.count } }
    // There are as many of these filters as contacts, and what headers rule out needs not be remembered.
    guard !filter.isNarrow else { return try await wholeCount() }
    return try await memory.value(countKey) { try await wholeCount() }
  }

  private var countKey: MemoryKey {
    .count(parts.files, ledger.dependsOnCommit, filter.withoutBounds)
  }

  private func wholeCount() async throws -> Int {
    let redated = try await ledger.redated()
    let hidden = try await ledger.day(parts)
    var count = 0
    for segment in parts.segments where criteria.mayMatch(segment) {
      let file = SegmentFile(segment)
      if redated[file] == nil, let known = segment.count(matching: filter, hidden[file]) {
        count += known
      } else if filter.withoutBounds != ActivityFilter(), SegmentTally.mayCount(filter),
        let known = try await ledger.tally(segment, of: parts).count(matching: filter)
      {
        count += known
      } else {
        count += try await view(segment, redated.correcting(hidden, of: file)).count
      }
    }
    return count
  }

  /// Those of the blocks that may hold some, with what they hold.
  func blocks() async throws -> [BlockView] {
    let hidden = try await ledger.day(parts)
    let redated = try await ledger.redated()
    var views: [BlockView] = []
    for segment in parts.segments where criteria.mayMatch(segment) {
      let file = SegmentFile(segment)
      let view = try await view(segment, redated.correcting(hidden, of: file))
      let directory = try await ledger.directory(segment)
      for block in directory.blocks(thatMayMatch: criteria.filter) {
        let positions = try await within(view.positions(of: block), of: block, segment)
        let count = positions.count
        guard count > 0 else { continue }
        views.append(BlockView(segment: segment, block: block, positions: positions, count: count))
      }
    }
    return views
  }

  /// Those of the positions that lie within the bounds.
  private func within(
    _ positions: PositionSet, of block: Block, _ segment: Segment
  ) async throws -> PositionSet {
    let times = block.summary.times
    if positions.isEmpty || filter.contains(times.lowerBound) && filter.contains(times.upperBound) {
      return positions
    }
    let range = try await ledger.records(of: block, segment).positions(within: filter)
    return positions.intersection(PositionSet(range))
  }

  private func view(_ segment: Segment, _ hidden: SegmentPositions) async throws -> SegmentView {
    let file = SegmentFile(segment)
    let filter = filter.withoutBounds
    guard filter != ActivityFilter() else {
      return SegmentView(segment: segment, file: file, hidden: hidden, matches: nil)
    }
    let blocks = try await ledger.directory(segment).blocks(thatMayMatch: filter)
    return SegmentView(
      segment: segment, file: file, hidden: hidden,
      matches: blocks.isEmpty ? SegmentPositions() : try await matches(filter, segment, blocks))
  }

  /// Which records of a segment a filter without bounds matches; the others of its blocks have none.
  private func matches(
    _ filter: ActivityFilter, _ segment: Segment, _ blocks: [Block]
  ) async throws -> SegmentPositions {
    let key = MemoryKey.matches(SegmentFile(segment), filter)
    if let remembered: SegmentPositions = memory.remembered(key) { return remembered }
    return try await memory.value(key) { [ledger] in
      try SegmentPositions(of: segment, blocks, matching: filter, in: ledger.archive)
    }
  }
}

extension ActivityFilter {
  /// The same for all times.
  var withoutBounds: ActivityFilter {
    var filter = self
    filter.after = nil
    filter.before = nil
    return filter
  }

  /// How many of these types the filter accepts.
  fileprivate func count(_ types: [String: Int]) -> Int {
    types.reduce(0) { $0 + (accepts(type: $1.key) ? $1.value : 0) }
  }

  /// Whether headers of blocks rule out nearly all that does not match.
  fileprivate var isNarrow: Bool { personID != nil || sequenceID != nil }

  /// Whether it asks for nothing but types and times.
  fileprivate var isOfTypes: Bool {
    var filter = withoutBounds
    filter.types = []
    filter.eventType = nil
    return filter == ActivityFilter()
  }
}

extension Segment {
  /// How many records that are not hidden match a filter, whose bounds leave them all; nil if the index
  /// does not tell.
  fileprivate func count(matching filter: ActivityFilter, _ forms: RankedForms?) -> Int? {
    guard let activities = entry.activities, filter.isOfTypes else { return nil }
    if filter.types.isEmpty, filter.eventType == nil {
      return entry.count - (forms?.hidden.count ?? 0)
    }
    // What was redacted has no type any more.
    guard redactions.isEmpty, activities.countOfTypes == entry.count else { return nil }
    return filter.count(activities.types) - filter.count(forms?.hiddenTypes ?? [:])
  }
}

extension SegmentPositions {
  /// The records of some blocks that a filter matches.
  fileprivate init(
    of segment: Segment, _ blocks: [Block], matching filter: ActivityFilter, in archive: Archive
  ) throws {
    self.init()
    let records = try SegmentRecords(segment, of: archive)
    for block in blocks {
      try records.forEach(of: block) { position, record, fields, reader in
        if filter.matches(fields, in: record, reader: reader) {
          insert(position, ofBlock: block.number)
        }
      }
    }
  }
}

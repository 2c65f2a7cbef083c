import Activities
import ArchiveFormat
import ArchiveStore

/// What was counted in the records of a segment that are shown.
struct SegmentTally: Rememberable {
  private(set) var activities = 0
  private(set) var types = ValueCounts()
  private(set) var channels = ValueCounts()
  private(set) var templates = TemplateFunnels()
  /// Of one segment; sums of segments have none.
  private(set) var kinds = KindCounts()

  init() {}

  /// Reads a segment; what is hidden of it is left out.
  init(
    _ segment: Segment, _ directory: BlockDirectory, without hidden: SegmentPositions,
    of archive: Archive
  ) throws {
    let records = try SegmentRecords(segment, of: archive)
    for block in directory.blocks {
      let hidden = hidden[block.number]
      try records.forEach(of: block) { position, record, fields, reader in
        if !hidden.contains(position) { add(record, fields, reader) }
      }
    }
    for (kind, count) in kinds.counts {
      types.add(kind.type, times: count)
      channels.add(kind.channel, times: count)
    }
  }

  /// How many of these records a filter matches, whatever its bounds; nil if that is not told here.
  func count(matching filter: ActivityFilter) -> Int? {
    guard Self.mayCount(filter) else { return nil }
    guard let template = filter.sequenceTemplateID else { return kinds.count(matching: filter) }
    guard templates.others == TemplateFunnel() else { return nil }
    return templates.funnels[template]?.activities ?? 0
  }

  /// Whether what a filter matches is counted unless there are too many different values.
  static func mayCount(_ filter: ActivityFilter) -> Bool {
    if KindCounts.mayCount(filter) { return true }
    var rest = filter.withoutBounds
    rest.sequenceTemplateID = nil
    return rest == ActivityFilter()
  }

  var cost: Int {
    128 + types.cost + channels.cost + kinds.cost
      + templates.funnels.count * 2 * MemoryLayout<(Identifier?, TemplateFunnel)>.stride
  }

  mutating func add(_ other: SegmentTally) {
    activities += other.activities
    types.add(other.types)
    channels.add(other.channels)
    templates.add(other.templates)
  }

  private mutating func add(_ record: RawSpan, _ fields: RecordFields, _ reader: RecordReader) {
    let type = reader.payloadString(.type, of: fields, in: record)
    let kind = KindCounts.Kind(
      type: type, channel: reader.payloadString(.channel, of: fields, in: record),
      resourceType: reader.payloadString(.resourceType, of: fields, in: record))
    activities += 1
    if !kinds.add(kind) {
      types.add(type)
      channels.add(kind.channel)
    }
    templates.add(
      reader.payloadIdentifier(.sequenceTemplateID, of: fields, in: record), type: type,
      category: reader.replyCategory(of: fields, in: record))
  }
}

extension ValueCounts {
  /// About how many bytes the counts take.
  fileprivate var cost: Int { 64 + counts.keys.reduce(0) { $0 + $1.utf8.count + 64 } }
}

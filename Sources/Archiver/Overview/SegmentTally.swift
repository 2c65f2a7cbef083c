import Activities
import ArchiveFormat
import ArchiveStore

/// What was counted in the records of a segment that are shown.
struct SegmentTally: Rememberable {
  private(set) var activities = 0
  private(set) var types = ValueCounts()
  private(set) var channels = ValueCounts()
  private(set) var templates = TemplateFunnels()

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
  }

  var cost: Int {
    128 + types.cost + channels.cost
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
    activities += 1
    types.add(type)
    channels.add(reader.payloadString(.channel, of: fields, in: record))
    templates.add(
      reader.payloadIdentifier(.sequenceTemplateID, of: fields, in: record), type: type,
      category: reader.replyCategory(of: fields, in: record))
  }
}

extension ValueCounts {
  /// About how many bytes the counts take.
  fileprivate var cost: Int { 64 + counts.keys.reduce(0) { $0 + $1.utf8.count + 64 } }
}

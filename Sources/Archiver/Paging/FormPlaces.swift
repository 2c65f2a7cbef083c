import Activities
import ArchiveFormat
import ArchiveStore

/// Where a form of an activity is in a segment.
struct FormPlace: Hashable, Sendable {
  let id: Identifier
  let block: Int
  let position: Int
  /// Whether it was redacted.
  let isRedacted: Bool
}

/// Where forms of activities are in a segment.
struct FormPlaces: Rememberable {
  private(set) var places: [FormPlace] = []

  var cost: Int { 64 + places.count * MemoryLayout<FormPlace>.stride }

  /// Every record of a segment.
  init(all segment: Segment, _ directory: BlockDirectory, of archive: Archive) throws {
    try read(segment, directory.blocks, of: archive) { _, _ in true }
  }

  /// The records that have one of the ids and, if any of the segment was redacted, those that were.
  init(
    of ids: Set<Identifier>, in segment: Segment, _ directory: BlockDirectory, of archive: Archive
  ) throws {
    let mayBeRedacted = !segment.redactions.isEmpty
    let blocks = directory.blocks.filter { block in
      mayBeRedacted || ids.contains(where: block.summary.mayContain)
    }
    guard !blocks.isEmpty else { return }
    try read(segment, blocks, of: archive) { id, isRedacted in isRedacted || ids.contains(id) }
  }

  private mutating func read(
    _ segment: Segment, _ blocks: [Block], of archive: Archive,
    where isWanted: (Identifier, Bool) -> Bool
  ) throws {
    let records = try SegmentRecords(segment, of: archive)
    for block in blocks {
      try records.forEach(of: block) { position, record, fields, _ in
        // What was redacted has no payload any more.
        let isRedacted =
          fields.payload == nil && segment.redactedRecord(record) != nil
        guard isWanted(fields.id, isRedacted) else { return }
        places.append(
          FormPlace(
            id: fields.id, block: block.number, position: position, isRedacted: isRedacted))
      }
    }
  }
}

/// Gathers the forms of activities and tells which of them are to be shown: of each activity the
/// latest, and none if one was redacted.
struct FormRanking {
  private struct Form {
    let segment: SegmentFile
    let rank: FormRank
    let place: FormPlace
  }

  private var forms: [Identifier: [Form]] = [:]

  mutating func add(_ places: FormPlaces, of segment: Segment) {
    let file = SegmentFile(segment)
    let rank = FormRank(of: segment)
    for place in places.places {
      forms[place.id, default: []].append(Form(segment: file, rank: rank, place: place))
    }
  }

  /// Segment by segment which of the forms are hidden, and which are shown.
  func result() -> (hidden: [SegmentFile: SegmentPositions], shown: [SegmentFile: SegmentPositions])
  {
    var hidden: [SegmentFile: SegmentPositions] = [:]
    var shown: [SegmentFile: SegmentPositions] = [:]
    for forms in forms.values {
      let isRedacted = forms.contains { $0.place.isRedacted }
      let latest = forms.indices.max { forms[$0].rank < forms[$1].rank }
      for (index, form) in forms.enumerated() {
        let place = form.place
        if index == latest, !isRedacted {
          shown[form.segment, default: SegmentPositions()]
            .insert(place.position, ofBlock: place.block)
        } else {
          hidden[form.segment, default: SegmentPositions()]
            .insert(place.position, ofBlock: place.block)
        }
      }
    }
    return (hidden, shown)
  }
}

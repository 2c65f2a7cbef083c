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
  /// Its `payload.type`; nil if it has none.
  let type: String?
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
    let blocks =
      mayBeRedacted
      ? directory.blocks : directory.blocks { filter in ids.contains(where: filter.mayContain) }
    guard !blocks.isEmpty else { return }
    try read(segment, blocks, of: archive) { id, isRedacted in isRedacted || ids.contains(id) }
  }

  private mutating func read(
    _ segment: Segment, _ blocks: [Block], of archive: Archive,
    where isWanted: (Identifier, Bool) -> Bool
  ) throws {
    let records = try SegmentRecords(segment, of: archive)
    for block in blocks {
      try records.forEach(of: block) { position, record, fields, reader in
        // What was redacted has no payload any more.
        let isRedacted =
          fields.payload == nil && segment.redactedRecord(record) != nil
        guard isWanted(fields.id, isRedacted) else { return }
        places.append(
          FormPlace(
            id: fields.id, block: block.number, position: position, isRedacted: isRedacted,
            type: reader.payloadString(.type, of: fields, in: record)))
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

  /// What is said of each segment.
  func result() -> [SegmentFile: RankedForms] {
    var result: [SegmentFile: RankedForms] = [:]
    for forms in forms.values {
      let isRedacted = forms.contains { $0.place.isRedacted }
      let latest = forms.indices.max { forms[$0].rank < forms[$1].rank }
      for (index, form) in forms.enumerated() {
        if index == latest, !isRedacted {
          result[form.segment, default: RankedForms()].show(form.place)
        } else {
          result[form.segment, default: RankedForms()].hide(form.place)
        }
      }
    }
    return result
  }
}

/// Which forms in a segment are to be shown, and which not.
struct RankedForms: Sendable {
  private(set) var hidden = SegmentPositions()
  /// The values of `payload.type` of those that are hidden.
  private(set) var hiddenTypes: [String: Int] = [:]
  private(set) var shown = SegmentPositions()

  mutating func hide(_ place: FormPlace) {
    hidden.insert(place.position, ofBlock: place.block)
    if let type = place.type { hiddenTypes[type, default: 0] += 1 }
  }

  mutating func show(_ place: FormPlace) {
    shown.insert(place.position, ofBlock: place.block)
  }

  var cost: Int { hidden.cost + shown.cost + hiddenTypes.count * 100 }
}

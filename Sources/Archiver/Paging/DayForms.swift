import Activities
import ArchiveFormat
import ArchiveStore

/// The segments of one day.
struct DayParts: Sendable {
  let day: UTCDay
  let activities: [Segment]
  let amendments: [Segment]
  let files: DayFiles

  init(_ day: UTCDay, of archive: Archive) {
    self.day = day
    activities = archive.segments(in: .activities(day))
    amendments = archive.segments(in: .amendments(day))
    files = DayFiles(files: (activities + amendments).map(SegmentFile.init))
  }

  var segments: [Segment] { activities + amendments }

  /// Whether every form is shown, as far as this day goes.
  var hasLatestFormsOnly: Bool {
    amendments.isEmpty && activities.allSatisfy(\.redactions.isEmpty)
  }
}

/// Which forms are not to be shown: all but the latest of each activity, and what was redacted.
struct HiddenForms: Rememberable {
  private let segments: [SegmentFile: RankedForms]

  init(_ ranking: FormRanking = FormRanking()) {
    segments = ranking.result()
  }

  var cost: Int { segments.values.reduce(64) { $0 + $1.cost + MemoryKey.cost } }

  /// Nil if nothing is said of the segment.
  subscript(segment: SegmentFile) -> RankedForms? { segments[segment] }

  /// What is hidden of a segment by its day, but for activities of which these forms tell.
  func correcting(_ day: HiddenForms, of segment: SegmentFile) -> SegmentPositions {
    let hidden = day[segment]?.hidden ?? SegmentPositions()
    guard let forms = self[segment] else { return hidden }
    return hidden.subtracting(forms.shown, adding: forms.hidden)
  }
}

/// Finds out, and remembers, which forms are to be shown.
struct FormLedger: Sendable {
  let archive: Archive
  let memory: ArchiveMemory
  private let redatedIDs: Set<Identifier>

  init(_ archive: Archive, _ memory: ArchiveMemory) {
    self.archive = archive
    self.memory = memory
    redatedIDs = archive.redated
  }

  /// The commit, if there are redated activities: what is so of a day may then be otherwise at another.
  var dependsOnCommit: Hash256? { redatedIDs.isEmpty ? nil : archive.checkpoint.root }

  func directory(_ segment: Segment) async throws -> BlockDirectory {
    let key = MemoryKey.directory(SegmentFile(segment))
    if let directory: BlockDirectory = memory.remembered(key) { return directory }
    return try await memory.value(key) { [archive] in try BlockDirectory(segment, of: archive) }
  }

  func records(of block: Block, _ segment: Segment) async throws -> BlockRecords {
    let key = MemoryKey.block(SegmentFile(segment), block.number)
    if let records: BlockRecords = memory.remembered(key) { return records }
    return try await memory.value(key) { [archive] in
      try BlockRecords(block, of: segment, in: archive)
    }
  }

  /// What the forms of one day tell.
  func day(_ day: DayParts) async throws -> HiddenForms {
    if day.hasLatestFormsOnly { return HiddenForms() }
    let key = MemoryKey.day(day.files)
    if let forms: HiddenForms = memory.remembered(key) { return forms }
    return try await memory.value(key) { try await forms(of: day) }
  }

  /// What the forms of activities tell to which the API gave another time, and with it maybe another
  /// day.
  func redated() async throws -> HiddenForms {
    guard !redatedIDs.isEmpty else { return HiddenForms() }
    let key = MemoryKey.redated(archive.checkpoint.root)
    if let forms: HiddenForms = memory.remembered(key) { return forms }
    return try await memory.value(key) { try await forms(of: redatedIDs) }
  }

  /// What was counted in the records of a segment that are shown.
  func tally(_ segment: Segment, of day: DayParts) async throws -> SegmentTally {
    let redated = try await redated()
    let file = SegmentFile(segment)
    // Without amendments and redactions a segment tells the same whatever else its day has.
    let key = MemoryKey.tally(
      file, day.hasLatestFormsOnly ? DayFiles(files: []) : day.files,
      redated[file] == nil ? nil : archive.checkpoint.root)
    if let tally: SegmentTally = memory.remembered(key) { return tally }
    return try await memory.value(key) {
      let hidden = redated.correcting(try await self.day(day), of: file)
      let directory = try await directory(segment)
      return try SegmentTally(segment, directory, without: hidden, of: archive)
    }
  }

  private func forms(of day: DayParts) async throws -> HiddenForms {
    var ranking = FormRanking()
    var ids: Set<Identifier> = []
    for segment in day.amendments {
      let places = try FormPlaces(all: segment, try await directory(segment), of: archive)
      ids.formUnion(places.places.lazy.map(\.id))
      ranking.add(places, of: segment)
    }
    for segment in day.activities {
      let directory = try await directory(segment)
      ranking.add(try FormPlaces(of: ids, in: segment, directory, of: archive), of: segment)
    }
    return HiddenForms(ranking)
  }

  private func forms(of ids: Set<Identifier>) async throws -> HiddenForms {
    let segments = archive.segments(of: .activities) + archive.segments(of: .amendments)
    var ranking = FormRanking()
    for segment in segments where ids.contains(where: segment.holds) {
      let places = try await memory.value(.forms(SegmentFile(segment), ids)) {
        try FormPlaces(of: ids, in: segment, try await directory(segment), of: archive)
      }
      ranking.add(places, of: segment)
    }
    return HiddenForms(ranking)
  }
}

extension Segment {
  /// Whether an activity with this id may be in the segment.
  func holds(_ id: Identifier) -> Bool { entry.activities?.ids.contains(id) ?? false }
}

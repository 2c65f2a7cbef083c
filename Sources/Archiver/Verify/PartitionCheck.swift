import Activities
import ArchiveFormat
import ArchiveStore

/// Checks what lies in one partition, or in quarantine: each segment by itself, then the segments
/// against each other.
struct PartitionCheck {
  /// The ids that one pass over the partition collects, so that memory stays bounded whatever the
  /// size of the day.
  static let sliceSize = 2 << 20

  let folder: ArchiveFolder
  let options: VerifyOptions
  let validator: Validator
  /// Segments of activities, or of quarantine.
  let segments: [Segment]
  /// Segments of amendments, by part.
  let amendments: [Segment]
  /// Whether the partition may have had other forms, which have expired or whose entries or files
  /// are lost, so that an amendment may stand alone.
  let mayLackForms: Bool
  let seed: UInt64
  var sliceSize = Self.sliceSize
  let didRead: @Sendable (Segment) -> Void

  /// How many records there are by the index.
  var count: Int { (segments + amendments).reduce(0) { $0 + $1.entry.count } }

  /// Whether this is quarantine, and no partition.
  var isQuarantine: Bool { segments.first?.location.stream == .quarantine }

  func run() async throws -> PartitionOutcome {
    let sliceCount = max(1, (count + sliceSize - 1) / sliceSize)
    var result = PartitionOutcome()
    for number in 0..<sliceCount {
      let slice = IdentifierSlice(count: sliceCount, number: number, seed: seed)
      let amended = try await read(amendments, slice, wanted: [])
      let ids = Set(amended.flatMap { $0.forms.map(\.id) })
      let active = try await read(segments, slice, wanted: ids)
      if number == 0 { result.add(active, amended) }
      guard !options.quick else { continue }
      let repeated = FingerprintSet.repeated(in: active.map(\.fingerprints))
      try result.add(repeated, of: segments, folder, slice)
      for (segment, outcome) in zip(amendments, amended) {
        let repeated = FingerprintSet.repeated(in: [outcome.fingerprints])
        try result.add(repeated, of: [segment], folder, slice)
      }
      checkAmendments(active, amended, &result)
    }
    return result
  }

  /// Reads segments side by side.
  private func read(
    _ segments: [Segment], _ slice: IdentifierSlice, wanted: Set<Identifier>
  ) async throws -> [SegmentOutcome] {
    try await withThrowingTaskGroup(of: (Int, SegmentOutcome).self) { group in
      for (index, segment) in segments.enumerated() {
        let check = SegmentCheck(
          folder: folder, segment: segment, options: options, validator: validator, slice: slice,
          wanted: wanted)
        group.addTask {
          let outcome = try check.run()
          if slice.number == 0 { didRead(segment) }
          return (index, outcome)
        }
      }
      var outcomes = Array(repeating: SegmentOutcome(), count: segments.count)
      for try await (index, outcome) in group { outcomes[index] = outcome }
      return outcomes
    }
  }
}

/// What the check of one partition has found.
struct PartitionOutcome: Sendable {
  var log = FindingLog()
  var unrecognised = UnrecognisedCounts()
  /// Records of activities or of quarantine, without those whose id was there before.
  var records = 0
  var amendments = 0

  mutating func add(_ active: [SegmentOutcome], _ amended: [SegmentOutcome]) {
    for outcome in active + amended {
      log.append(outcome.log)
      unrecognised.add(outcome.unrecognised)
    }
    records += active.reduce(0) { $0 + $1.records }
    amendments += amended.reduce(0) { $0 + $1.records }
  }
}

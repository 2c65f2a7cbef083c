import Activities
import ActivityAPI
import ArchiveFormat
import ArchiveStore

/// Heals damaged segments one after the other.
struct Healer {
  let target: CommitTarget
  /// The copy that is taken from; nil if the API is asked.
  let copy: ArchiveFolder?
  let client: APIClient?
  let options: RepairOptions
  let validator: Validator

  /// Heals what needs no request first: what is whole then tells the API's records apart from its
  /// own. Throws what ends the run; the report has what was done until then, and for the rest that it
  /// was not reached.
  func heal(_ found: [DamageSurvey.Damaged], _ report: inout RepairReport) async throws {
    var outcomes = found.map { _ in DamagedSegment.Outcome?.none }
    defer {
      report.damaged = zip(found, outcomes).map { damaged, outcome in
        DamagedSegment(
          path: damaged.segment.location.path, damage: damaged.damage,
          outcome: outcome ?? .failed(.notReached))
      }
    }
    for (index, damaged) in found.enumerated() {
      try Task.checkCancellation()
      outcomes[index] = try await healOffline(damaged.segment)
    }
    guard let client else { return }
    let fetched = outcomes.indices.filter { outcomes[$0]?.mayBeFetched == true }
    for index in fetched { outcomes[index] = nil }
    for index in fetched {
      let damaged = found[index]
      try Task.checkCancellation()
      let broken = zip(found, outcomes).filter { !$1.isHealed }.map(\.0.segment)
      outcomes[index] = try await fetch(damaged.segment, client, broken: broken)
    }
  }

  /// From the copy's files, or from what can be read of those and of the damaged one.
  private func healOffline(_ segment: Segment) async throws -> DamagedSegment.Outcome {
    let folder = await target.archive.folder
    guard try folder.hasRoom(for: segment.location) else { return .failed(.noRoom) }
    let files = try copy?.files(ofPartOf: segment) ?? []
    if let copy {
      for file in files where try await target.restore(segment, from: copy, at: file) {
        return .healed(.restored)
      }
    }
    guard segment.redactions.isEmpty else { return .failed(.redacted) }
    let sources =
      [RecordSource(folder, segment.location, of: segment)]
      + files.flatMap { file in copy.map { [RecordSource($0, file, of: segment)] } ?? [] }
    let outcome = try Reassembly(segment: segment, staging: target.staging).run(sources)
    if let staged = outcome.staged, let healing = try await put(staged, segment) {
      return .healed(healing)
    }
    return .failed(failure(segment, found: outcome.found, isInCopy: !files.isEmpty))
  }

  /// From what can be read of the damaged file, and of what the API gives now.
  private func fetch(
    _ segment: Segment, _ client: APIClient, broken: [Segment]
  ) async throws -> DamagedSegment.Outcome {
    let archive = await target.archive
    let again = WindowAgain(
      client: client, staging: target.staging, validator: validator,
      concurrency: options.concurrency)
    let fetched = try await again.segments(likely: segment, unheldBy: archive.without(broken))
    let sources =
      [RecordSource(archive.folder, segment.location, of: segment)]
      + fetched.map(RecordSource.init)
    let outcome = try Reassembly(segment: segment, staging: target.staging).run(sources)
    if let staged = outcome.staged, let healing = try await put(staged, segment) {
      return .healed(healing)
    }
    let held = segment.entry.count
    return .failed(
      outcome.found == held
        ? .apiDiffers(held: held) : .apiCounts(found: outcome.found, held: held))
  }

  private func put(_ staged: StagedSegment, _ segment: Segment) async throws -> Healing? {
    try await target.heal(
      segment, by: staged, reason: options.reason, at: client?.clock.now ?? options.now)
  }

  private func failure(_ segment: Segment, found: Int, isInCopy: Bool) -> HealingFailure {
    let held = segment.entry.count
    if copy == nil {
      return segment.location.stream == .quarantine
        ? .quarantine(found: found, held: held) : .apiCounts(found: found, held: held)
    }
    guard isInCopy else { return .notInCopy(found: found, held: held) }
    return found < held
      ? .copyDamaged(found: found, held: held) : .copyDiffers(found: found, held: held)
  }
}

extension CommitTarget {
  /// Whether the file is back or, of a run that writes nothing, could be.
  fileprivate func restore(
    _ segment: Segment, from copy: ArchiveFolder, at file: SegmentLocation
  ) async throws(StoreError) -> Bool {
    switch self {
    case .archive(let writer): try await writer.restore(segment, from: copy, at: file)
    case .none: try copy.holds(bytesOf: segment, at: file)
    }
  }

  /// What the records heal the segment by or, of a run that writes nothing, would.
  fileprivate func heal(
    _ segment: Segment, by staged: StagedSegment, reason: String, at instant: Instant
  ) async throws(StoreError) -> Healing? {
    switch self {
    case .archive(let writer):
      try await writer.heal(segment, by: staged, reason: reason, at: instant)
    case .none: try staged.healing(of: segment)
    }
  }
}

extension DamagedSegment.Outcome {
  /// Whether the API may have what was not found.
  fileprivate var mayBeFetched: Bool {
    switch self {
    case .healed, .failed(.noRoom), .failed(.quarantine), .failed(.redacted): false
    case .failed: true
    }
  }
}

extension DamagedSegment.Outcome? {
  fileprivate var isHealed: Bool {
    if case .healed = self { true } else { false }
  }
}

import Activities
import ActivityAPI
import ArchiveFormat
import ArchiveStore
import Synchronization

/// Turns what walks received into commits.
///
/// A commit compares what it is about to add with what the archive holds of the same days at that
/// moment, so the next one of these must not begin before it has ended.
final class Committer: Sendable {
  private let target: CommitTarget
  private let validator: Validator
  private let turns = CommitTurns(atMost: processorCount())
  private let figures = Mutex(FetchReport())
  private let differences: @Sendable (Difference) -> Void
  private let quarantined = QuarantinedItems()
  private let failure = Mutex<StoreError?>(nil)

  /// Commits to `target`; calls `differences` with whatever a walk shows otherwise than the archive
  /// holds it, maybe from several tasks at once.
  ///
  /// Throws `FetchError.otherSource` for an archive of another API, and `SchemaError` if the embedded
  /// schema is broken.
  init(
    _ target: CommitTarget, source: String,
    differences: @escaping @Sendable (Difference) -> Void = { _ in }
  ) async throws {
    self.target = target
    self.differences = differences
    let archive = await target.archive
    guard archive.entry.source == source else {
      throw FetchError.otherSource(archive: archive.entry.source, given: source)
    }
    validator = try Validator.activity()
  }

  /// The archive as of the last commit.
  var archive: Archive {
    get async { await target.archive }
  }

  /// What the run has done so far.
  var report: FetchReport { figures.withLock { $0 } }

  /// Where the items of one walk go until they are committed.
  func intake(
    _ options: FetchOptions, clock: ServerClock,
    progress: @escaping @Sendable (FetchEvent) -> Void
  ) -> Intake {
    Intake(
      staging: target.staging, budget: options.budgetOfAWalk, clock: clock, progress: progress)
  }

  /// Commits what a walk brought: new activities, then other forms of held ones, then what cannot
  /// be placed, and the walk's entry. A walk that was cut short, brought nothing and takes nothing
  /// back of what was claimed before leaves no entry. `isAlone` tells that nothing walks now.
  func commit(
    _ result: WalkResult, _ intake: Intake, _ departures: Departures, isCut: Bool, isAlone: Bool
  ) async throws {
    await turns.acquire(result.window, isAlone: isAlone)
    do {
      try await commitInTurn(result, intake, departures, isCut: isCut)
    } catch {
      await turns.release(result.window)
      throw error
    }
    await turns.release(result.window)
  }

  /// How many items before an instant the API should have: held activities, and what is in
  /// quarantine.
  func liveCount(before instant: Instant) async throws -> Int {
    let archive = await target.archive
    let held = Window(since: archive.contents.expiredBefore, until: instant)
    let quarantined = archive.walks.lazy.filter { held.intersection($0.window) == $0.window }
      .reduce(0) { $0 &+ $1.quarantined }
    let before = Window(since: nil, until: instant)
    let gone = GoneActivities(archive.walks, within: before)
    var missing = 0
    try archive.forEachRecord(of: gone.ids, in: .activities) { (_, key, _) throws(StoreError) in
      if key.instant < instant, gone.contains(key) { missing += 1 }
    }
    return try archive.count(before: instant) - missing &+ quarantined
  }

  /// Throws `FetchError.nothingThere` if `page` shows that the API has no activity at all, while the
  /// archive holds some that it should have.
  func checkThatSomethingIsThere(_ page: Page) async throws {
    guard page.totalCount == 0, page.items.isEmpty else { return }
    let end = Window(since: nil, until: nil).until
    if try await liveCount(before: end) > 0 { throw FetchError.nothingThere }
  }

  /// What has made the writer fail says more than that it has failed.
  private func reason(for error: StoreError) -> StoreError {
    failure.withLock { failure in
      if error != .writerFailed { failure = error }
      return failure ?? error
    }
  }

  private func commitInTurn(
    _ result: WalkResult, _ intake: Intake, _ departures: Departures, isCut: Bool
  ) async throws {
    let archive = await target.archive
    let partition = HeldPartition(archive, within: result.window)
    var merge = try FormMerge(
      partition, receiving: result.deliveredIDs, atSeveralTimes: result.ids.atSeveralTimes,
      in: target.staging, validator: validator, differences: differences)
    try merge.merge(try await intake.sortedRecords())
    let unplaceable = try await quarantined.segments(
      of: try await intake.sortedUnplaceable(), in: archive, target.staging)
    let forms = merge.outcome
    let returned = try partition.returned(among: result.ids)
    departures.vanished.forEach { differences(Difference(.vanished, $0)) }
    departures.redated.forEach { differences(Difference(.redated, $0)) }
    returned.forEach { differences(Difference(.returned, $0)) }
    let segments = try merge.finish() + unplaceable
    let walk = WalkEntry(
      window: result.window, eventType: result.eventType,
      isComplete: result.isComplete && departures.isExplained,
      reported: result.reported ?? result.received, received: result.received,
      added: forms.added, amended: forms.amended,
      quarantined: unplaceable.map(\.summary.count).reduce(0, +),
      vanished: departures.vanished.map(\.id).sorted(), returned: returned.map(\.id).sorted(),
      redated: departures.redated.map(\.id).sorted(), startedAt: result.startedAt,
      endedAt: result.endedAt)
    if isCut, segments.isEmpty, let walk, archive.contents.coverage.isClaimed(walk) { return }
    do throws(StoreError) {
      try await target.commit(segments, walk)
    } catch {
      throw reason(for: error)
    }
    figures.withLock { $0.add(walk, segments, forms.schema) }
  }
}

extension Coverage {
  /// Whether complete walks have read all of a walk's window.
  fileprivate func isClaimed(_ walk: WalkEntry) -> Bool {
    walk.eventType == nil && walk.returned.isEmpty
      && covered.contains { $0.intersection(walk.window) == walk.window }
  }
}

extension FetchReport {
  fileprivate mutating func add(
    _ walk: WalkEntry?, _ segments: [StagedSegment], _ schema: SchemaTally
  ) {
    self.schema.add(schema)
    guard let walk else { return }
    added += walk.added
    amended += walk.amended
    quarantined += walk.quarantined
    vanished += walk.vanished.count
    returned += walk.returned.count
    redated += walk.redated.count
    if !walk.isComplete { incompleteWalks.append(walk.window) }
    if !walk.isComplete, walk.eventType != nil { incomplete.append(walk.window) }
    if walk.added + walk.amended > 0 { days.insert(walk.window.from.day) }
    bytesWritten += segments.map(\.size).reduce(0, +)
  }
}

extension Identifier {
  /// A random UUID (RFC 9562, version 4).
  static func random() -> Identifier {
    let high = UInt64.random(in: .min ... .max) & ~0xF000 | 0x4000
    let low = UInt64.random(in: .min ... .max) & ~(0b11 << 62) | 0b10 << 62
    return Identifier(high: high, low: low)
  }
}

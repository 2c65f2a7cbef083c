import Activities
import ActivityAPI
import ArchiveFormat
import ArchiveStore

/// Asks the API again for what a segment's window held.
struct WindowAgain {
  let client: APIClient
  let staging: Staging
  let validator: Validator
  let concurrency: Int

  /// The segments that a fetch would make of the window now, if the archive were `archive`: of those
  /// in the segment's folder, as nothing else can hold its records.
  ///
  /// That the walk was complete is not asked for, as the segment's root will tell more. Throws what
  /// ended it early.
  func segments(
    likely segment: Segment, unheldBy archive: Archive
  ) async throws -> [StagedSegment] {
    guard let window = segment.window else { return [] }
    let intake = Intake(
      staging: staging, budget: RecordSorter.defaultBudget, clock: client.clock,
      progress: { _ in })
    let slots = WalkSlots(concurrency)
    let walk = WindowWalk(
      of: window, client: client, slots: slots, deliver: { try await intake.receive($0) })
    // A walk without a limit of its own is never too large.
    guard case .walked(let result) = try await slots.hold({ await walk.run() }) else { return [] }
    if let failure = result.failure { throw failure }
    var merge = try FormMerge(
      HeldPartition(archive, within: window), receiving: result.deliveredIDs,
      atSeveralTimes: result.ids.atSeveralTimes, in: staging, validator: validator)
    try merge.merge(try await intake.sortedRecords())
    return try merge.finish().filter { $0.folder == segment.location.folder }
  }
}

extension Segment {
  /// A window of whole seconds around the segment's records, as fetch cuts them, with a second more
  /// on both sides for times that are stored more finely than displayed; nil for quarantine.
  fileprivate var window: Window? {
    guard let activities = entry.activities, let day = location.partition else { return nil }
    let times = activities.times
    return Window(
      from: Instant(seconds: times.lowerBound.seconds) - .seconds(1),
      until: Instant(seconds: times.upperBound.seconds) + .seconds(2)
    ).intersection(Window(day))
  }
}

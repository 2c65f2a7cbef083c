import Activities
import ArchiveFormat
import ArchiveStore
import Synchronization

/// Tells whether an archive is what it claims to be: all bytes as archived, every record as the
/// schema says, and nothing left out. Reads only, and needs nothing but the archive.
public struct Verify: Sendable {
  private let folder: ArchiveFolder
  private let options: VerifyOptions
  private let validator: Validator
  /// Smaller in tests than a day is large.
  var sliceSize = PartitionCheck.sliceSize

  /// Verifies the archive in `folder`. Throws `SchemaError` if the embedded schema is broken.
  public init(_ folder: ArchiveFolder, _ options: VerifyOptions = VerifyOptions()) throws {
    self.folder = folder
    self.options = options
    validator = try Validator.activity()
  }

  /// Reads the index, then every segment once, over all cores.
  ///
  /// Whatever is wrong with the archive is in the report. Throws `StoreError` where the folder or
  /// the index cannot be read at all. `progress` is called after each segment and each day with
  /// findings, from one task at a time.
  public func run(
    progress: @escaping @Sendable (VerifyProgress) -> Void = { _ in }
  ) async throws -> VerifyReport {
    let scope = try VerifyScope(options, folder.snapshot)
    var index = try IndexCheck(
      folder: folder, kept: options.keptCheckpoint, keys: options.publicKeys
    ).read()
    index.check(folder.snapshot)
    let expected = scope.expected(of: index.contents)
    let listing = try FileListing(folder, index, segments: expected)
    let beside = scope.beside(listing.present, of: index.contents)
    let present = expected.filter { listing.present.contains($0.location) } + beside
    let meter = ProgressMeter(present, progress)
    var total = VerifyTotal(index: index, listing)
    meter.add(total.log)
    let checks = partitions(present, index) { meter.add($0) }
    try await run(checks) { outcome, isQuarantine in
      meter.add(outcome.log)
      total.add(outcome, isQuarantine: isQuarantine)
    }
    return total.report(
      segments: present, scope, besides: beside.count,
      leftOut: scope.leftOut(of: index.contents, looked: expected + beside), options)
  }

  /// The work, one piece for each partition and one for quarantine.
  private func partitions(
    _ segments: [Segment], _ index: IndexReading, _ didRead: @escaping @Sendable (Segment) -> Void
  ) -> [PartitionCheck] {
    var groups: [UTCDay?: (active: [Segment], amended: [Segment])] = [:]
    for segment in segments {
      let day = segment.location.partition
      if segment.location.stream == .amendments {
        groups[day, default: ([], [])].amended.append(segment)
      } else {
        groups[day, default: ([], [])].active.append(segment)
      }
    }
    let seed = UInt64.random(in: .min ... .max)
    // Quarantine, which has no day, comes last.
    let days = groups.keys.compactMap { $0 }.sorted().map { UTCDay?.some($0) } + [nil]
    return days.compactMap { day in
      guard let group = groups[day] else { return nil }
      let missing = index.contents.hasMore(than: group.active, group.amended, on: day)
      return PartitionCheck(
        folder: folder, options: options, validator: validator, segments: group.active,
        amendments: group.amended,
        mayLackForms: missing || !index.isWhole
          || day.map { index.expiredDays.contains($0) } ?? false,
        seed: seed, sliceSize: sliceSize, didRead: didRead)
    }
  }

  /// Runs partitions side by side and gives their outcomes in order.
  private func run(
    _ checks: [PartitionCheck], _ body: (PartitionOutcome, Bool) -> Void
  ) async throws {
    try await withThrowingTaskGroup(of: (Int, PartitionOutcome).self) { group in
      var load = PartitionLoad()
      var order = OrderedOutcomes()
      for (index, check) in checks.enumerated() {
        while !load.admits(check.count), let (done, outcome) = try await group.next() {
          load.remove(checks[done].count)
          order.add(outcome, at: done) { body($1, checks[$0].isQuarantine) }
        }
        try Task.checkCancellation()
        load.add(check.count)
        group.addTask { (index, try await check.run()) }
      }
      while let (done, outcome) = try await group.next() {
        order.add(outcome, at: done) { body($1, checks[$0].isQuarantine) }
      }
    }
  }
}

/// Gives on what comes in any order in the order of positions.
private struct OrderedOutcomes {
  private var waiting: [Int: PartitionOutcome] = [:]
  private var next = 0

  mutating func add(
    _ outcome: PartitionOutcome, at position: Int, _ body: (Int, PartitionOutcome) -> Void
  ) {
    waiting[position] = outcome
    while let outcome = waiting.removeValue(forKey: next) {
      body(next, outcome)
      next += 1
    }
  }
}

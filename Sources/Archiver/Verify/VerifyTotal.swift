import Activities
import ArchiveFormat
import ArchiveStore

/// Adds up what the index and the partitions have shown.
struct VerifyTotal {
  let index: IndexReading
  var log: FindingLog
  private var unrecognised = UnrecognisedCounts()
  private var activities = 0
  private var amendments = 0
  private var quarantined = 0
  private let unnamed: Int

  init(index: IndexReading, _ listing: FileListing) {
    self.index = index
    unnamed = listing.unnamed
    log = index.log
    log.append(listing.log)
  }

  mutating func add(_ outcome: PartitionOutcome, isQuarantine: Bool) {
    log.append(outcome.log)
    unrecognised.add(outcome.unrecognised)
    if isQuarantine {
      quarantined += outcome.records
    } else {
      activities += outcome.records
    }
    amendments += outcome.amendments
  }

  /// The report on `segments`, whose records only the index has counted if the look was quick.
  func report(
    segments: [Segment], _ scope: VerifyScope, besides: Int, leftOut: Int,
    _ options: VerifyOptions
  ) -> VerifyReport {
    let coverage = index.contents.coverage
    var log = log
    // Of an index that is not whole, an entry that is lost may close every gap.
    if index.isWhole { add(coverage, scope, to: &log) }
    func count(_ found: Int, _ stream: SegmentStream) -> Int {
      guard options.quick else { return found }
      return segments.reduce(0) { $0 + ($1.location.stream == stream ? $1.entry.count : 0) }
    }
    return VerifyReport(
      isQuick: options.quick,
      archiveID: index.contents.archive?.id ?? index.checkpoint?.archiveID,
      checkpoint: index.checkpoint, statements: index.statements, kept: options.keptCheckpoint,
      extendsKept: index.extendsKept,
      isIndexWhole: index.isWhole, isIndexVouchedFor: index.isVouchedFor, segments: segments.count,
      leftOut: leftOut,
      activities: count(activities, .activities), amendments: count(amendments, .amendments),
      quarantined: count(quarantined, .quarantine),
      expiredBefore: index.contents.expiredBefore,
      redacted: segments.reduce(0) { $0 &+ $1.redacted }, unrecognised: unrecognised.counts,
      undocumented: options.strict ? unrecognised.counts.values.reduce(0, +) : 0,
      coverage: coverage.covered.map { $0.intersection(scope.window) }.filter { !$0.isEmpty },
      findings: log.closed, counts: log.counts, unnamedFiles: unnamed,
      interruptedLines: index.interruptedLines,
      snapshot: scope.extent(of: index.contents, besides: besides))
  }

  /// Logs what is not covered.
  private func add(_ coverage: Coverage, _ scope: VerifyScope, to log: inout FindingLog) {
    let walks = index.contents.walks
    for gap in coverage.gaps(walks, since: scope.since, until: scope.until) {
      log.add(.coverageGap, path: Layout.index, .gap(gap))
    }
    for position in coverage.incomplete {
      let walk = walks[position]
      guard !walk.window.intersection(scope.window).isEmpty else { continue }
      log.add(
        .walkIncomplete, path: Layout.index, line: index.line(ofWalk: position), .walk(walk))
    }
  }
}

extension Contents {
  /// The present segments that are to be looked at: partitions that overlap a window, and
  /// quarantine, which has no time.
  func segments(within window: Window) -> [Segment] {
    SegmentStream.allCases.flatMap { segments(of: $0) }.filter { segment in
      guard let day = segment.location.partition else { return true }
      return !Window(day).intersection(window).isEmpty
    }
  }

  /// Whether the index has other segments of a day than these.
  func hasMore(than activities: [Segment], _ amendments: [Segment], on day: UTCDay?) -> Bool {
    guard let day else { return false }
    return segments(in: .activities(day)).count != activities.count
      || segments(in: .amendments(day)).count != amendments.count
  }
}

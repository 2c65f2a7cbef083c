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

  init(index: IndexReading) {
    self.index = index
    log = index.log
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
  func report(segments: [Segment], _ options: VerifyOptions) -> VerifyReport {
    let coverage = Coverage(index.contents.walks)
    var log = log
    let window = options.window
    for gap in coverage.gaps where !gap.intersection(window).isEmpty {
      log.add(.coverageGap, path: Layout.index, .window(gap.intersection(window)))
    }
    for position in coverage.incomplete {
      let walk = index.contents.walks[position]
      guard !walk.window.intersection(window).isEmpty else { continue }
      log.add(
        .walkIncomplete, path: Layout.index, line: index.line(ofWalk: position), .walk(walk))
    }
    func count(_ found: Int, _ stream: SegmentStream) -> Int {
      guard options.quick else { return found }
      return segments.reduce(0) { $0 + ($1.location.stream == stream ? $1.entry.count : 0) }
    }
    return VerifyReport(
      isQuick: options.quick, segments: segments.count,
      activities: count(activities, .activities), amendments: count(amendments, .amendments),
      quarantined: count(quarantined, .quarantine),
      redacted: segments.reduce(0) { $0 &+ $1.redacted }, unrecognised: unrecognised.counts,
      coverage: coverage.covered.map { $0.intersection(window) }.filter { !$0.isEmpty },
      findings: log.closed, counts: log.counts, interruptedLines: index.interruptedLines)
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

  /// Whether the index has other segments of a day's activities than `segments`.
  func hasMore(than segments: [Segment], on day: UTCDay?) -> Bool {
    guard let day else { return false }
    return self.segments(in: .activities(day)).count != segments.count
  }
}

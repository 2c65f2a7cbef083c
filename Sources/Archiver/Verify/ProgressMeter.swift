import ArchiveStore
import Synchronization

/// Counts the segments that tasks have read, and what was found, and reports one at a time.
final class ProgressMeter: Sendable {
  private let progress: Mutex<VerifyProgress>
  private let report: @Sendable (VerifyProgress) -> Void

  init(_ segments: [Segment], _ report: @escaping @Sendable (VerifyProgress) -> Void) {
    progress = Mutex(
      VerifyProgress(
        totalSegments: segments.count, totalBytes: segments.reduce(0) { $0 &+ $1.size }))
    self.report = report
  }

  func add(_ segment: Segment) {
    progress.withLock { progress in
      progress.segments += 1
      progress.bytes &+= segment.size
      report(progress)
    }
  }

  func add(_ log: FindingLog) {
    let count = log.counts.values.reduce(0, +)
    guard count > 0 else { return }
    progress.withLock { progress in
      progress.findings += count
      report(progress)
    }
  }
}

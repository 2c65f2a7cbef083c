import ArchiveStore
import Synchronization

/// Counts the segments that tasks have read, and reports one at a time.
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
}

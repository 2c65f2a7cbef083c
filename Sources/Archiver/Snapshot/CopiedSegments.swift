import Activities
import ArchiveFormat
import ArchiveStore

/// What came of copying the segments of some days.
struct CopiedSegments {
  /// Those that were copied.
  private(set) var count = 0
  /// Those of which there was no file.
  private(set) var missing = 0
  /// The days of which something is missing, or not as the index says.
  private(set) var differing: Set<UTCDay> = []
  /// Whether all differs that differs because verify had found so.
  private(set) var isAsVerified = true

  /// Copies the segments of a window below `prefix`. Throws `StoreError` for what cannot be written, and
  /// `CancellationError`.
  init(
    of archive: Archive, within window: Window, to folder: NewFolder, below prefix: String,
    _ verification: VerifyReport
  ) throws {
    let segments = archive.segments(of: .activities) + archive.segments(of: .amendments)
    for segment in segments where segment.location.lies(in: window) {
      try Task.checkCancellation()
      let result = try folder.copy(segment, of: archive.folder, below: prefix)
      if result == .missing { missing += 1 } else { count += 1 }
      guard result != .whole, let day = segment.location.partition else { continue }
      differing.insert(day)
      if !verification.mayExplain(segment.location) { isAsVerified = false }
    }
  }
}

extension VerifyReport {
  /// Whether a finding is about the file, or may be, as not all of them are listed.
  fileprivate func mayExplain(_ location: SegmentLocation) -> Bool {
    counts.values.contains { $0 > Self.listed } || findings.contains { $0.path == location.path }
  }
}

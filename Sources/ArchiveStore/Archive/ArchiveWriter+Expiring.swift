import Activities
import ArchiveFormat

extension ArchiveWriter {
  /// Removes segments for good: their entries and those of what covered them stay, and an `expiry`
  /// entry of each says why the file is gone. All or nothing; removing the files is the last step.
  public func expire(
    _ segments: [Segment], reason: String, at instant: Instant
  ) throws(StoreError) {
    guard !segments.isEmpty else { return }
    try commit(
      segments.map { segment in
        .expiry(ExpiryEntry(location: segment.location, reason: reason, at: instant))
      }, files: [])
  }
}

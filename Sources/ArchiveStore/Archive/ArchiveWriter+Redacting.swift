import ArchiveFormat

/// A segment's records written anew, some of them redacted, with a root that shows them to be the
/// ones that were archived.
public struct RedactedSegment: Sendable {
  let segment: Segment
  let staged: StagedSegment
  let count: Int

  /// Nil unless the records have the root of the segment's, or if none is redacted anew; `count` is
  /// the number of those that are.
  public init?(of segment: Segment, _ staged: StagedSegment, count: Int) {
    guard count > 0, staged.folder == segment.location.folder,
      staged.summary.count == segment.entry.count,
      staged.summary.contentRoot == segment.entry.contentRoot
    else { return nil }
    self.segment = segment
    self.staged = staged
    self.count = count
  }

  fileprivate func entry(_ redaction: Redaction) throws(StoreError) -> IndexEntry {
    let revision = Revision(
      of: segment.location, location: try segment.location.next(), size: staged.size,
      sha256: staged.sha256, contentSize: staged.summary.contentSize)
    guard let revision,
      let entry = RedactionEntry(revision: revision, redacted: count, redaction)
    else { throw .record(.wrongStream) }
    return .redaction(entry)
  }
}

extension ArchiveWriter {
  /// Puts redacted segments in the place of those with what is to be erased, all or nothing; a
  /// `redaction` entry of each says why. Removing the old files is the last step.
  public func redact(
    _ segments: [RedactedSegment], _ redaction: Redaction
  ) throws(StoreError) {
    guard !segments.isEmpty else { return }
    var entries: [IndexEntry] = []
    for segment in segments { entries.append(try segment.entry(redaction)) }
    try commit(entries, files: segments.map(\.staged.path))
  }
}

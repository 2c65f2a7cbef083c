import ArchiveFormat

/// A segment that an archive holds now: as committed, with what later entries made of its file.
public final class Segment: Sendable {
  /// What was committed; count, ranges and root hold for every later file.
  public let entry: SegmentEntry
  /// The index line, from 1, of `entry`.
  public let entryLine: Int
  /// The index line, from 1, that names the present file.
  public let line: Int
  /// Where the present file lies.
  public let location: SegmentLocation
  /// The present file's bytes.
  public let size: Int
  /// The SHA-256 of the present file's bytes.
  public let sha256: Hash256
  /// The bytes of the present file's records, their LFs included.
  public let contentSize: Int
  /// The redactions, in the order of the index.
  public let redactions: [RedactionEntry]
  /// How many walks stand in the index before `entry`: the one after them committed the segment.
  public let walksBefore: Int

  init(_ entry: SegmentEntry, line: Int, walksBefore: Int) {
    self.entry = entry
    entryLine = line
    self.line = line
    self.walksBefore = walksBefore
    location = entry.location
    size = entry.size
    sha256 = entry.sha256
    contentSize = entry.contentSize
    redactions = []
  }

  init(_ segment: Segment, _ revision: Revision, redaction: RedactionEntry?, line: Int) {
    entry = segment.entry
    entryLine = segment.entryLine
    self.line = line
    walksBefore = segment.walksBefore
    location = revision.location
    size = revision.size
    sha256 = revision.sha256
    contentSize = revision.contentSize
    redactions = segment.redactions + [redaction].compactMap(\.self)
  }

  /// The groups of blocks, each of which has a filter; none in quarantine.
  public var groupCount: Int {
    location.stream == .quarantine ? 0 : GroupSummary.count(forRecords: entry.count)
  }

  /// Records redacted, summed over all redactions.
  public var redacted: Int {
    // Hostile counts must not trap.
    redactions.reduce(0) { $0 &+ $1.redacted }
  }
}

import Activities
import ArchiveFormat
import ArchiveStore

/// One thing that is wrong with an archive, or missing from it.
public struct Finding: Hashable, Sendable {
  /// What kind of thing.
  public let kind: FindingKind
  /// The file, relative to the archive's folder; nil if it is about none.
  public let path: String?
  /// The line, from 1: of the file's records, or of the index.
  public let line: Int?
  /// The JSON Pointer (RFC 6901) within the line.
  public let pointer: String?
  /// What was found, and what was to be there.
  public let detail: FindingDetail

  /// A finding at a place.
  public init(
    _ kind: FindingKind, path: String? = nil, line: Int? = nil, pointer: String? = nil,
    _ detail: FindingDetail = .none
  ) {
    self.kind = kind
    self.path = path
    self.line = line
    self.pointer = pointer
    self.detail = detail
  }
}

/// The facts of a finding, which its message tells in words.
public enum FindingDetail: Hashable, Sendable {
  /// The kind and the place say everything.
  case none
  /// Why a line is no index entry.
  case entry(IndexEntryError)
  /// Why an entry does not follow from those before it.
  case contradiction(Contradiction)
  /// A line longer than an index line can be.
  case lineTooLong
  /// The records name another workspace than the index, which names this one.
  case otherOrganization(Identifier?)
  /// Why the checkpoint cannot be read.
  case checkpoint(CheckpointError)
  /// Why the checkpoint does not count as signed by the key of this name.
  case signature(String, SignatureFault)
  /// The checkpoint is of another archive.
  case otherArchive(Identifier)
  /// The snapshot was taken at a checkpoint of this archive, so many lines and this root.
  case otherSnapshot(Identifier, size: Int, root: Hash256)
  /// The archive does not extend the checkpoint that was kept in this file.
  case kept(file: String, KeptCheckpointFault)
  /// There is no index; the checkpoint, if it can be read, stands for so many lines.
  case indexMissing(expected: Int?)
  /// The index has so many lines, the checkpoint stands for more.
  case indexShort(lines: Int, expected: Int)
  /// The index's first lines have another root than the checkpoint.
  case indexRoot(expected: Hash256, found: Hash256)
  /// So many bytes follow the checkpoint's lines, and no interrupted commit explains them.
  case indexLong(bytes: Int)
  /// A system call failed.
  case system(SystemFailure)
  /// A number of bytes or records.
  case number(expected: Int, found: Int)
  /// A number of bytes of records.
  case contentSize(expected: Int, found: Int)
  /// The numbers of records by type.
  case types(expected: [String: Int], found: [String: Int])
  /// A walk's own numbers contradict each other.
  case walkNumbers(WalkEntry)
  /// A SHA-256 or a Merkle root.
  case hash(expected: Hash256, found: Hash256)
  /// What is wrong with a gzip member that begins at this offset, and whether nothing behind it
  /// could be read for it.
  case member(offset: Int64, SegmentFault, isDeadEnd: Bool)
  /// What is wrong with the header of a gzip member that begins at this offset.
  case header(offset: Int64, BlockHeaderError)
  /// The header of the gzip member at this offset says otherwise than its content.
  case block(offset: Int64, BlockField)
  /// The filter that begins at this offset says otherwise than the records before it, or is out of
  /// its place.
  case filter(offset: Int64)
  /// The number of groups of blocks that have a filter.
  case filters(expected: Int, found: Int)
  /// The range of ids.
  case ids(expected: ClosedRange<Identifier>, found: ClosedRange<Identifier>)
  /// The range of times.
  case times(expected: ClosedRange<Instant>, found: ClosedRange<Instant>)
  /// Why a record cannot be read.
  case record(RecordError)
  /// The last record does not end in LF.
  case unterminated
  /// Why a record of quarantine cannot be read.
  case quarantine(IndexEntryError)
  /// How a record breaks the schema.
  case violation(Violation.Reason)
  /// What the schema does not document: a value, or a member if there is no value.
  case unrecognised(value: String?)
  /// The day that the record's time lies in.
  case day(UTCDay)
  /// Where the id was before.
  case duplicate(Identifier, path: String, line: Int)
  /// Where an item of the same content was before.
  case duplicateItem(path: String, line: Int)
  /// Nothing with this id was archived in the partition.
  case notArchived(Identifier)
  /// The form archived before has the same value.
  case sameValue(Identifier)
  /// The file was one of the archive until another took its place or, if there is none, it expired.
  case past(heir: SegmentLocation?)
  /// A path as it was found.
  case unsafePath(String)
  /// It looks like a redacted record, but by the index none was redacted so.
  case notRedactedByIndex
  /// So many records are redacted by one redaction; by the index it is another number.
  case redacted(Redaction, expected: Int, found: Int)
  /// What is not covered.
  case gap(Gap)
  /// An incomplete walk.
  case walk(WalkEntry)
  /// Findings of the kind beyond those that are listed; `total` is the true number of all.
  case more(total: Int)
}

/// The fields of a block's header, but for those that `BlockHeaderError` is about.
public enum BlockField: Hashable, Sendable {
  /// The block is none that the format allows: empty, too long, or behind a shorter one.
  case form
  case count, memberSize, contentSize, times, root, flags, filter
}

import Activities

/// What shows, without the archive, that it holds a record: the record's bytes, the way from it to
/// its segment's entry, the entry, and the way from that to a checkpoint.
public struct ActivityProof: Hashable, Sendable {
  /// The record, without its LF.
  public let record: [UInt8]
  /// From the record to the segment's `content_root`.
  public let recordPath: InclusionPath
  /// The line of the segment's entry, without its LF.
  public let entry: [UInt8]
  /// From the line to the checkpoint's root.
  public let entryPath: InclusionPath
  /// The checkpoint, with the signatures that it had.
  public let checkpoint: Checkpoint

  /// A proof of these parts, which `check()` holds against each other.
  public init(
    record: [UInt8], recordPath: InclusionPath, entry: [UInt8], entryPath: InclusionPath,
    checkpoint: Checkpoint
  ) {
    self.record = record
    self.recordPath = recordPath
    self.entry = entry
    self.entryPath = entryPath
    self.checkpoint = checkpoint
  }

  /// What is proven if nothing was changed, by whoever has signed the checkpoint.
  public func check() throws(ActivityProofFault) -> ProvenActivity {
    guard case .segment(let segment)? = try? IndexEntry(line: entry.span.bytes) else {
      throw .notASegmentEntry
    }
    let leaf = MerkleTree.leafHash(record.span.bytes)
    guard recordPath.root(from: leaf, size: segment.count) == segment.contentRoot else {
      throw .recordNotInSegment
    }
    let line = MerkleTree.leafHash(entry.span.bytes)
    guard entryPath.root(from: line, size: checkpoint.size) == checkpoint.root else {
      throw .entryNotInIndex
    }
    var reader = RecordReader()
    guard let fields = try? reader.read(record.span.bytes) else { throw .notAnActivity }
    return ProvenActivity(
      id: fields.id, createdAt: fields.createdAt.instant,
      isAmendment: segment.location.stream == .amendments, archiveID: checkpoint.archiveID,
      size: checkpoint.size)
  }
}

/// What a proof shows.
public struct ProvenActivity: Hashable, Sendable {
  /// The activity.
  public let id: Identifier
  /// Its time.
  public let createdAt: Instant
  /// Whether the record is a later form of it.
  public let isAmendment: Bool
  /// The archive.
  public let archiveID: Identifier
  /// The index lines of the checkpoint, when the record was there.
  public let size: Int
}

/// Why a proof proves nothing.
public enum ActivityProofFault: Error, Hashable, Sendable {
  /// The line, counted from 1, is not what the format asks for, or the text ends before it.
  case malformed(line: Int)
  /// A part can be read, and yet is not written as the format writes it.
  case notCanonical
  case checkpoint(CheckpointError)
  case notASegmentEntry
  case recordNotInSegment
  case entryNotInIndex
  case notAnActivity
}

/// The kinds of findings: a closed set.
public enum FindingKind: String, CaseIterable, Sendable {
  /// An index line is no entry, or does not follow from the lines before it.
  case indexMalformed = "index_malformed"
  /// An index line was made by a newer version: it cannot be judged.
  case indexUnsupported = "index_unsupported"
  /// The index has lines but no checkpoint.
  case checkpointMissing = "checkpoint_missing"
  /// The checkpoint cannot be read, or the index is not the one that it stands for.
  case checkpointMismatch = "checkpoint_mismatch"
  /// The index is shorter than a checkpoint that was kept elsewhere stands for.
  case checkpointRollback = "checkpoint_rollback"
  /// A signature line of the checkpoint is none.
  case signatureInvalid = "signature_invalid"
  /// The index names a file that is not there.
  case segmentMissing = "segment_missing"
  /// A file lies among the segments that no index entry names.
  case segmentOrphan = "segment_orphan"
  /// The operating system does not give the file's bytes, or they are not to be had in memory.
  case segmentUnreadable = "segment_unreadable"
  /// The file, or its content, is longer or shorter than the index says.
  case sizeMismatch = "size_mismatch"
  /// The file's SHA-256 is not what the index says.
  case checksumMismatch = "checksum_mismatch"
  /// A gzip member cannot be inflated, or its own checksum or length differs.
  case gzipCorrupt = "gzip_corrupt"
  /// Something follows the last gzip member.
  case trailingBytes = "trailing_bytes"
  /// A block's header does not say what its records are.
  case blockHeaderMismatch = "block_header_mismatch"
  /// The Merkle root over the records is not what the index says.
  case rootMismatch = "root_mismatch"
  /// There are other numbers of records, or of records of a type, than the index says.
  case countMismatch = "count_mismatch"
  /// The ids do not span what the index says.
  case idRangeMismatch = "id_range_mismatch"
  /// The times do not span what the index says.
  case timeRangeMismatch = "time_range_mismatch"
  /// A record is no strict JSON object, or cannot be placed.
  case recordMalformed = "record_malformed"
  /// A record breaks the schema, or, if that is asked for, has something that it does not document.
  case schemaViolation = "schema_violation"
  /// A record's time lies in another partition.
  case wrongPartition = "wrong_partition"
  /// A record does not come after the one before it.
  case outOfOrder = "out_of_order"
  /// An id, or an item of quarantine, is twice where it may be once.
  case duplicateID = "duplicate_id"
  /// An amendment of what was not archived, or of the same value.
  case amendmentUnfounded = "amendment_unfounded"
  /// A redaction or a replacement of a file that the archive does not hold.
  case redactionUnfounded = "redaction_unfounded"
  /// A path that leads out of the archive, or through a symbolic link.
  case pathUnsafe = "path_unsafe"
  /// No walk has read a window that was asked for or, where nothing was, one between the first
  /// instant that one has read and the last.
  case coverageGap = "coverage_gap"
  /// A walk was incomplete, and no later complete one has read its window.
  case walkIncomplete = "walk_incomplete"

  /// Whether a finding of the kind says that something may be missing, and not that what is there
  /// is wrong.
  public var concernsCompleteness: Bool {
    switch self {
    case .coverageGap, .walkIncomplete: true
    default: false
    }
  }
}

import ArchiveFormat

/// Why a folder cannot be used as an archive.
public enum ArchiveFault: Hashable, Sendable {
  /// Neither an index nor a checkpoint lies in the folder.
  case notAnArchive
  /// A new archive was to be made in a folder that holds something.
  case folderNotEmpty
  /// There are index lines, but no checkpoint.
  case checkpointMissing
  /// The checkpoint's text cannot be read.
  case checkpointMalformed(CheckpointError)
  /// The checkpoint names another archive than the index: one of the two was restored from
  /// elsewhere.
  case checkpointOfAnotherArchive
  /// The index has fewer whole lines than its checkpoint says: a rollback or a partial restore.
  case indexShort(lines: Int, expected: Int)
  /// The index's lines do not have the checkpoint's root: they were changed.
  case rootDiffers
  /// The index goes on behind its checkpoint, and no interrupted commit explains how.
  case indexLong
  /// The index lost committed lines while the run held the lock.
  case indexCut
  /// A segment file that the index names is not there.
  case segmentMissing(path: String)
  /// A segment file has another size than the index says.
  case segmentSizeDiffers(path: String, found: Int64, expected: Int)
  /// A segment file that no index entry and no interrupted commit names.
  case orphan(path: String)
  /// A segment file that was replaced or has expired, and is back.
  case ofThePast(path: String)
  /// The next part would have a number beyond `SegmentLocation.maximumNumber`.
  case partsExhausted
  /// The lines of a commit would be longer than a reader takes, as of a walk from which more than a
  /// million activities have vanished.
  case commitTooLong
  /// The folder is a snapshot, to which nothing is written and of which none is taken.
  case isSnapshot
  /// `snapshot.json` does not say which days the folder holds.
  case snapshotMalformed(IndexEntryError)
  /// `snapshot.json` was made for another checkpoint than the one beside it.
  case snapshotOfAnotherCheckpoint
  /// An index line, counted from 1, that cannot be used.
  case index(line: Int, IndexFault)
}

/// Why an index line cannot be used.
public enum IndexFault: Hashable, Sendable {
  /// Longer than `IndexLines.maximumLength`.
  case lineTooLong
  /// It is no entry that this version knows.
  case entry(IndexEntryError)
  /// It does not follow from the lines before it.
  case contradiction(Contradiction)
}

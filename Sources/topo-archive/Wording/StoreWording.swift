import Activities
import ArchiveFormat
import ArchiveStore
import Archiver

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Words for what can go wrong between an archive and the disk.
struct StoreWording {
  /// The archive's folder, as the user named it.
  let archive: String

  func line(for error: StoreError) -> String {
    switch error {
    case .system(let failure): Self.line(for: failure)
    case .outOfMemory: "there is not enough memory: free some, then run it again"
    case .pathUnsafe(let path):
      "\(path) is a symbolic link, or no file at all, and is not followed: put the file itself in its"
        + " place, or run repair"
    case .lockedByAnotherWriter:
      "\(archive): another run is writing to this archive: wait for it to end"
    case .record(let fault): Self.line(for: fault)
    case .archive(let fault): "\(archive): \(Self.words(for: fault))"
    case .writerFailed:
      "\(archive): an earlier commit of this run failed: run fetch again, which finishes or undoes it"
    case .segment(let path, let offset, let fault):
      "\(archive): \(path) is damaged at byte \(offset) (\(Self.words(for: fault))): run verify to see"
        + " all of it, and repair --from COPY to heal it"
    }
  }

  func line(for error: PagingError) -> String {
    switch error {
    case .damaged(let path, let offset):
      "\(archive): the block at byte \(offset) of \(path) is not what the index says: run verify to see"
        + " all of it, and repair --from COPY to heal it"
    }
  }

  /// What the operating system said.
  static func reason(for failure: SystemFailure) -> String {
    "cannot \(failure.call.words): \(String(cString: strerror(failure.code)))"
  }

  private static func line(for failure: SystemFailure) -> String {
    let advice =
      switch failure.code {
      case ENOSPC, EDQUOT: "make room, then run it again: what was committed is whole"
      case EACCES, EPERM: "run it as the archive's owner, or give this user the permission"
      case EROFS: "mount it for writing, or give another --archive"
      case ENOENT where failure.call == .makeFolder:
        "make the folder above it first, or check --archive"
      case ENOENT, ENOTDIR, ENAMETOOLONG, ELOOP: "check --archive"
      case EMFILE, ENFILE: "raise the limit of open files (ulimit -n)"
      case EIO: "the disk may be failing: check it before anything else"
      case ENOLCK, ENOTSUP: "this file system cannot hold an archive: give another --archive"
      default: "nothing that was committed is lost"
      }
    return "\(failure.path): \(reason(for: failure)); \(advice)"
  }

  private static func words(for fault: ArchiveFault) -> String {
    switch fault {
    case .notAnArchive:
      "this folder is no archive: check --archive (fetch makes a new one in an empty folder)"
    case .folderNotEmpty:
      "this folder is no archive and not empty: give --archive an empty or new folder"
    case .checkpointMissing:
      "there is no checkpoint: it was removed, or not restored; restore the whole archive from one"
        + " copy"
    case .checkpointMalformed: "the checkpoint cannot be read: restore it from a copy"
    case .checkpointOfAnotherArchive:
      "the checkpoint belongs to another archive than the index: restore both from one copy"
    case .indexShort(let lines, let expected):
      "the index has \(Numbers.count(lines, "line")) and its checkpoint says"
        + " \(Numbers.grouped(expected)): this looks like a rollback or a partial restore; restore the"
        + " whole archive from one copy"
    case .rootDiffers:
      "the index is not what its checkpoint was made for: lines were changed; run verify, and"
        + " restore the whole archive from one copy"
    case .indexLong:
      "the index goes on behind its checkpoint and no interrupted commit explains it: this looks"
        + " like an older checkpoint beside a newer index; restore the checkpoint that was made with it, or"
        + " the whole archive from one copy; this run changed nothing"
    case .indexCut:
      "the index was cut while this run was writing to it: something else changes this folder; find"
        + " out what, then restore the whole archive from one copy"
    case .segmentMissing(let path):
      "\(path) is in the index, but not there: run verify to see all that is missing, and repair"
        + " --from COPY to heal it"
    case .segmentSizeDiffers(let path, let found, let expected):
      "\(path) has \(Numbers.count(Int(found), "byte")) and the index says"
        + " \(Numbers.grouped(expected)): run verify to see all that is damaged, and repair --from"
        + " COPY to heal it; this run changed nothing"
    case .ofThePast(let path):
      "\(path) was replaced or has expired, and is back with what it held: remove it, or keep it"
        + " elsewhere; this run changed nothing"
    case .orphan(let path):
      "\(path) is in no index entry: this looks like an older index beside newer segments; restore"
        + " the whole archive from one copy, or move the file away; this run changed nothing"
    case .partsExhausted:
      "a partition has as many parts as the format allows: begin another archive"
    case .commitTooLong:
      "more than a million activities of one day have vanished from the API, too many for one entry of"
        + " the index: read the day in smaller pieces, with --since and --until"
    case .isSnapshot:
      "this is a snapshot, a copy of some days that is to stay as it is: give --archive the archive"
        + " that it was taken of"
    case .snapshotMalformed(let error) where error.isUnsupported:
      "the snapshot was made by a newer topo-archive: use that version"
    case .snapshotMalformed:
      "\(Layout.snapshot) does not say which days this snapshot holds: it was changed; restore it from"
        + " another copy"
    case .snapshotOfAnotherCheckpoint:
      "\(Layout.snapshot) belongs to another checkpoint than the one beside it: run verify, and restore"
        + " the whole snapshot from another copy"
    case .index(let line, let fault): words(for: fault, at: line)
    }
  }

  private static func words(for fault: IndexFault, at line: Int) -> String {
    switch fault {
    case .entry(let error) where error.isUnsupported:
      "the archive was made by a newer topo-archive (index line \(line)): use that version"
    case .lineTooLong:
      "index line \(line) is too long to be one: run verify, and restore the index from a copy"
    case .entry: "index line \(line) is damaged: run verify, and restore the index from a copy"
    case .contradiction:
      "index line \(line) contradicts the lines before it: run verify, and restore the index from"
        + " a copy"
    }
  }

  private static func line(for fault: RecordFault) -> String {
    let advice =
      switch fault {
      case .tooLong: "the days around it can be fetched with --since and --until"
      case .outOfOrder, .wrongPartition, .wrongStream, .unreadable:
        "this is an error of topo-archive, please report it"
      }
    return "a record cannot be archived (\(words(for: fault))): nothing of this window was kept;"
      + " \(advice)"
  }

  private static func words(for fault: RecordFault) -> String {
    switch fault {
    case .tooLong(let key): "\(key.id) of \(key.instant.day) is too long, or its block is"
    case .outOfOrder(let key): "\(key.id) does not come after the one before it"
    case .wrongPartition(let key): "\(key.id) is of another day"
    case .wrongStream: "it belongs elsewhere"
    case .unreadable: "it has no readable id and time"
    }
  }

  /// What is wrong with a place in a segment.
  static func words(for fault: SegmentFault) -> String {
    switch fault {
    case .header: "no block starts there"
    case .corrupt: "it cannot be inflated"
    case .truncated: "the file ends too early"
    case .trailingBytes: "bytes follow the last block"
    case .sizeDiffers: "the length differs from what is written beside it"
    case .checksumDiffers: "the CRC-32 differs"
    case .tooLarge: "the block is larger than any can be"
    case .beyondIndex: "it has more than the index leaves for it"
    case .record(let position, _): "record \(position + 1) of the block cannot be read"
    }
  }
}

extension SystemCall {
  fileprivate var words: String {
    switch self {
    case .open, .read, .write, .lock, .list, .link, .rename, .truncate: rawValue
    case .sync: "write to disk"
    case .status: "look at it"
    case .changeMode: "change its permissions"
    case .makeFolder: "make a folder"
    case .unlink: "remove it"
    }
  }
}

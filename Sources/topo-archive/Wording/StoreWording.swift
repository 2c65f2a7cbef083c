import Activities
import ArchiveFormat
import ArchiveStore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Words for what can go wrong between the archive and the disk.
enum StoreWording {
  static func line(for error: StoreError) -> String {
    switch error {
    case .system(let failure): line(for: failure)
    case .outOfMemory: "out of memory"
    case .pathUnsafe(let path):
      "\(path) leads out of the archive (a symbolic link, or a path that is none of ours): remove it"
    case .lockedByAnotherWriter:
      "another run is writing to this archive: wait for it to end"
    case .record(let fault):
      "a record cannot be archived (\(words(for: fault))): nothing of this window was kept"
    case .archive(let fault): line(for: fault)
    case .writerFailed:
      "an earlier commit of this run failed: run fetch again, which finishes or undoes it"
    case .segment(let path, let offset, let fault):
      "\(path) is damaged at byte \(offset) (\(words(for: fault))): run verify to see all of it"
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
      case ENOENT, ENOTDIR: "check --archive"
      case EMFILE, ENFILE: "raise the limit of open files (ulimit -n)"
      case EIO: "the disk may be failing: check it before anything else"
      default: "nothing that was committed is lost"
      }
    return "\(failure.path): \(reason(for: failure)); \(advice)"
  }

  private static func line(for fault: ArchiveFault) -> String {
    switch fault {
    case .notAnArchive:
      "this folder is no archive: check --archive (fetch makes a new one in an empty folder)"
    case .folderNotEmpty:
      "this folder is no archive and not empty: give --archive an empty or new folder"
    case .checkpointMissing:
      "the archive has no checkpoint: it was removed or only partly restored; restore the whole"
        + " archive from one copy"
    case .checkpointMalformed:
      "the archive's checkpoint cannot be read: restore it from a copy; nothing was changed"
    case .checkpointOfAnotherArchive:
      "the checkpoint belongs to another archive than the index: restore both from one copy"
    case .indexShort(let lines, let expected):
      "the index has \(lines) lines and its checkpoint says \(expected): this looks like a rollback"
        + " or a partial restore; restore the whole archive from one copy; nothing was changed"
    case .rootDiffers:
      "the index is not what its checkpoint was made for: lines were changed; restore the whole"
        + " archive from one copy; nothing was changed"
    case .indexLong:
      "the index goes on behind its checkpoint and no interrupted commit explains it: this looks"
        + " like an older checkpoint beside a newer index; restore both from one copy"
    case .indexCut:
      "the index was cut while this run was writing to it: something else changes this folder; find"
        + " out what, then restore the whole archive from one copy"
    case .orphan(let path):
      "\(path) is in no index entry: this looks like an older index beside newer segments; restore"
        + " the whole archive from one copy, or move the file away; nothing was changed"
    case .partsExhausted: "a partition has as many parts as the format allows"
    case .index(let line, let fault): self.line(for: fault, at: line)
    }
  }

  private static func line(for fault: IndexFault, at line: Int) -> String {
    switch fault {
    case .entry(let error) where error.isUnsupported:
      "the archive was made by a newer topo-archive (index line \(line)): use that version"
    case .lineTooLong: "index line \(line) is too long to be one: run verify"
    case .entry: "index line \(line) is damaged: run verify, and restore the index from a copy"
    case .contradiction:
      "index line \(line) contradicts the lines before it: run verify, and restore the index from"
        + " a copy"
    }
  }

  private static func words(for fault: RecordFault) -> String {
    switch fault {
    case .tooLong(let key): "\(key.id) is too long"
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

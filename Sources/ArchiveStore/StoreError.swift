import Activities

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A system call that the room makes on files.
public enum SystemCall: String, Sendable {
  case open, read, write, sync, truncate, status, lock, changeMode, makeFolder, list, link, rename,
    unlink
}

/// A system call that failed: which one, on what, and the `errno` it left.
public struct SystemFailure: Error, Hashable, Sendable {
  /// What was asked of the operating system.
  public let call: SystemCall
  /// The value of `errno`.
  public let code: Int32
  /// The path as the caller knows it.
  public let path: String

  /// Whether this user may not do it, where another might.
  public var isForbidden: Bool { code == EACCES || code == EPERM }

  /// Whether a name could not be made because something has it.
  public var isNameTaken: Bool { code == EEXIST || code == ENOTEMPTY }
}

/// What can go wrong between the archive and the disk.
public enum StoreError: Error, Hashable, Sendable {
  /// The operating system refused or failed a call.
  case system(SystemFailure)
  /// zlib got no memory.
  case outOfMemory
  /// A path that leaves the archive: absolute, with an empty, `.` or `..` component, through a
  /// symbolic link, or to something that is no file.
  case pathUnsafe(String)
  /// Another writer holds the archive's lock.
  case lockedByAnotherWriter(path: String)
  /// A record that a sorter or a segment cannot take.
  case record(RecordFault)
  /// The folder is no archive, or one that must not be written to.
  case archive(ArchiveFault)
  /// A commit of this writer failed before; the next run finishes or undoes it.
  case writerFailed
  /// A segment that cannot be read as its index entry and its block headers say.
  case segment(path: String, offset: Int64, SegmentFault)
}

/// Why a sorter or a segment cannot take a record.
public enum RecordFault: Hashable, Sendable {
  /// Longer than a sorter or a block takes.
  case tooLong(RecordKey)
  /// It does not come after the record before it.
  case outOfOrder(RecordKey)
  /// Its instant lies on another day than the segment's.
  case wrongPartition(RecordKey)
  /// A record of quarantine in a partition, or an activity in quarantine.
  case wrongStream
  /// It has no id and time to be placed by.
  case unreadable(RecordError)
}

extension StoreError {
  /// Whether a name could not be made because something has it.
  var isNameTaken: Bool { isSystem(EEXIST) }

  /// Whether there is nothing by that name.
  var isNotFound: Bool { isSystem(ENOENT) }

  /// A file that ended before what was written to it.
  static func shortRead(_ path: String) -> StoreError {
    .system(SystemFailure(call: .read, code: EIO, path: path))
  }
}

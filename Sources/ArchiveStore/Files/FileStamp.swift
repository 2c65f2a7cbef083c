#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// What the file system says of a file: as long as it is the same, nobody has written to the file or
/// put another in its place.
public struct FileStamp: Hashable, Sendable {
  private let file: UInt64
  private let size: Int64
  private let modified: Time
  private let changed: Time

  private struct Time: Hashable {
    let seconds, nanoseconds: Int

    init(_ time: timespec) {
      seconds = Int(time.tv_sec)
      nanoseconds = Int(time.tv_nsec)
    }
  }

  init(_ status: stat) {
    file = UInt64(status.st_ino)
    size = Int64(status.st_size)
    #if canImport(Darwin)
      modified = Time(status.st_mtimespec)
      changed = Time(status.st_ctimespec)
    #else
      modified = Time(status.st_mtim)
      changed = Time(status.st_ctim)
    #endif
  }
}

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Which permissions files get that this process makes.
enum FileModes {
  /// Has what the owner may do to a file not be taken from its mode; for others the umask stays.
  ///
  /// Else a run that dies between making a file and giving it its mode would leave one that nobody
  /// may open, and the next run could not go on.
  static func keepOwners() {
    let mask = umask(0)
    _ = umask(mask & 0o077)
  }
}

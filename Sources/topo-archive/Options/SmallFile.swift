#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file, or a pipe, that an option names and that is read whole.
enum SmallFile {
  /// Its bytes; of one that has more than `limit`, a few more than that. Throws what `failure` makes of
  /// the `errno` that was left.
  static func bytes<Failure: Error>(
    _ path: String, atMost limit: Int, orThrow failure: (_ code: Int32) -> Failure
  ) throws(Failure) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(errno) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while bytes.count <= limit {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure(errno) }
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    return bytes
  }
}

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Why metrics were not written.
enum MetricsFileError: Error {
  /// With the `errno` that was left.
  case unreadable(String, Int32)
  /// With the `errno` that was left.
  case unwritable(String, Int32)
  /// What is there has no metrics of this command and archive.
  case otherFile(String)
}

/// The file of `--metrics-file`.
enum MetricsFile {
  /// Ours has a few kilobytes.
  private static let longest = 64 << 10
  /// A collector is another user; of an archive's contents nothing is in it.
  private static let mode: mode_t = 0o644

  /// Puts the metrics of `run` in the place of those of the run before, whose counts go on.
  ///
  /// Whoever reads the file sees the one or the other, and whole. Another file is not touched.
  static func write(_ run: RunMetrics, to path: String) throws(MetricsFileError) {
    let earlier = try earlier(of: run, in: path)
    try replace(path, with: run.text(after: earlier))
  }

  private static func earlier(
    of run: RunMetrics, in path: String
  ) throws(MetricsFileError) -> EarlierMetrics {
    let bytes: [UInt8]
    do throws(MetricsFileError) {
      bytes = try SmallFile.bytes(path, atMost: longest) { MetricsFileError.unreadable(path, $0) }
    } catch {
      if case .unreadable(_, ENOENT) = error { return EarlierMetrics() }
      throw error
    }
    guard !bytes.isEmpty else { return EarlierMetrics() }
    guard bytes.count <= longest, let text = String(validating: bytes, as: UTF8.self),
      let earlier = EarlierMetrics(text, labels: run.labels)
    else { throw .otherFile(path) }
    return earlier
  }

  private static func replace(_ path: String, with text: String) throws(MetricsFileError) {
    // In the same folder, and with an ending that no collector looks for.
    let new = "\(path).\(getpid()).new"
    unlink(new)
    let descriptor = open(new, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
    guard descriptor >= 0 else { throw .unwritable(path, errno) }
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    guard unistdWrite(descriptor, bytes) == bytes.count, fchmod(descriptor, mode) == 0,
      fsync(descriptor) == 0, rename(new, path) == 0
    else {
      let code = errno
      unlink(new)
      throw .unwritable(path, code)
    }
  }
}

private func unistdWrite(_ descriptor: Int32, _ bytes: [UInt8]) -> Int {
  write(descriptor, bytes, bytes.count)
}

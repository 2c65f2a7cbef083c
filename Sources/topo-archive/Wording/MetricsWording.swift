#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Words for metrics that were not written.
enum MetricsWording {
  static func line(for error: MetricsFileError) -> String {
    switch error {
    case .unreadable(let path, let code):
      "\(path) cannot be read, so no metrics were written: \(reason(code)); check --metrics-file"
    case .unwritable(let path, let code):
      "the metrics cannot be written to \(path): \(reason(code)); check --metrics-file"
    case .otherFile(let path):
      "\(path) has no metrics of this command and archive, and is not written over: remove it, or give"
        + " another --metrics-file"
    }
  }

  private static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}

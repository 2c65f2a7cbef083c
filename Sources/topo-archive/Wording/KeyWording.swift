#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Words for what can be wrong with the API key.
enum KeyWording {
  static func line(for error: KeyError) -> String {
    switch error {
    case .missing: "there is no API key: set TOPO_API_KEY or give --api-key-file"
    case .emptyFile(let path): "the key file \(path) is empty: write the API key into it"
    case .malformed(nil): "TOPO_API_KEY has characters that no key has: check how it was copied"
    case .malformed(let path?):
      "the key file \(path) has characters that no key has: check that it holds the API key and"
        + " nothing else"
    case .unreadableFile(let path, let code):
      "the key file \(path) cannot be read: \(String(cString: strerror(code))); \(advice(code))"
    }
  }

  private static func advice(_ code: Int32) -> String {
    switch code {
    case EACCES, EPERM: "give this user the permission, or run it as the file's owner"
    case EISDIR: "give --api-key-file the file in it"
    default: "check --api-key-file"
    }
  }
}

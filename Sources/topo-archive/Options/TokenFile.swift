import ArchivePage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Why there is no token to ask for.
enum TokenFileError: Error {
  /// The file could not be read, and the `errno` that was left.
  case unreadable(String, Int32)
  /// Others than its owner may read or change the file.
  case openToOthers(String)
  case notAToken(String)
}

/// The file of `--token-file`: one line.
enum TokenFile {
  /// Reads the token; a file, unlike a pipe, must be its owner's only.
  static func token(_ path: String) throws(TokenFileError) -> AccessToken {
    var file = stat()
    guard stat(path, &file) == 0 else { throw .unreadable(path, errno) }
    if file.st_mode & S_IFMT == S_IFREG, file.st_mode & 0o077 != 0 { throw .openToOthers(path) }
    let longest = AccessToken.maximumLength + 1
    let bytes = try SmallFile.bytes(path, atMost: longest) { TokenFileError.unreadable(path, $0) }
    let line = bytes.last == UInt8(ascii: "\n") ? bytes.dropLast() : bytes[...]
    guard let text = String(validating: line, as: UTF8.self), let token = AccessToken(text) else {
      throw .notAToken(path)
    }
    return token
  }
}

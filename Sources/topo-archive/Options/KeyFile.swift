import ArchiveFormat

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Why there is no signing key or public key to use.
enum KeyFileError: Error {
  /// The `errno` that was left.
  case unreadable(String, Int32)
  case notASigningKey(String)
  case notAPublicKey(String)
  case exists(String)
  case unwritable(String, Int32)
}

/// The files of `keygen`: one line each.
enum KeyFile {
  /// No key is nearly as long; a file that is longer is another one.
  private static let longest = 4_096

  /// The line of a file, its LF left out; empty if the file is too long for a key, or no text.
  static func line(_ path: String) throws(KeyFileError) -> String {
    let bytes = try SmallFile.bytes(path, atMost: longest) { KeyFileError.unreadable(path, $0) }
    guard bytes.count <= longest else { return "" }
    let line = bytes.last == UInt8(ascii: "\n") ? bytes.dropLast() : bytes[...]
    return String(validating: line, as: UTF8.self) ?? ""
  }

  /// A public key in a file.
  static func publicKey(_ path: String) throws(KeyFileError) -> VerifierKey {
    guard let key = VerifierKey(try line(path)) else { throw .notAPublicKey(path) }
    return key
  }

  /// Makes a file of one line; none that is there is touched.
  static func make(_ path: String, _ line: String, mode: mode_t) throws(KeyFileError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard descriptor >= 0 else {
      let code = errno
      throw code == EEXIST ? .exists(path) : .unwritable(path, code)
    }
    defer { close(descriptor) }
    let bytes = Array("\(line)\n".utf8)
    guard write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 else {
      let code = errno
      unlink(path)
      throw .unwritable(path, code)
    }
  }
}

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Why there is no API key to use.
enum KeyError: Error {
  case missing
  case emptyFile(String)
  /// With characters that no HTTP header can carry, in a file or, if that is nil, the environment.
  case malformed(file: String?)
  /// The file could not be read, and the `errno` that was left.
  case unreadableFile(String, Int32)
}

/// The key, from `--api-key-file` or `TOPO_API_KEY`.
enum APIKey {
  /// No key is nearly as long; a file that is longer is another one.
  private static let longestFile = 64 << 10

  /// Reads the key from a file or, if that is nil, the environment.
  static func read(file: String?) throws(KeyError) -> String {
    let bytes: [UInt8]
    if let file {
      bytes = try SmallFile.bytes(file, atMost: longestFile) { KeyError.unreadableFile(file, $0) }
    } else {
      bytes = Array((ProcessInfo.processInfo.environment["TOPO_API_KEY"] ?? "").utf8)
    }
    // A file ends in a line feed, and a key copied by hand may have spaces around it.
    let isSpace: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
    let key = bytes.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
    guard !key.isEmpty else { throw file.map { .emptyFile($0) } ?? .missing }
    guard bytes.count <= longestFile, key.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw .malformed(file: file)
    }
    return String(decoding: key, as: UTF8.self)
  }
}

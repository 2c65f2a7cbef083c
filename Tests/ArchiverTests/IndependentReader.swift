import Foundation
import Testing

/// A reader that shares no code with this package, written from FORMAT.md alone.
enum IndependentReader {
  /// What it counts in an archive, in which it must find nothing wrong.
  static func counts(_ archive: String) throws -> [String: Int] {
    let script = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Interoperability/read_archive.py")
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", script.path, archive]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return try JSONDecoder().decode([String: Int].self, from: bytes)
  }
}

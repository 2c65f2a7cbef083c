import Foundation
import Testing

/// The programs of `Tests/Interoperability`, written from the specifications alone.
enum Python {
  /// Runs one in the environment that scripts/setup makes for the tests.
  static func run(
    _ program: String, _ arguments: [String]
  ) throws -> (status: Int32, output: String) {
    let root = URL(filePath: #filePath).appending(path: "../../../..").standardized
    let python = root.appending(path: ".venv/bin/python")
    try #require(
      FileManager.default.isExecutableFile(atPath: python.path),
      "there is no .venv with Tests/requirements.txt: run the tests through scripts/test")
    let process = Process()
    process.executableURL = python
    process.arguments =
      ["-B", root.appending(path: "Tests/Interoperability/\(program)").path] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
  }
}

import Foundation
import Testing

/// `schemas/FORMAT.md`, whose examples are tests.
struct Specification {
  /// The package's folder.
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  let text: String

  init() throws {
    text = try String(contentsOf: Self.root.appending(path: "schemas/FORMAT.md"), encoding: .utf8)
  }

  /// The lines of every fenced example whose info string is `kind`, in the order of the page.
  func examples(_ kind: String) throws -> [String] {
    var found: [String] = []
    var isInside = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line == "```\(kind)" {
        isInside = true
      } else if line == "```" {
        isInside = false
      } else if isInside {
        found.append(String(line))
      }
    }
    try #require(!found.isEmpty, "FORMAT.md has no example ```\(kind)")
    return found
  }

  func example(_ kind: String) throws -> String {
    let lines = try examples(kind)
    try #require(lines.count == 1)
    return lines[0]
  }

  /// The segment that the page gives in base64.
  func segment() throws -> [UInt8] {
    let text = try examples("base64 segment").joined()
    return Array(try #require(Data(base64Encoded: text)))
  }
}

/// Runs a Python script of this package and returns its exit code and what it wrote.
func runPython(
  _ script: String, _ arguments: [String], input: String = "", environment: String? = nil
) throws -> (code: Int32, output: String, errors: String) {
  let process = Process()
  process.executableURL =
    environment.map { Specification.root.appending(path: $0) }
    ?? URL(filePath: "/usr/bin/env")
  process.arguments =
    (environment == nil ? ["python3"] : [])
    + [Specification.root.appending(path: script).path] + arguments
  let folder = FileManager.default.temporaryDirectory
    .appending(path: "topo-archive-python-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let files = ["input", "output", "errors"].map { folder.appending(path: $0) }
  for file in files { try Data((file == files[0] ? input : "").utf8).write(to: file) }
  process.standardInput = try FileHandle(forReadingFrom: files[0])
  process.standardOutput = try FileHandle(forWritingTo: files[1])
  process.standardError = try FileHandle(forWritingTo: files[2])
  try process.run()
  process.waitUntilExit()
  return (
    process.terminationStatus, try String(contentsOf: files[1], encoding: .utf8),
    try String(contentsOf: files[2], encoding: .utf8)
  )
}

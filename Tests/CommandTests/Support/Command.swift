import Foundation
import Testing

/// What came of a run of topo-archive.
struct Outcome: Sendable {
  let status: Int32
  /// What was written to stdout.
  let output: String
  /// What was written to stderr.
  let errors: String

  var errorLines: [String] { errors.split(separator: "\n").map(String.init) }
  /// stderr without the notices of retries, which a slow machine gets where a fast one does not.
  var errorsBesideRetries: String {
    errorLines.filter { !$0.contains(": trying again in ") }.map { $0 + "\n" }.joined()
  }
  var outputLines: [String] { output.split(separator: "\n").map(String.init) }

  /// Holds the run to its success.
  func expectGood(sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(status == 0, "\(errors)", sourceLocation: sourceLocation)
  }

  /// Holds the run to one line on stderr, nothing on stdout, and an exit code.
  func expectRefusal(
    _ status: Int32, _ line: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(errorsBesideRetries == "topo-archive: \(line)\n", sourceLocation: sourceLocation)
    #expect(output == "", sourceLocation: sourceLocation)
    #expect(self.status == status, sourceLocation: sourceLocation)
  }
}

/// A run of topo-archive that may not have ended.
struct Running: Sendable {
  let child: Child
  let output: URL
  let errors: URL

  func outcome() async -> Outcome {
    let status = await child.wait()
    return Outcome(status: status, output: text(output), errors: text(errors))
  }

  private func text(_ file: URL) -> String {
    String(decoding: (try? Data(contentsOf: file)) ?? Data(), as: UTF8.self)
  }
}

/// The program that the tests are about lies where they do.
enum Command {
  static let path = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    .appending(path: "topo-archive").path

  /// What a program needs to run at all, and nothing of this process's own settings.
  static func environment(adding own: [String: String]) -> [String: String] {
    let inherited = ProcessInfo.processInfo.environment.filter {
      [
        "PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TMPDIR", "LD_PRELOAD", "TSAN_OPTIONS",
        "ASAN_OPTIONS",
      ].contains($0.key)
    }
    return inherited.merging(own) { $1 }
  }

  /// Starts `prefix topo-archive arguments…` with its words going to files in `folder`.
  static func start(
    _ arguments: [String], prefix: [String] = [], environment: [String: String] = [:],
    in folder: URL
  ) throws -> Running {
    let name = UUID().uuidString
    let files = ["out", "err"].map { folder.appending(path: "\(name).\($0)") }
    let descriptors = files.map { open($0.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600) }
    defer { descriptors.forEach { close($0) } }
    let child = try Child(
      prefix + [path] + arguments, environment: Self.environment(adding: environment),
      output: descriptors[0], errors: descriptors[1])
    return Running(child: child, output: files[0], errors: files[1])
  }
}

import Foundation
import TestSupport
import Testing

/// A sample of `scripts/torture`: commands that are broken at system calls, and bytes that are changed.
@Suite("Torture", .timeLimit(.minutes(10))) struct TortureTests {
  @Test(
    .enabled(if: Privileges.canTrace, "strace is not there, or may trace nothing here"),
    .disabled(if: Sanitizer.isOn, "a sanitizer makes system calls of its own between the program's")
  )
  func aSampleHolds() async throws {
    let folder = try #require(TemporaryFolder.make())
    defer { try? FileManager.default.removeItem(at: folder) }
    let script = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../scripts/torture").standardized.path
    let programs = URL(filePath: Command.path).deletingLastPathComponent().path
    let output = folder.appending(path: "output")
    let descriptor = open(output.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    defer { close(descriptor) }
    let child = try Child(
      [script, "--quick", "--bin", programs], environment: ProcessInfo.processInfo.environment,
      output: descriptor, errors: descriptor)
    let status = await child.wait()
    let text = try String(contentsOf: output, encoding: .utf8)
    #expect(status == 0, "\(text)")
    // What is sampled is each call that they make, with each kind of fault, and each kind of file.
    for row in [
      "openat", "write", "fsync", "renameat", "linkat", "unlinkat", "ftruncate", "mkdirat",
    ] {
      #expect(text.contains("\n\(row) "), "\(text)")
    }
    for row in [
      "activities", "amendments", "quarantine", "replaced", "index.ndjson", "checkpoint",
    ] {
      #expect(text.contains("\n\(row) "), "\(text)")
    }
  }
}

import Foundation
import TestSupport
import Testing

/// A run of topo-archive with the most memory that it had, as the operating system counts it.
struct Measured {
  let outcome: Outcome
  /// In bytes; 0 under a sanitizer, most of whose memory is no part of the program.
  let peak: Int

  /// A program that starts another, so that nothing of this process's memory is counted.
  private static let script = """
    import resource, subprocess, sys
    ended = subprocess.run(sys.argv[2:])
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    open(sys.argv[1], "w").write(str(peak * (1 if sys.platform == "darwin" else 1024)))
    sys.exit(ended.returncode)
    """

  static func run(
    _ arguments: [String], environment: [String: String] = [:], in folder: URL
  ) async throws -> Measured {
    let file = folder.appending(path: "\(UUID().uuidString).peak")
    let outcome = try await Command.start(
      arguments, prefix: ["python3", "-c", script, file.path], environment: environment, in: folder
    ).outcome()
    let peak = try #require(Int(try String(contentsOf: file, encoding: .utf8)))
    return Measured(outcome: outcome, peak: Sanitizer.isOn ? 0 : peak)
  }
}

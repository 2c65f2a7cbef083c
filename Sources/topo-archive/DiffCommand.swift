import ArchiveStore
import Archiver
import ArgumentParser

/// `topo-archive diff`
struct DiffCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Says which days and activities differ between two archives.",
    discussion: """
      Compares the latest forms of activities, by their JSON values. Days of which both indexes \
      commit to the same records, redacted alike, are not read, and nothing is verified: that is \
      for verify.

      Exit codes: 0 nothing differs; 1 something does; 2 could not compare; 64 wrong usage.
      """)

  @Argument(help: "The folder of one archive.", completion: .directory)
  var a: String

  @Argument(help: "The folder of the other.", completion: .directory)
  var b: String

  @OptionGroup var window: WindowOptions

  @Flag(help: "Print what differs as one JSON object.")
  var json = false

  func run() async throws {
    var archives: [Archive] = []
    for path in [a, b] {
      try await reportingErrors(on: path) {
        archives.append(try Archive(at: path))
        return .good
      }
    }
    try await reportingErrors(on: "\(a) and \(b)") { try compare(archives[0], archives[1]) }
  }

  private func compare(_ first: Archive, _ second: Archive) throws -> ExitStatus {
    let report = try Diff(first, second, since: window.since, until: window.until).run()
    if json {
      Terminal.output(DiffWording.json(report))
    } else {
      DiffWording.lines(report).forEach { Terminal.output($0) }
      Terminal.say(DiffWording.summary(report))
    }
    return report.isSame ? .good : .no
  }
}

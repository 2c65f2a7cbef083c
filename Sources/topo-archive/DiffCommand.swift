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
      commit to the same records are not read, and nothing is verified: that is for verify.

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
    var directory = a
    do {
      let first = try Archive(at: a)
      directory = b
      let second = try Archive(at: b)
      directory = "\(a) and \(b)"
      let report = try Diff(first, second, since: window.since, until: window.until).run()
      if json {
        Terminal.output(DiffWording.json(report))
      } else {
        DiffWording.lines(report).forEach { Terminal.output($0) }
        Terminal.say(DiffWording.summary(report))
      }
      try (report.isSame ? ExitStatus.good : .no).leave()
    } catch let code as ExitCode {
      throw code
    } catch {
      Terminal.complain(Wording.line(for: error, archive: directory))
      throw ExitCode(ExitStatus.failed.rawValue)
    }
  }
}

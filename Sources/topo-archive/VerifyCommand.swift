import Archiver
import ArchiveStore
import ArchiveFormat
import ArgumentParser

/// `topo-archive verify`
struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Checks every byte: is the archive what was archived, valid, and without gaps?",
    discussion: """
      Needs nothing but the archive. There are two verdicts: intact (the bytes are what was \
      archived, and valid) and complete (as the index has it, no gap and no incomplete walk \
      between --since and --until or, where they are not given, the first covered instant and the \
      last). Of a snapshot, or of the bag that it lies in, both are about its days. With --since or --until \
      only the files of those days have to be there; the report says how many others were not looked at. \
      The report goes to stderr, with --json to stdout. Exit codes: 0 both; 1 findings; 2 could not \
      verify; 64 wrong usage.
      """)

  @OptionGroup var archive: ArchiveOption
  @OptionGroup var window: WindowOptions

  @Flag(help: "Only the index and the files' sizes and SHA-256; reads no records.")
  var quick = false

  @Flag(help: "Treat types, values and fields that are not documented as findings.")
  var strict = false

  @Option(
    help: ArgumentHelp(
      "A copy of the checkpoint that was kept elsewhere: the archive must extend it.",
      valueName: "file"),
    completion: .file())
  var checkpoint: String?

  @Option(
    help: ArgumentHelp(
      "A public key that must have signed the checkpoint, as keygen made it or a witness gives it"
        + " out. May be repeated.", valueName: "file"),
    completion: .file())
  var publicKey: [String] = []

  @Flag(help: "Print the report as one JSON object on stdout.")
  var json = false

  func run() async throws {
    try await reportingErrors(archive) { directory in
      let verify = try Verify(ArchiveFolder(at: directory), try options())
      let bar = ProgressBar()
      let report: VerifyReport
      do {
        report = try await verify.run { progress in
          bar.show(
            Double(progress.bytes) / Double(max(progress.totalBytes, 1)),
            VerifyWording.progress(progress))
        }
      } catch {
        bar.clear()
        throw error
      }
      bar.clear()
      if json {
        let json = report.json(message: VerifyWording.message)
        Terminal.output(String(decoding: json, as: UTF8.self))
      } else {
        VerifyWording.summary(report, archive: directory).forEach(Terminal.say)
      }
      return report.isIntact && report.isComplete ? .good : .no
    }
  }

  func validate() throws {
    if quick, strict {
      throw ValidationError("--strict does not go with --quick, which reads no records.")
    }
  }

  private func options() throws -> VerifyOptions {
    var options = VerifyOptions()
    options.quick = quick
    options.strict = strict
    options.since = window.since
    options.until = window.until
    options.publicKeys = try publicKey.map { try KeyFile.publicKey($0) }
    if let checkpoint {
      let bytes = try SmallFile.bytes(checkpoint, atMost: Checkpoint.maximumLength) {
        VerifyError.unreadableCheckpoint(checkpoint, $0)
      }
      do {
        options.keptCheckpoint = try KeptCheckpoint(file: checkpoint, bytes.span.bytes)
      } catch {
        throw VerifyError.notACheckpoint(checkpoint)
      }
    }
    return options
  }
}

/// Why verify cannot begin.
enum VerifyError: Error {
  case unreadableCheckpoint(String, Int32)
  case notACheckpoint(String)
}

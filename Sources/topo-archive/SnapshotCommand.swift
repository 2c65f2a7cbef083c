import Activities
import Archiver
import ArgumentParser

/// `topo-archive snapshot`
struct SnapshotCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "snapshot",
    abstract:
      "Copies some days into a folder for an auditor, who can check it without the archive.",
    discussion: """
      The folder is a BagIt bag (RFC 8493): data/ holds the segments of these days byte for byte, with \
      all amendments, and the whole index with its checkpoint; report.html and report.json say what \
      is in it and what is not. bagit.py --validate and sha256sum --check accept it, and verify, grep, \
      get, status, diff and prove take it as an archive. Everything is verified first; what is found \
      is in the report. Quarantine, which has no days, is left out. Nothing is ever written over. A \
      line in the archive's snapshots.ndjson notes where the snapshot went.

      Exit codes: 0 taken, intact and complete; 1 taken, with findings; 2 could not take it, and \
      nothing is left of it; 64 wrong usage.
      """)

  @OptionGroup var archive: ArchiveOption

  @Option(
    help: ArgumentHelp("From this UTC day on.", valueName: "day"), transform: TimeArguments.day)
  var since: UTCDay?

  @Option(
    help: ArgumentHelp("Before this UTC day.", valueName: "day"), transform: TimeArguments.day)
  var until: UTCDay?

  @Option(
    help: ArgumentHelp("All days of this month, like 2025-03.", valueName: "month"),
    transform: TimeArguments.month)
  var month: Window?

  @Option(
    help: ArgumentHelp(
      "The folder to make; it must not be there, its parent must.", valueName: "dir"),
    completion: .directory)
  var output: String

  @Option(
    help: ArgumentHelp(
      "A public key that must have signed the checkpoint; the report names it. May be repeated.",
      valueName: "file"),
    completion: .file())
  var publicKey: [String] = []

  @Flag(help: "Print what is in report.json on stdout.")
  var json = false

  func validate() throws {
    guard !output.isEmpty else { throw ValidationError("--output must name a folder.") }
    switch (month, since, until) {
    case (.some, nil, nil): break
    case (.some, _, _): throw ValidationError("Give either --month or --since and --until.")
    case (nil, let since?, let until?):
      guard since < until else { throw ValidationError("--since must be before --until.") }
    default: throw ValidationError("Give --month, or both --since and --until.")
    }
  }

  func run() async throws {
    try await reportingErrors(archive) { directory in
      let snapshot = Snapshot(of: directory, try options())
      let bar = ProgressBar()
      defer { bar.clear() }
      let outcome = try await Interruption.cancelling(keeping: SnapshotWording.nothingHalf) {
        try await snapshot.run { progress in
          bar.show(
            Double(progress.bytes) / Double(max(progress.totalBytes, 1)),
            VerifyWording.progress(progress))
        } report: { facts in
          [
            ("report.html", Array(SnapshotPage(facts).html().utf8)),
            ("report.json", Array("\(SnapshotJSON(facts).text())\n".utf8)),
          ]
        }
      }
      bar.clear()
      let facts = outcome.facts
      if json { Terminal.output(SnapshotJSON(facts).text()) }
      if let fault = outcome.noteFault {
        Terminal.complain(SnapshotWording.noNote(fault, archive: directory))
      }
      if !json { SnapshotWording.summary(facts, directory, output).forEach(Terminal.say) }
      return facts.isGood ? .good : .no
    }
  }

  private func options() throws -> SnapshotOptions {
    let days = since.flatMap { since in
      until.map { Window(from: since.start, until: $0.start) }
    }
    guard let window = month ?? days else {
      throw ValidationError("Give --month, or both --since and --until.")
    }
    var options = SnapshotOptions(
      window: window, output: output,
      now: Instant.now.wholeSecond,
      software: "topo-archive \(TopoArchive.version)")
    options.publicKeys = try publicKey.map { try KeyFile.publicKey($0) }
    return options
  }
}

import Activities
import ActivityAPI
import Archiver
import ArgumentParser

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `topo-archive repair`
struct RepairCommand: APICommand {
  static let configuration = CommandConfiguration(
    commandName: "repair",
    abstract: "Takes damaged and missing segments from another copy of the archive, or the API.",
    discussion: """
      Reads every segment file and heals those that are not as the index says: with --from out of \
      another copy of the archive, without asking the API; else by fetching their windows again. \
      Only the very records that were archived are accepted, as the index commits to them. Nothing \
      that is as it was is touched, and the index itself is never repaired.

      Exit codes: 0 nothing was damaged, or all is healed or, with --dry-run, could be; 1 something \
      could not be healed, which is listed; 2 could not repair; 64 wrong usage.
      """)

  @OptionGroup var archive: ArchiveOption

  @Option(
    help: ArgumentHelp(
      "Another copy of the archive, or what is left of one; else the API is asked.",
      valueName: "dir"),
    completion: .directory)
  var from: String?

  @Flag(help: "Report only what could be healed, and write nothing to the archive.")
  var dryRun = false

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var signing: SigningOptions

  @Flag(help: "Print the report as one JSON object on stdout.")
  var json = false

  func validate() throws {
    guard from != nil else { return }
    guard connection.baseURL == nil, connection.apiKeyFile == nil, connection.caFile == nil else {
      throw ValidationError(
        "--base-url, --api-key-file and --ca-file do not go with --from, which asks no API.")
    }
  }

  func run() async throws {
    try await reportingErrors(archive) { directory in
      let bar = ProgressBar(isWanted: !connection.verbose)
      defer { bar.clear() }
      let report = try await signing.committing(to: directory) { key in
        var options = options
        options.signingKey = key
        return try await repair(directory, options, bar)
      }
      bar.clear()
      let wording = RepairWording(isFromCopy: from != nil, isDryRun: dryRun)
      if json {
        Terminal.output(wording.json(report))
      } else {
        Terminal.report(wording.summary(report, archive: directory), isGood: report.isWhole)
      }
      return report.isWhole ? .good : .no
    }
  }

  private func repair(
    _ directory: String, _ options: RepairOptions, _ bar: ProgressBar
  ) async throws -> RepairReport {
    let run: @Sendable (RepairOrigin) async throws -> RepairReport = { origin in
      try await Repair(directory: directory, from: origin, options: options) { progress in
        bar.show(
          Double(progress.bytes) / Double(max(progress.totalBytes, 1)),
          VerifyWording.progress(progress))
      }.run()
    }
    let healed = "what has been healed"
    if let from {
      return try await Interruption.cancelling(keeping: healed) {
        try await run(.copy(path: from))
      }
    }
    return try await connection.withClient(for: directory, keeping: healed) { client in
      try await run(.api(client))
    }
  }

  private var options: RepairOptions {
    var options = RepairOptions(
      reason: RepairWording.reason(isFromCopy: from != nil),
      now: Instant.now.wholeSecond)
    options.dryRunFolder = dryRun ? FileManager.default.temporaryDirectory.path : nil
    options.concurrency = connection.concurrency
    return options
  }
}

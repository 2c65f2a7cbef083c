import Activities
import ActivityAPI
import Archiver
import ArgumentParser

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `topo-archive reconcile`
struct ReconcileCommand: APICommand {
  static let configuration = CommandConfiguration(
    commandName: "reconcile",
    abstract: "Compares all of the archive with the live API, and archives what is new.",
    discussion: """
      Asks for the API's count of each day that the archive has covered, and reads the days again \
      whose count differs, or that no walk has read to its end: what came late, changed or vanished \
      is reported and archived. What changed or came and went without changing a count is found by \
      --full, which reads every day.

      Exit codes: 0 the counts agree or, with --full, the archive holds what the API shows; 1 \
      something differed, or not all could be compared; 2 could not compare; 64 wrong usage.
      """)

  @OptionGroup var archive: ArchiveOption
  @OptionGroup var window: WindowOptions

  @Flag(help: "Read every day, whatever the counts say.")
  var full = false

  @Flag(help: "Report only, and write nothing to the archive.")
  var dryRun = false

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var signing: SigningOptions

  @Flag(help: "Print the report as one JSON object on stdout.")
  var json = false

  @OptionGroup var metrics: MetricsOption

  func run() async throws {
    try await reportingErrors(archive) { directory in
      try await metrics.recording("reconcile", of: directory) { usage in
        try await reconcile(directory, usage)
      }
    }
  }

  private func reconcile(_ directory: String, _ usage: UsageRecord) async throws -> ExitStatus {
    let report = try await signing.committing(to: directory) { key in
      var options = options
      options.signingKey = key
      return try await reconcile(directory, options, usage)
    }
    let wording = ReconcileWording(isFull: full, isDryRun: dryRun)
    if json {
      Terminal.output(wording.json(report))
    } else {
      Terminal.report(
        wording.summary(report, archive: directory), isGood: report.isAgreed)
    }
    return report.isAgreed ? .good : .no
  }

  private func reconcile(
    _ directory: String, _ options: ReconcileOptions, _ usage: UsageRecord
  ) async throws -> ReconcileReport {
    try await connection.run(for: directory, usage: usage) { client, progress in
      try await Reconcile(
        directory: directory, client: client, options: options, progress: progress
      ).run()
    }
  }

  private var options: ReconcileOptions {
    var options = ReconcileOptions()
    options.since = window.since
    options.until = window.until
    options.isFull = full
    options.dryRunFolder = dryRun ? FileManager.default.temporaryDirectory.path : nil
    options.concurrency = connection.concurrency
    return options
  }
}

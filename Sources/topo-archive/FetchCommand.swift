import Activities
import ActivityAPI
import Archiver
import ArgumentParser
import Logging

/// `topo-archive fetch`
struct FetchCommand: APICommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch",
    abstract: "Archives what is new: the first run everything, later ones only what they must.",
    discussion: """
      Interrupted with Ctrl-C it keeps what it has; run it again to go on. --since and --until limit \
      what is read: a gap that they leave is told and filled by a run without them. Exit codes: 0 all \
      that was asked for is archived; 1 something is incomplete and the next run tries again; 2 could \
      not fetch; 64 wrong usage.
      """)

  @OptionGroup var archive: ArchiveOption
  @OptionGroup var window: WindowOptions
  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var signing: SigningOptions

  @Option(
    help: ArgumentHelp(
      "Leave activities younger than this to the next run. (default: 2m)", valueName: "duration"),
    transform: TimeArguments.duration)
  var lag: Duration = .seconds(120)

  @Option(
    help: ArgumentHelp(
      "How long after its end a day may still change. (default: 48h)", valueName: "duration"),
    transform: TimeArguments.duration)
  var settle: Duration = .seconds(48 * 3_600)

  @Option(
    help: ArgumentHelp(
      "How long a reply's category may still be filled in. (default: 30d)", valueName: "duration"),
    transform: TimeArguments.duration)
  var amendWindow: Duration = .seconds(30 * 86_400)

  @Flag(help: "Print the summary as one JSON object on stdout.")
  var json = false

  @OptionGroup var metrics: MetricsOption

  func run() async throws {
    try await reportingErrors(archive) { directory in
      try await metrics.recording("fetch", of: directory) { usage in
        try await fetch(directory, usage)
      }
    }
  }

  private func fetch(_ directory: String, _ usage: UsageRecord) async throws -> ExitStatus {
    do {
      let report = try await signing.committing(to: directory) { key in
        var options = options
        options.signingKey = key
        return try await fetch(directory, options, usage)
      }
      if json {
        Terminal.output(FetchWording.json(report))
      } else {
        Terminal.report(
          FetchWording.summary(report, archive: directory), isGood: report.isComplete)
      }
      return report.isComplete ? .good : .no
    } catch APIError.cancelled {
      Terminal.report([FetchWording.interruptedBeforeItBegan], isGood: false)
      return .no
    }
  }

  private func fetch(
    _ directory: String, _ options: FetchOptions, _ usage: UsageRecord
  ) async throws -> FetchReport {
    try await connection.run(for: directory, usage: usage) { client, progress in
      try await Fetch(
        directory: directory, client: client, options: options, progress: progress
      ).run()
    }
  }

  private var options: FetchOptions {
    var options = FetchOptions()
    options.since = window.since
    options.until = window.until
    options.lag = lag
    options.settle = settle
    options.amendWindow = amendWindow
    options.concurrency = connection.concurrency
    return options
  }
}

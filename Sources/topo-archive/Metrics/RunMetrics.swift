import Activities
import ActivityAPI
import ArchiveFormat
import Archiver

/// What a monitor is told of a run.
struct RunMetrics {
  /// The command that ran.
  let command: String
  /// The archive's folder, as an absolute path.
  let archive: String
  /// When the run ended, by this machine's clock.
  let endedAt: Instant
  let duration: Duration
  let exitStatus: ExitStatus
  /// What it asked of the API.
  let usage: APIClient.Usage
  /// What was in the archive then; nil if it could not be opened.
  let status: ArchiveStatus?

  /// The metrics in Prometheus' text format, those that go on from run to run counted from `earlier`.
  func text(after earlier: EarlierMetrics) -> String {
    var text = MetricsText(labels: labels)
    run(&text, earlier)
    if let status { archive(status, &text) }
    return text.finish()
  }

  /// Which series are this command's and this archive's.
  var labels: [(name: String, value: String)] {
    [("archive", archive), ("command", command)]
  }

  private func run(_ text: inout MetricsText, _ earlier: EarlierMetrics) {
    text.counter(.runs, "Runs of the command.", earlier[.runs] + 1)
    text.counter(
      .requests, "Requests sent to the API, repeated ones included.",
      earlier[.requests] + usage.requests)
    text.counter(
      .retries, "Requests that repeated a failed one.", earlier[.retries] + usage.retries)
    text.gauge(.lastRun, "When the last run ended.", Int(endedAt.seconds))
    text.gauge(
      .lastSuccess, "When a run last ended with exit status 0; 0 if none is known to have.",
      exitStatus == .good ? Int(endedAt.seconds) : earlier[.lastSuccess])
    text.gauge(
      .lastExitStatus,
      "The exit status of the last run: 0 good, 1 incomplete or different, 2 failed.",
      Int(exitStatus.rawValue))
    text.gauge(.lastDuration, "How long the last run took.", Self.seconds(duration))
  }

  private func archive(_ status: ArchiveStatus, _ text: inout MetricsText) {
    text.gauge(
      .info, "Which archive it is, of which workspace, and the version of topo-archive: always 1.",
      1,
      [
        ("id", status.entry.id.description), ("source", status.entry.source),
        ("workspace", status.organizationID?.description ?? ""),
        ("version", TopoArchive.version),
      ])
    text.gauge(.activities, "Activities in the archive, each once.", status.activities)
    text.gauge(
      .incompleteWalks, "Stretches of time that were read, but not to their end.",
      status.incomplete.count)
    text.gauge(
      .gaps, "Stretches of time between the archive's first and last that were never read.",
      status.coverage.gaps.count)
    text.gauge(
      .coveredUntil, "The end of the newest time that is completely archived; 0 if none is.",
      Int(status.coveredUntil?.seconds ?? 0))
    if let until = status.coveredUntil {
      text.gauge(
        .lag, "From the end of the newest time that is completely archived to the end of the run.",
        Int((endedAt - until).components.seconds))
    }
  }

  private static func seconds(_ duration: Duration) -> String {
    let thousandths = duration.wholeNanoseconds / 1_000_000
    let fraction = String(thousandths % 1_000)
    return "\(thousandths / 1_000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)"
  }
}

/// The metrics that there are, by their names.
enum MetricName: String, CaseIterable {
  case runs = "topo_archive_runs_total"
  case requests = "topo_archive_requests_total"
  case retries = "topo_archive_retries_total"
  case lastRun = "topo_archive_last_run_timestamp_seconds"
  case lastSuccess = "topo_archive_last_success_timestamp_seconds"
  case lastExitStatus = "topo_archive_last_run_exit_status"
  case lastDuration = "topo_archive_last_run_duration_seconds"
  case info = "topo_archive_info"
  case activities = "topo_archive_activities"
  case incompleteWalks = "topo_archive_incomplete_walks"
  case gaps = "topo_archive_gaps"
  case coveredUntil = "topo_archive_covered_until_timestamp_seconds"
  case lag = "topo_archive_lag_seconds"
}

import Activities
import ActivityAPI
import Foundation
import Simulator
import Testing

@testable import topo_archive

/// What a monitor is told of runs, by `--metrics-file`.
@Suite("Metrics", .timeLimit(.minutes(2))) struct MetricsTests {
  private func run(
    _ exitStatus: topo_archive.ExitStatus, archive: String = "/srv/a", endedAt seconds: Int64
  ) -> RunMetrics {
    var usage = APIClient.Usage()
    usage.requests = 12
    usage.retries = 3
    return RunMetrics(
      command: "fetch", archive: archive, endedAt: Instant(seconds: seconds),
      duration: .milliseconds(2_050), exitStatus: exitStatus, usage: usage, status: nil)
  }

  @Test func theTextOfARun() throws {
    let good = run(.good, endedAt: 1_700_000_000).text(after: EarlierMetrics())
    let labels = #"{archive="/srv/a",command="fetch"}"#
    #expect(
      good == """
        # HELP topo_archive_runs_total Runs of the command.
        # TYPE topo_archive_runs_total counter
        topo_archive_runs_total\(labels) 1
        # HELP topo_archive_requests_total Requests sent to the API, repeated ones included.
        # TYPE topo_archive_requests_total counter
        topo_archive_requests_total\(labels) 12
        # HELP topo_archive_retries_total Requests that repeated a failed one.
        # TYPE topo_archive_retries_total counter
        topo_archive_retries_total\(labels) 3
        # HELP topo_archive_last_run_timestamp_seconds When the last run ended.
        # TYPE topo_archive_last_run_timestamp_seconds gauge
        topo_archive_last_run_timestamp_seconds\(labels) 1700000000
        # HELP topo_archive_last_success_timestamp_seconds When a run last ended with exit status 0; 0 if \
        none is known to have.
        # TYPE topo_archive_last_success_timestamp_seconds gauge
        topo_archive_last_success_timestamp_seconds\(labels) 1700000000
        # HELP topo_archive_last_run_exit_status The exit status of the last run: 0 good, 1 incomplete or \
        different, 2 failed.
        # TYPE topo_archive_last_run_exit_status gauge
        topo_archive_last_run_exit_status\(labels) 0
        # HELP topo_archive_last_run_duration_seconds How long the last run took.
        # TYPE topo_archive_last_run_duration_seconds gauge
        topo_archive_last_run_duration_seconds\(labels) 2.050

        """)
    let bad = run(.failed, endedAt: 1_700_000_900)
    let earlier = try #require(EarlierMetrics(good, labels: bad.labels))
    let text = bad.text(after: earlier)
    for line in [
      "runs_total\(labels) 2", "requests_total\(labels) 24", "retries_total\(labels) 6",
      "last_run_timestamp_seconds\(labels) 1700000900",
      "last_success_timestamp_seconds\(labels) 1700000000", "last_run_exit_status\(labels) 2",
    ] {
      #expect(text.contains("\ntopo_archive_\(line)\n"))
    }
  }

  @Test func whatIsOfAnotherArchiveOrDamagedGoesNotOn() throws {
    let text = run(.good, endedAt: 1).text(after: EarlierMetrics())
    for other in [run(.good, archive: "/srv/b", endedAt: 1), run(.good, archive: "", endedAt: 1)] {
      #expect(EarlierMetrics(text, labels: other.labels) == nil)
    }
    let labels = run(.good, endedAt: 1).labels
    for value in ["-1", "1e3", "NaN", "", "99999999999999999999"] {
      let line = MetricsText.series(.runs, labels) + " \(value)\n"
      #expect(EarlierMetrics(line, labels: labels) == nil)
    }
    let most = MetricsText.series(.runs, labels) + " \(Int.max)\n"
    #expect(try #require(EarlierMetrics(most, labels: labels))[.runs] == 0)
  }

  @Test func aPathCannotBreakTheFormat() async throws {
    try await withFixture { fixture in
      let path = "/a\"b\\c\nd e"
      let text = run(.no, archive: path, endedAt: 1).text(after: EarlierMetrics())
      let read = try ReadMetrics.read(try fixture.write(text, to: "odd.prom"))
      #expect(read.labels["topo_archive_runs_total"] == ["archive": path, "command": "fetch"])
    }
  }

  /// Success, then failure, then success: counts go on, and the last success is what it was.
  @Test func runAfterRun() async throws {
    try await withFixture { fixture in
      let file = fixture.folder.appending(path: "fetch.prom").path
      fixture.simulator.faults = [FaultRule(.refusal(status: 503), .requests([2]))]
      let before = Date().timeIntervalSince1970
      try await fixture.fetch(["--metrics-file", file]).expectGood()
      let first = try ReadMetrics.read(file)
      let requests = try #require(first["requests_total"])
      #expect(requests == Double(fixture.simulator.log.count) && first["retries_total"] == 1)
      #expect(first["runs_total"] == 1 && first["last_run_exit_status"] == 0)
      let success = try #require(first["last_success_timestamp_seconds"])
      #expect(success == first["last_run_timestamp_seconds"] && success >= before.rounded(.down))
      #expect(first["activities"] == 900)
      #expect(first["incomplete_walks"] == 0 && first["gaps"] == 0 && first["info"] == 1)
      let status = try await fixture.status()
      let until = try #require(status.coverage.last?.until)
      let instant = try #require(Timestamp(until)?.instant)
      #expect(first["covered_until_timestamp_seconds"] == Double(instant.seconds))
      #expect(abs(try #require(first["lag_seconds"]) - (success - Double(instant.seconds))) <= 1)
      let labels = try #require(first.labels["topo_archive_info"])
      #expect(labels["id"] == status.archive_id)
      #expect(labels["source"] == fixture.simulator.baseURL)
      #expect(labels["workspace"]?.count == 36 && labels["archive"] == fixture.archive)

      #expect(try await fixture.fetch(["--metrics-file", file], key: "wrong").status == 2)
      let second = try ReadMetrics.read(file)
      #expect(second["last_run_exit_status"] == 2 && second["runs_total"] == 2)
      #expect(second["last_success_timestamp_seconds"] == success)
      #expect(second["requests_total"] == requests + 1 && second["activities"] == 900)

      try await fixture.fetch(["--metrics-file", file]).expectGood()
      let third = try ReadMetrics.read(file)
      #expect(third["last_run_exit_status"] == 0 && third["runs_total"] == 3)
      #expect(try #require(third["last_success_timestamp_seconds"]) >= success)
    }
  }

  @Test func anIncompleteRunIsNoSuccess() async throws {
    try await withFixture { fixture in
      let file = fixture.folder.appending(path: "fetch.prom").path
      fixture.simulator.faults = [FaultRule(.laggingCount(1), .always)]
      #expect(try await fixture.fetch(["--metrics-file", file]).status == 1)
      let read = try ReadMetrics.read(file)
      #expect(read["last_run_exit_status"] == 1 && read["last_success_timestamp_seconds"] == 0)
      #expect(try #require(read["incomplete_walks"]) > 0)
    }
  }

  @Test func aRunWithoutAnArchiveIsToldAll() async throws {
    try await withFixture { fixture in
      let file = fixture.folder.appending(path: "fetch.prom").path
      let outcome = try await fixture.fetch(["--metrics-file", file], key: "")
      #expect(outcome.status == 2)
      let read = try ReadMetrics.read(file)
      #expect(read["last_run_exit_status"] == 2 && read["requests_total"] == 0)
      #expect(read["last_success_timestamp_seconds"] == 0)
      #expect(read["activities"] == nil && read["info"] == nil && read["lag_seconds"] == nil)
    }
  }

  @Test func reconcileHasAFileOfItsOwn() async throws {
    try await withFixture { fixture in
      try await fixture.fetchAll()
      let file = fixture.folder.appending(path: "reconcile.prom").path
      let arguments = ["--base-url", fixture.simulator.baseURL, "--metrics-file", file]
      try await fixture.run(["reconcile", "--full"] + arguments).expectGood()
      let read = try ReadMetrics.read(file)
      #expect(read.labels["topo_archive_runs_total"]?["command"] == "reconcile")
      #expect(try #require(read["requests_total"]) > 0 && read["activities"] == 900)

      let before = try Data(contentsOf: URL(filePath: file))
      try await fixture.run(["fetch"] + arguments).expectRefusedMetrics(
        "\(file) has no metrics of this command and archive, and is not written over: remove it, or"
          + " give another --metrics-file")
      #expect(try Data(contentsOf: URL(filePath: file)) == before)
    }
  }

  /// The archive is what counts: it is as good as without metrics, but the run is not.
  @Test func whatCannotBeWrittenIsSaid() async throws {
    try await withFixture { fixture in
      let precious = try fixture.write("precious", to: "precious.prom")
      try await fixture.fetch(["--metrics-file", precious]).expectRefusedMetrics(
        "\(precious) has no metrics of this command and archive, and is not written over: remove it,"
          + " or give another --metrics-file")
      #expect(try String(contentsOfFile: precious, encoding: .utf8) == "precious")
      try await fixture.fetch(["--metrics-file", "/nonexistent/x.prom"]).expectRefusedMetrics(
        "the metrics cannot be written to /nonexistent/x.prom: No such file or directory; check"
          + " --metrics-file")
      let folder = fixture.folder.appending(path: "folder.prom").path
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
      try await fixture.fetch(["--metrics-file", folder]).expectRefusedMetrics(
        "\(folder) cannot be read, so no metrics were written: Is a directory; check --metrics-file"
      )
      try await fixture.expectWholeArchive()
      let unread = fixture.folder.appending(path: "metrics.txt").path
      let refused = try await fixture.fetch(["--metrics-file", unread])
      #expect(refused.status == 64 && refused.errors.contains("must end in .prom"))
      #expect(!FileManager.default.fileExists(atPath: unread))

      let failed = try await fixture.fetch(
        ["--metrics-file", "/nonexistent/x.prom"], key: "wrong")
      #expect(failed.status == 2 && failed.errorLines.count == 2)
      #expect(failed.errorLines.last?.contains("refused the key (401)") == true)
    }
  }

  /// A collector is another user and reads at any moment.
  @Test func theFileIsReplacedAndOpenToAll() async throws {
    try await withFixture { fixture in
      let file = fixture.folder.appending(path: "fetch.prom").path
      let held = fixture.folder.appending(path: "held").path
      let arguments = ["fetch", "--base-url", fixture.simulator.baseURL, "--metrics-file", file]
      let prefix = ["sh", "-c", #"umask 077 && exec "$@""#, "sh"]
      try await fixture.run(arguments, prefix: prefix).expectGood()
      try FileManager.default.linkItem(atPath: file, toPath: held)
      let first = try String(contentsOfFile: file, encoding: .utf8)
      try await fixture.run(arguments, prefix: prefix).expectGood()
      #expect(try String(contentsOfFile: held, encoding: .utf8) == first)
      #expect(try ReadMetrics.read(file)["runs_total"] == 2)
      let attributes = try FileManager.default.attributesOfItem(atPath: file)
      #expect(attributes[.posixPermissions] as? Int == 0o644)
      let names = try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path)
      #expect(names.filter { $0.contains("prom") } == ["fetch.prom"])
    }
  }
}

extension Outcome {
  /// Holds a run to have ended with 2 because of its metrics, which it says.
  fileprivate func expectRefusedMetrics(
    _ line: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(status == 2, sourceLocation: sourceLocation)
    #expect(errorLines.last == "topo-archive: \(line)", sourceLocation: sourceLocation)
  }
}

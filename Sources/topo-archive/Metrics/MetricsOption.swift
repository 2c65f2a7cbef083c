import Activities
import ActivityAPI
import ArchiveStore
import Archiver
import ArgumentParser

/// `--metrics-file FILE`, for the commands that a timer runs.
struct MetricsOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Write Prometheus metrics of the run, also of one that fails, for node_exporter's textfile"
        + " collector: a file of this command and archive alone, whose name ends in .prom.",
      valueName: "file"),
    completion: .file(extensions: ["prom"]))
  var metricsFile: String?

  func validate() throws {
    if let metricsFile, !metricsFile.hasSuffix(".prom") {
      throw ValidationError(
        "--metrics-file must end in .prom: node_exporter's collector reads no other.")
    }
  }

  /// Does what `command` does to the archive in `directory`, and writes how it ended.
  ///
  /// What was archived counts even if its metrics cannot be written: that is said, and the command
  /// then ends with 2.
  func recording(
    _ command: String, of directory: String,
    _ work: (_ usage: UsageRecord) async throws -> ExitStatus
  ) async throws -> ExitStatus {
    let usage = UsageRecord()
    guard let metricsFile else { return try await work(usage) }
    let began = ContinuousClock.now
    let outcome: Result<ExitStatus, any Error>
    do { outcome = .success(try await work(usage)) } catch { outcome = .failure(error) }
    let run = RunMetrics(
      command: command, archive: FilePaths.absolute(directory), endedAt: .now,
      duration: .now - began, exitStatus: (try? outcome.get()) ?? .failed, usage: usage.noted,
      status: (try? Archive(at: directory)).map { ArchiveStatus(of: $0) })
    do throws(MetricsFileError) {
      try MetricsFile.write(run, to: metricsFile)
    } catch {
      Terminal.complain(MetricsWording.line(for: error))
      _ = try outcome.get()
      return .failed
    }
    return try outcome.get()
  }
}

import ActivityAPI
import Archiver

extension ConnectionOptions {
  /// Does work that asks the API for an archive's activities, with a progress bar on a terminal; the
  /// first Ctrl-C cancels it.
  func run<Report: Sendable>(
    for archive: String,
    _ work:
      @escaping @Sendable (APIClient, @escaping @Sendable (FetchEvent) -> Void) async throws ->
      Report
  ) async throws -> Report {
    let client = try client(source: try Fetch.source(ofArchiveAt: archive))
    let bar = ProgressBar(isWanted: !verbose)
    let progress = FetchProgress(bar: bar, archive: archive)
    do {
      let report = try await Interruption.cancelling {
        try await work(client) { progress.note($0) }
      }
      bar.clear()
      await client.shutdown()
      return report
    } catch {
      bar.clear()
      await client.shutdown()
      throw error
    }
  }
}

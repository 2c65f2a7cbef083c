import ActivityAPI
import Archiver

extension ConnectionOptions {
  /// Does work that asks the API for an archive's activities, with a progress bar on a terminal; the
  /// first Ctrl-C cancels it. What it has asked of the API is noted in `usage`.
  func run<Report: Sendable>(
    for archive: String, usage: UsageRecord,
    _ work:
      @escaping @Sendable (APIClient, @escaping @Sendable (FetchEvent) -> Void) async throws ->
      Report
  ) async throws -> Report {
    let bar = ProgressBar(isWanted: !verbose)
    let progress = FetchProgress(bar: bar, archive: archive)
    return try await withClient(for: archive) { client in
      defer {
        bar.clear()
        usage.note(client.usage)
      }
      return try await work(client) { progress.note($0) }
    }
  }

  /// Hands `work` a client of the archive's API, or of a new archive's; the first Ctrl-C cancels it,
  /// `keeping` what it has done.
  func withClient<Report: Sendable>(
    for archive: String, keeping done: String = Interruption.received,
    _ work: @escaping @Sendable (APIClient) async throws -> Report
  ) async throws -> Report {
    let client = try client(source: try Fetch.source(ofArchiveAt: archive))
    do {
      let report = try await Interruption.cancelling(keeping: done) { try await work(client) }
      await client.shutdown()
      return report
    } catch {
      await client.shutdown()
      throw error
    }
  }
}

import Activities
import ActivityAPI
import ArchiveFormat
import ArchiveStore

/// Archives what the API has and the archive has not.
///
/// The index is the only cursor: a run works out from it what to ask, walks windows side by side
/// and commits each by itself, so that whatever ends the run, what was received is kept.
public struct Fetch: Sendable {
  let directory: String
  let client: APIClient
  let options: FetchOptions
  let progress: @Sendable (FetchEvent) -> Void

  /// A run into the archive at `directory`, which is made if there is none.
  public init(
    directory: String, client: APIClient, options: FetchOptions = FetchOptions(),
    progress: @escaping @Sendable (FetchEvent) -> Void = { _ in }
  ) {
    self.directory = directory
    self.client = client
    self.options = options
    self.progress = progress
  }

  /// Does the run.
  ///
  /// Cancelled, it commits what it has received as incomplete walks and reports so. Throws
  /// `APIError`, `StoreError` or `FetchError` for what ends a run; windows committed before that
  /// stay.
  public func run() async throws -> FetchReport {
    let oldest = try await client.page(ActivityQuery(order: .ascending, size: 1))
    let committer = try await Committer(
      directory: directory, source: client.baseURL.description, now: client.clock.now)
    let now = client.clock.now
    var failure: (any Error)?
    var surroundings = Surroundings()
    if let work = await window(from: oldest, now: now, committer) {
      do {
        surroundings = try await Surroundings(of: work, now: now, client, committer)
        try await walk(work, oldest, now: now, surroundings, committer)
      } catch {
        failure = error
      }
    }
    if let failure, !Self.isCancellation(failure) { throw failure }
    return await report(committer, surroundings)
  }

  /// Whether an error says no more than that the task was cancelled.
  private static func isCancellation(_ error: any Error) -> Bool {
    error is CancellationError || error as? APIError == .cancelled
  }

  /// From the archive's beginning to the lag; nil if there is nothing in between.
  private func window(from oldest: Page, now: Instant, _ committer: Committer) async -> Window? {
    let covered = await committer.archive.walks.lazy.filter { $0.eventType == nil }
      .map(\.window.from).min()
    let first = oldest.records.first?.key.instant.day.start
    guard let start = options.since ?? covered ?? first else { return nil }
    let until = min(options.until ?? now, now - options.lag)
    return start < until ? Window(from: start, until: until) : nil
  }

  /// Takes the steps of the plan in order, as many at once as there are slots.
  private func walk(
    _ work: Window, _ oldest: Page, now: Instant, _ surroundings: Surroundings,
    _ committer: Committer
  ) async throws {
    let walks = await committer.archive.walks
    let plan = FetchPlan(
      walks: walks, start: work.from, until: work.until, now: now,
      settle: options.settle, amendWindow: options.amendWindow)
    let isFirst = walks.isEmpty
    progress(
      .planned(
        windows: plan.steps.count,
        activities: isFirst
          ? max(0, oldest.totalCount - surroundings.before - surroundings.future) : 0))
    let slots = WalkSlots(options.concurrency)
    let windows = WindowFetch(
      client: client, slots: slots, committer: committer, options: options,
      control: oldest.records.first?.key.id, progress: progress)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for step in plan.steps {
        await slots.acquire()
        guard !group.isCancelled, !Task.isCancelled else { break }
        group.addTask {
          do {
            try await windows.take(step)
          } catch {
            await slots.release()
            throw error
          }
          await slots.release()
        }
      }
      try await group.waitForAll()
    }
  }

  private func report(_ committer: Committer, _ surroundings: Surroundings) async -> FetchReport {
    var report = committer.report
    let usage = client.usage
    report.requests = usage.requests
    report.retries = usage.retries
    report.usedServerClock = client.clock.isServers
    report.notHeldBefore = max(0, surroundings.before - surroundings.heldBefore)
    report.future = surroundings.future
    report.wasInterrupted = Task.isCancelled
    let walks = await committer.archive.walks
    let coverage = Coverage(walks)
    report.incomplete = coverage.incomplete.map { walks[$0].window }
    let firstIncomplete = report.incomplete.map(\.from).min() ?? Instant(nanoseconds: .max)
    report.completeThrough = coverage.covered.first.map { min($0.until, firstIncomplete) }
    return report
  }
}

/// What the API has outside the window of a run, which nobody should have to guess.
struct Surroundings {
  var before = 0
  var heldBefore = 0
  var future = 0

  init() {}

  init(of work: Window, now: Instant, _ client: APIClient, _ committer: Committer) async throws {
    before = try await client.count(ActivityFilter(before: work.from))
    if before > 0 { heldBefore = try await committer.liveCount(before: work.from) }
    future = try await client.count(ActivityFilter(after: now))
  }
}

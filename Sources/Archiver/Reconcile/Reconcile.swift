import Activities
import ActivityAPI
import ArchiveFormat
import ArchiveStore
import Synchronization

/// Compares what an archive holds with what the API shows now, and archives what is new.
///
/// `fetch` looks again only at what is not settled; this looks at all of it.
public struct Reconcile: Sendable {
  let directory: String
  let client: APIClient
  let options: ReconcileOptions
  let progress: @Sendable (FetchEvent) -> Void

  /// A comparison of the archive at `directory`.
  public init(
    directory: String, client: APIClient, options: ReconcileOptions = ReconcileOptions(),
    progress: @escaping @Sendable (FetchEvent) -> Void = { _ in }
  ) {
    self.directory = directory
    self.client = client
    self.options = options
    self.progress = progress
  }

  /// Compares day by day.
  ///
  /// What a walk shows is committed before the next, so that a run that ends early has made progress.
  /// Throws `APIError`, `StoreError` or `FetchError` for what ends a run.
  public func run() async throws -> ReconcileReport {
    let found = Mutex(ReconcileReport())
    let committer = try await Committer(
      try .archive(
        at: directory, dryRunFolder: options.dryRunFolder, signingKey: options.signingKey),
      source: client.baseURL.description,
      differences: { difference in found.withLock { $0.add(difference) } })
    try client.workspace.expect(await committer.archive.organizationID)
    do {
      try await compare(committer, found)
    } catch {
      guard error.isCancellation else { throw error }
    }
    return report(found.withLock { $0 }, committer)
  }

  private func compare(
    _ committer: Committer, _ found: borrowing Mutex<ReconcileReport>
  ) async throws {
    let contents = await committer.archive.contents
    let walks = contents.walks
    let coverage = contents.coverage
    let expired = contents.expiredBefore
    let attempted = coverage.attempted(walks)
    let gaps = coverage.gaps(walks, since: options.since, until: options.until)
    found.withLock { $0.gaps = gaps.filter { $0.place != .between } }
    guard let first = attempted.first, let last = attempted.last else { return }
    let held = Window(from: max(first.from, expired ?? first.from), until: last.until)
    let newest = try await client.page(ActivityQuery(order: .descending, size: 1))
    try await committer.checkThatSomethingIsThere(newest)
    let before =
      expired == nil ? try await client.count(ActivityFilter(before: held.from)) : 0
    let notHeld = max(0, before &- (try await committer.liveCount(before: held.from)))
    // A count says nothing of what no walk has read to its end.
    let open = coverage.incomplete.map { walks[$0].window }
    let steps = held.intersection(options.window.roundedToSeconds).days.map { day in
      let isWalked = options.isFull || open.contains { !$0.intersection(day).isEmpty }
      return FetchPlan.Step(window: day, kind: isWalked ? .walk : .compare)
    }
    found.withLock { $0.notHeldBefore = notHeld }
    progress(.planned(windows: steps.count, activities: 0))
    let compared = ComparedDays(progress)
    var walking = FetchOptions()
    walking.concurrency = options.concurrency
    let windows = WindowFetch(
      client: client, slots: WalkSlots(options.concurrency), committer: committer,
      options: walking, control: newest.records.first?.key.id, opening: nil,
      progress: compared.tell)
    defer { found.withLock { $0.days = compared.days } }
    try await windows.take(steps[...])
  }

  private func report(_ found: ReconcileReport, _ committer: Committer) -> ReconcileReport {
    var report = found
    report.differences.sort { ($0.key, $0.kind.rawValue) < ($1.key, $1.kind.rawValue) }
    let figures = committer.report
    report.quarantined = figures.quarantined
    report.incomplete = figures.incompleteWalks.sorted { ($0.from, $0.until) < ($1.from, $1.until) }
    report.requests = client.usage.requests
    report.retries = client.usage.retries
    report.wasInterrupted = Task.isCancelled
    return report
  }
}

/// Hands events on, and counts the days that are compared.
private final class ComparedDays: Sendable {
  private let count = Mutex(0)
  private let progress: @Sendable (FetchEvent) -> Void

  init(_ progress: @escaping @Sendable (FetchEvent) -> Void) {
    self.progress = progress
  }

  var days: Int { count.withLock { $0 } }

  @Sendable func tell(_ event: FetchEvent) {
    if case .finished = event { count.withLock { $0 += 1 } }
    progress(event)
  }
}

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

  /// Where the activities of the archive at `directory` come from; nil if none is there yet.
  ///
  /// Throws `StoreError` for a folder that is no archive and in which none can be made.
  public static func source(ofArchiveAt directory: String) throws(StoreError) -> String? {
    try ArchiveFolder.firstEntry(ofArchiveAt: directory)?.source
  }

  /// Does the run.
  ///
  /// What an archive that is there refuses costs no request; a new one is made when the API has
  /// answered.
  ///
  /// Cancelled, it commits what it has received as incomplete walks and reports so. Throws
  /// `APIError`, `StoreError` or `FetchError` for what ends a run; windows committed before that
  /// stay.
  public func run() async throws -> FetchReport {
    let present = try await openArchive()
    let oldest = try await client.page(ActivityQuery(order: .ascending, size: 1))
    try await present?.checkThatSomethingIsThere(oldest)
    let committer = if let present { present } else { try await makeArchive() }
    let now = client.clock.now
    let until = min(options.until ?? now, now - options.lag, oldest.readExtent.until)
    var failure: (any Error)?
    var surroundings: Surroundings?
    do {
      if let start = try await start(oldest, now: now, committer) {
        let around = try await Surroundings(of: start, now: now, client, committer)
        surroundings = around
        let work = Window(from: start, until: until).roundedToSeconds
        try await walk(work, oldest, now: now, around, committer)
      }
    } catch {
      failure = error
    }
    if let failure, !failure.isCancellation { throw failure }
    return await report(committer, surroundings, until: until, unreadAtSource: oldest.unread)
  }

  /// Nil if there is none yet. The key is for the archive's own source alone, so that is settled
  /// before it goes anywhere.
  private func openArchive() async throws -> Committer? {
    let source = client.baseURL.description
    guard let present = try Self.source(ofArchiveAt: directory) else { return nil }
    guard present == source else { throw FetchError.otherSource(archive: present, given: source) }
    let committer = try await committer()
    try client.workspace.expect(await committer.archive.organizationID)
    return committer
  }

  private func makeArchive() async throws -> Committer {
    let committer = try await committer()
    progress(.made)
    return committer
  }

  private func committer() async throws -> Committer {
    let source = client.baseURL.description
    return try await Committer(
      .archive(
        at: directory, source: source, now: client.clock.now, signingKey: options.signingKey),
      source: source)
  }

  /// Where the archive begins; nil if there is nothing to archive.
  private func start(
    _ oldest: Page, now: Instant, _ committer: Committer
  ) async throws -> Instant? {
    let expired = await committer.archive.contents.expiredBefore
    if let since = options.since { return max(since, expired ?? since) }
    if let expired { return expired }
    if let beginning = await committer.archive.beginning { return beginning }
    let beginning = try await Beginning(client: client, now: now).find(oldest)
    return beginning.map { max($0, oldest.readExtent.from) }
  }

  /// Takes the steps of the plan in order.
  private func walk(
    _ work: Window, _ oldest: Page, now: Instant, _ surroundings: Surroundings,
    _ committer: Committer
  ) async throws {
    let walks = await committer.archive.walks
    let plan = FetchPlan(
      walks: walks, start: work.from, until: work.until, now: now,
      settle: options.settle, amendWindow: options.amendWindow)
    let isFirst = walks.isEmpty
    let steps = try await EmptyStretches(client: client).merged(plan.steps)
    progress(
      .planned(
        windows: steps.count,
        activities: isFirst
          ? max(0, oldest.totalCount - surroundings.before - surroundings.future) : 0))
    let opening = steps.first.flatMap { first in
      walks.contains { $0.window.from <= first.window.from } ? nil : Opening(first.window)
    }
    let windows = WindowFetch(
      client: client, slots: WalkSlots(options.concurrency), committer: committer,
      options: options, control: oldest.records.first?.key.id, opening: opening,
      progress: progress)
    try await windows.take(steps[...])
  }

  private func report(
    _ committer: Committer, _ surroundings: Surroundings?, until: Instant, unreadAtSource: [Window]
  ) async -> FetchReport {
    var report = committer.report
    let usage = client.usage
    report.requests = usage.requests
    report.retries = usage.retries
    report.usedServerClock = client.clock.isServers
    if let surroundings {
      report.start = surroundings.start
      report.end = until
      report.beginning = surroundings.beginning
      report.notHeldBefore = surroundings.notHeldBefore
      report.notHeldBetween = surroundings.notHeldBetween
      report.future = surroundings.future
    }
    report.wasInterrupted = Task.isCancelled
    let contents = await committer.archive.contents
    let walks = contents.walks
    let coverage = contents.coverage
    report.expiredBefore = contents.expiredBefore
    let incomplete = coverage.incomplete.map { walks[$0].window }
    report.incomplete = Set(incomplete + report.incomplete).sorted {
      ($0.from, $0.until) < ($1.from, $1.until)
    }
    report.unreadAtSource = Window.merged(
      report.incomplete.flatMap { part in unreadAtSource.map(part.intersection) })
    report.gaps = coverage.gaps
    report.hasCoverage = !coverage.covered.isEmpty
    report.completeThrough = coverage.completeThrough(without: incomplete)
    return report
  }
}

extension Coverage {
  /// The end of what is covered, or has expired, without a gap from the very beginning.
  fileprivate func completeThrough(without incomplete: [Window]) -> Instant? {
    let covered = expired.isEmpty ? covered : Window.merged(covered + [expired])
    let beginning = (covered + incomplete).map(\.from).min()
    let first = covered.first?.subtracting(incomplete).first
    return first.flatMap { $0.from == beginning ? $0.until : nil }
  }
}

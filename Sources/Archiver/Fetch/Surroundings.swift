import Activities
import ActivityAPI
import ArchiveFormat
import ArchiveStore

/// What the API has outside the window of a run, which nobody should have to guess.
struct Surroundings {
  /// Where the run's window begins.
  let start: Instant
  /// Where the archive begins, the run's window included.
  let beginning: Instant
  /// Activities of the API before the window.
  let before: Int
  /// Those before the archive's beginning that it does not hold.
  let notHeldBefore: Int
  /// Those between its beginning and the window.
  let notHeldBetween: Int
  /// Activities of the API that are yet to come.
  let future: Int

  /// Of a run that begins at `start`.
  init(
    of start: Instant, now: Instant, _ client: APIClient, _ committer: Committer
  ) async throws {
    self.start = start
    let archive = await committer.archive
    let expired = archive.contents.expiredBefore
    beginning = max(min(start, archive.beginning ?? start), expired ?? Instant(nanoseconds: .min))
    let after = expired.map { $0 - .milliseconds(1) }
    before = try await client.count(ActivityFilter(after: after, before: start))
    future = try await client.count(ActivityFilter(after: now))
    let held = before > 0 ? try await committer.liveCount(before: start) : 0
    let missing = max(0, before &- held)
    if missing > 0, beginning < start {
      let earlier = try await client.count(ActivityFilter(after: after, before: beginning))
      let held = try await committer.liveCount(before: beginning)
      notHeldBefore = min(missing, max(0, earlier &- held))
    } else {
      notHeldBefore = missing
    }
    notHeldBetween = missing - notHeldBefore
  }
}

extension Archive {
  /// The earliest instant that a walk has read; nil without any.
  var beginning: Instant? {
    walks.lazy.filter { $0.eventType == nil }.map(\.window.from).min()
  }
}

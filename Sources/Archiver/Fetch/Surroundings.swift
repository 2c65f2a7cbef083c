import Activities
import ActivityAPI

/// What the API has outside the window of a run, which nobody should have to guess.
struct Surroundings {
  var before = 0
  var heldBefore = 0
  var future = 0

  init() {}

  init(
    before start: Instant, now: Instant, _ client: APIClient, _ committer: Committer
  ) async throws {
    before = try await client.count(ActivityFilter(before: start))
    if before > 0 { heldBefore = try await committer.liveCount(before: start) }
    future = try await client.count(ActivityFilter(after: now))
  }
}

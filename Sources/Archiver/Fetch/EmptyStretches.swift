import Activities
import ActivityAPI

/// Finds long stretches of days without activities, so that they are walked in one piece.
///
/// One activity with a wrong time, as of 1970, would otherwise make thousands of windows.
struct EmptyStretches: Sendable {
  let client: APIClient

  /// Fewer days are sooner walked than asked about.
  private static let worthAsking = 64

  /// The steps with those of each long empty stretch made one.
  func merged(_ steps: [FetchPlan.Step]) async throws -> [FetchPlan.Step] {
    var result: [FetchPlan.Step] = []
    var rest = steps[...]
    while let first = rest.first {
      let run = rest.prefix { $0.kind == first.kind }
      rest = rest.dropFirst(run.count)
      result += first.kind == .walk ? try await merged(walks: run) : Array(run)
    }
    return result
  }

  private func merged(
    walks: ArraySlice<FetchPlan.Step>
  ) async throws -> [FetchPlan.Step] {
    guard walks.count >= Self.worthAsking, let first = walks.first, let last = walks.last,
      walks.indices.dropFirst().allSatisfy({ walks[$0 - 1].window.until == walks[$0].window.from })
    else { return Array(walks) }
    let window = Window(from: first.window.from, until: last.window.until)
    let after = window.from - .milliseconds(1)
    guard try await client.count(ActivityFilter(after: after, before: window.until)) > 0 else {
      return [FetchPlan.Step(window: window, kind: .walk)]
    }
    let middle = walks.startIndex + walks.count / 2
    return try await merged(walks: walks[..<middle]) + (try await merged(walks: walks[middle...]))
  }
}

import ActivityAPI

extension WindowFetch {
  /// Takes the steps in order, several at once.
  ///
  /// The first failure ends it: no other step is begun, and those under way are cancelled. A few more
  /// steps are under way than walk at once, so that the API is asked for the next windows while others
  /// wait for their commit. Only when none is left to begin does a walk read its window side by side.
  func take(_ steps: ArraySlice<FetchPlan.Step>) async throws {
    await slots.reserve(true)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (position, step) in steps.enumerated() {
        if position >= options.stepsUnderWay { try await group.next() }
        guard !Task.isCancelled else { break }
        group.addTask { try await take(step) }
      }
      await slots.reserve(false)
      // Not `waitForAll`: that lets the others go on to their end.
      while try await group.next() != nil {}
    }
  }
}

extension Error {
  /// Whether it says no more than that the task was cancelled.
  var isCancellation: Bool { self is CancellationError || self as? APIError == .cancelled }
}

import ActivityAPI

extension WindowFetch {
  /// Takes the steps in order, several at once.
  ///
  /// The first failure ends it: no other step is begun, and those under way are cancelled. A few more
  /// steps are under way than walk at once, so that the API is asked for the next windows while others
  /// wait for their commit. Only when none is left to begin does a walk read its window side by side.
  func take(_ steps: ArraySlice<FetchPlan.Step>) async throws {
    var rest = steps
    var failure: (any Error)?
    await slots.reserve(true)
    await withThrowingTaskGroup(of: Void.self) { group in
      var underWay = 0
      repeat {
        while failure == nil, !Task.isCancelled, underWay < options.stepsUnderWay,
          let step = rest.popFirst()
        {
          group.addTask { try await take(step) }
          underWay += 1
        }
        if rest.isEmpty { await slots.reserve(false) }
        if case .failure(let error)? = await group.nextResult() {
          // A step that the failure of another has ended says nothing about why.
          if failure?.isCancellation ?? true { failure = error }
          group.cancelAll()
        }
        underWay -= 1
      } while underWay > 0
    }
    if let failure { throw failure }
  }
}

extension Error {
  /// Whether it says no more than that the task was cancelled.
  var isCancellation: Bool { self is CancellationError || self as? APIError == .cancelled }
}

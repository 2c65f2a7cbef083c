import ArchiveStore

extension Collection where Element: Sendable {
  /// What `transform` makes of each element, in their order; as many are under way at the same time as
  /// there are processors. Throws what it throws, and `CancellationError`.
  func mapSideBySide<Result: Sendable>(
    _ transform: @escaping @Sendable (Element) async throws -> Result
  ) async throws -> [Result] {
    let most = processorCount()
    return try await withThrowingTaskGroup(of: (Int, Result).self) { group in
      var made: [(Int, Result)] = []
      for (position, element) in enumerated() {
        if position >= most, let next = try await group.next() { made.append(next) }
        try Task.checkCancellation()
        group.addTask { (position, try await transform(element)) }
      }
      while let next = try await group.next() { made.append(next) }
      return made.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }
}

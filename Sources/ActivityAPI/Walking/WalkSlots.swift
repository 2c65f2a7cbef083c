/// Places for walks that run side by side; who comes first is served first.
public actor WalkSlots {
  private let count: Int
  private var free: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []
  private var isReserved = false
  private var isClosed = false

  /// At most `count` walks at once.
  public init(_ count: Int) {
    self.count = max(count, 1)
    free = self.count
  }

  /// Whether nobody has a place.
  public var isIdle: Bool { free == count }

  /// Takes a place, after waiting for one if need be.
  public func acquire() async {
    if free > 0, waiting.isEmpty {
      free -= 1
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  /// Keeps the places for walks that are about to begin, so that none takes a second one.
  public func reserve(_ isReserved: Bool) {
    self.isReserved = isReserved
  }

  /// Takes a second place, which nobody else wants; false if there is none.
  public func tryAcquire() -> Bool {
    guard free > 0, waiting.isEmpty, !isReserved else { return false }
    free -= 1
    return true
  }

  /// Does `work` in a place. Throws `CancellationError` once the places are closed.
  public func hold<Value: Sendable>(
    _ work: @Sendable () async throws -> Value
  ) async throws -> Value {
    await acquire()
    defer { release() }
    guard !isClosed else { throw CancellationError() }
    do {
      return try await work()
    } catch {
      isClosed = true
      throw error
    }
  }

  /// Closes the places to whoever has none yet, as work that has failed does.
  public func close() {
    isClosed = true
  }

  /// Gives a place back.
  public func release() {
    if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
  }
}

import Activities
import ArchiveFormat
import Synchronization
import Testing
import TestSupport

@testable import Archiver

/// What is remembered is bounded, and found out once.
@Suite("The memory of an archive") struct ArchiveMemoryTests {
  private func key(_ number: Int) -> MemoryKey {
    let commit = withUnsafeBytes(of: number) { Hash256(sha256Of: Array($0).span.bytes) }
    return .count(DayFiles(files: []), commit, ActivityFilter())
  }

  /// Counts how often it is asked.
  private final class Source: Sendable {
    private let calls = Mutex(0)
    var count: Int { calls.withLock { $0 } }

    func answer(_ value: Int) async -> Int {
      calls.withLock { $0 += 1 }
      await Task.yield()
      return value
    }
  }

  @Test func whatIsAskedForAtTheSameTimeIsFoundOutOnce() async throws {
    let memory = ArchiveMemory()
    let source = Source()
    let key = key(1)
    let answers = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<100 {
        group.addTask { try await memory.value(key) { await source.answer(7) } }
      }
      return try await group.reduce(0, +)
    }
    #expect(answers == 700 && source.count == 1)
    #expect(memory.remembered(key) == 7)
  }

  private enum Failure: Error { case once }

  @Test func anErrorIsNotRemembered() async throws {
    let memory = ArchiveMemory()
    let key = key(1)
    await #expect(throws: Failure.once) {
      try await memory.value(key) { () throws -> Int in throw Failure.once }
    }
    #expect(try await memory.value(key) { 3 } == 3)
  }

  @Test func itIsBounded() async throws {
    let memory = ArchiveMemory(limit: 40_000)
    for number in 0..<1_000 { _ = try await memory.value(key(number)) { number } }
    #expect(memory.cost <= 40_000 && memory.cost > 20_000)
    #expect(memory.remembered(key(0), as: Int.self) == nil && memory.remembered(key(999)) == 999)
  }

  /// The order in which values go, against a list.
  @Test(arguments: [1, 2, 3] as [UInt64]) func theOnesThatWereNotAskedForGo(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var values = LeastRecentlyUsed<Int, Int>(limit: 50)
    var list: [(key: Int, value: Int, cost: Int)] = []
    for step in 0..<5_000 {
      let key = Int(random.below(30))
      let place = list.firstIndex { $0.key == key }
      if random.chance(0.5) {
        #expect(values.value(key) == place.map { list[$0].value }, "seed \(seed), step \(step)")
        if let place { list.append(list.remove(at: place)) }
      } else {
        let cost = Int(random.below(60))
        values.keep(step, cost: cost, for: key)
        if let place { list.remove(at: place) }
        guard cost <= 50 else { continue }
        while list.reduce(cost, { $0 + $1.cost }) > 50 { list.removeFirst() }
        list.append((key, step, cost))
      }
      #expect(values.cost == list.reduce(0) { $0 + $1.cost } && values.count == list.count)
    }
  }

  @Test func positionsAreASet() {
    var set = PositionSet()
    for position in [0, 63, 64, 500, 1_023] { set.insert(position) }
    var found: [Int] = []
    set.forEach { found.append($0) }
    #expect(found == [0, 63, 64, 500, 1_023] && set.count == 5)
    #expect(set.intersection(PositionSet(63..<501)).count == 3)
    #expect(set.subtracting(PositionSet(0..<1_023)).contains(1_023))
    for range in [0..<0, 0..<1_024, 5..<5, 64..<128, 63..<65, 1_000..<1_024] {
      #expect(PositionSet(range).count == range.count, "\(range)")
    }
  }
}

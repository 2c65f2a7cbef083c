import Activities
import ArchiveStore
import Patterns

/// Scans the blocks of a plan side by side and hands out what was found in the order of the plan.
struct ScanPipeline {
  let archive: Archive
  let query: SearchQuery
  /// Blocks that are scanned at the same time.
  let concurrency: Int
  var countingBy: CountKey?

  /// Calls `consume` with each piece of work, what came of it, and the instant before which no later
  /// piece has a record (nil at the end), until it answers false.
  ///
  /// While `consume` is busy, no more than twice `concurrency` pieces are scanned ahead. Faults go
  /// into `report` and stop nothing.
  func run(
    _ plan: BlockPlan, _ report: inout SearchReport,
    consume: (ScanTask, ScanResult, Instant?) async throws -> Bool
  ) async throws {
    var scanners: [BlockScanner] = []
    for _ in 0..<max(1, concurrency) {
      scanners.append(try BlockScanner(archive, query, countingBy: countingBy))
    }
    let found = try await withThrowingTaskGroup(of: Scanned.self) { group in
      var order = ScanOrder(free: scanners + scanners)
      while true {
        try Task.checkCancellation()
        while let (number, task, scanner) = order.begin(plan) {
          group.addTask {
            Scanned(number: number, scanner: scanner, result: await scanner.scan(task))
          }
        }
        if let (task, result) = order.takeFirst() {
          order.report.add(result)
          let next = order.first ?? plan.peek()?.first
          if try await !consume(task, result, next) { break }
        } else if let scanned = try await group.next() {
          order.end(scanned)
        } else {
          break
        }
      }
      group.cancelAll()
      return order.report
    }
    report.addCounts(of: found)
    report.add(plan)
  }
}

/// A piece of work that is done.
private struct Scanned: Sendable {
  let number: Int
  let scanner: BlockScanner
  let result: ScanResult
}

/// Which pieces are under way, and what came of those that are done before their turn.
private struct ScanOrder {
  /// Scanners by the places that are free at each: two, so that none waits for the consumer.
  var free: [BlockScanner]
  var report = SearchReport()
  private var tasks: [Int: ScanTask] = [:]
  private var results: [Int: ScanResult] = [:]
  private var begun = 0
  private var taken = 0
  private let lookAhead: Int

  init(free: [BlockScanner]) {
    self.free = free
    lookAhead = free.count
  }

  /// The first instant of the piece whose turn it is; nil if none is under way.
  var first: Instant? { tasks[taken]?.first }

  /// The next piece to scan, if there is one and a place for it.
  mutating func begin(_ plan: BlockPlan) -> (Int, ScanTask, BlockScanner)? {
    guard begun - taken < lookAhead, !free.isEmpty, let task = plan.next() else { return nil }
    defer { begun += 1 }
    tasks[begun] = task
    return (begun, task, free.removeFirst())
  }

  mutating func end(_ scanned: Scanned) {
    free.append(scanned.scanner)
    results[scanned.number] = scanned.result
  }

  /// The piece whose turn it is, if it is done.
  mutating func takeFirst() -> (ScanTask, ScanResult)? {
    guard let result = results.removeValue(forKey: taken),
      let task = tasks.removeValue(forKey: taken)
    else { return nil }
    taken += 1
    return (task, result)
  }
}

extension SearchReport {
  fileprivate mutating func add(_ result: ScanResult) {
    blocksRead += result.blocksRead
    contentBytes += result.contentBytes
    unreadableRecords += result.unreadable
    for fault in result.faults { add(fault) }
  }

  fileprivate mutating func add(_ plan: BlockPlan) {
    blocksPassedOver += plan.blocksPassedOver
    segmentsPassedOver += plan.segmentsPassedOver
    for fault in plan.faults { add(fault) }
  }
}

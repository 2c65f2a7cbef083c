import Activities
import ArchiveStore
import Patterns

/// Scans the blocks of a plan side by side and hands out what was found in the order of the plan.
struct ScanPipeline {
  let archive: Archive
  let query: SearchQuery
  /// Blocks that are scanned at the same time.
  let concurrency: Int
  /// What records are counted by; nil to collect them.
  var countingBy: [CountKey]?

  /// Calls `consume` with each piece of work, what came of it, and the instant before which no later
  /// piece has a record (nil at the end), until it answers false.
  ///
  /// While `consume` is busy, no more than twice `concurrency` pieces are scanned ahead. Faults go
  /// into `report` and stop nothing.
  nonisolated(nonsending) func run(
    _ plan: BlockPlan, _ report: inout SearchReport,
    consume: nonisolated(nonsending) (ScanTask, ScanResult, Instant?) async throws -> Bool
  ) async throws {
    var ahead: [(task: ScanTask, scan: Task<ScanResult, Never>)] = []
    defer { for (_, scan) in ahead { scan.cancel() } }
    let scanners = try (0..<max(1, concurrency)).map { _ in
      try BlockScanner(archive, query, countingBy: countingBy)
    }
    var begun = 0
    while true {
      try Task.checkCancellation()
      while ahead.count < 2 * scanners.count, let task = plan.next() {
        let scanner = scanners[begun % scanners.count]
        ahead.append((task, Task { await scanner.scan(task) }))
        begun += 1
      }
      guard !ahead.isEmpty else { break }
      let result = await ahead[0].scan.value
      let task = ahead.removeFirst().task
      report.add(result)
      let next = ahead.first?.task ?? plan.peek()
      if try await !consume(task, result, next?.first) { break }
    }
    report.add(plan)
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

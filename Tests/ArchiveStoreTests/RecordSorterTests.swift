import Activities
import Testing
import TestSupport

@testable import ArchiveStore

@Suite struct RecordSorterTests {
  /// Keys drawn from few, so that many are equal; each record spells when it came.
  private func input(
    _ count: Int, using generator: inout SeededGenerator
  ) -> [(key: RecordKey, record: [UInt8])] {
    (0..<count).map { arrival in
      let instant = Instant(nanoseconds: Int64.random(in: -5...5, using: &generator))
      let id = Identifier(high: 0, low: UInt64.random(in: 0..<8, using: &generator))
      let padding = Int.random(in: 0..<300, using: &generator)
      let record = Array("\(arrival)".utf8) + [UInt8](repeating: 0x20, count: padding)
      return (RecordKey(instant: instant, id: id), record)
    }
  }

  private func read(_ sorted: consuming SortedRecords) throws -> [(key: RecordKey, record: [UInt8])]
  {
    var all: [(RecordKey, [UInt8])] = []
    while let key = try sorted.next() {
      all.append((key, sorted.withRecord { $0.bytes(in: 0..<$0.byteCount) }))
    }
    return all
  }

  @Test(arguments: 0..<12 as Range<UInt64>)
  func agreesWithAStableSort(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let folder = try TemporaryFolder()
    let budget = [1, 500, 4_096, 65_536, RecordSorter.defaultBudget][Int(seed % 5)]
    let input = input(Int.random(in: 0..<1_500, using: &generator), using: &generator)
    var sorter = RecordSorter(in: try Staging(folderAt: folder.path), budget: budget)
    for (key, record) in input { try sorter.append(key, record.span.bytes) }
    #expect(sorter.count == input.count)

    let expected = input.enumerated().sorted {
      $0.element.key != $1.element.key
        ? $0.element.key < $1.element.key : $0.offset < $1.offset
    }.map(\.element)
    for _ in 0..<2 {
      let sorted = try read(try sorter.sorted())
      #expect(sorted.map(\.key) == expected.map(\.key), "seed \(seed)")
      #expect(sorted.map(\.record) == expected.map(\.record), "seed \(seed)")
    }
  }

  @Test func recordsMayBeLongerThanTheBudgetAndTheBuffers() throws {
    let folder = try TemporaryFolder()
    var sorter = RecordSorter(in: try Staging(folderAt: folder.path), budget: 1_000)
    let records = (0..<5).map { [UInt8](repeating: UInt8($0), count: 400_000 + $0) }
    for index in [3, 1, 4, 0, 2] {
      let key = RecordKey(
        instant: Instant(nanoseconds: Int64(index)), id: Identifier(high: 0, low: 0))
      let record = records[index]
      try sorter.append(key, record.span.bytes)
    }
    #expect(try read(try sorter.sorted()).map(\.record) == records)
  }

  @Test func moreMayBeAppendedAfterReading() throws {
    let folder = try TemporaryFolder()
    var generator = SeededGenerator(seed: 77)
    let input = input(400, using: &generator)
    var sorter = RecordSorter(in: try Staging(folderAt: folder.path), budget: 2_000)
    for (key, record) in input.prefix(200) { try sorter.append(key, record.span.bytes) }
    let first = try sorter.sorted()
    for (key, record) in input.dropFirst(200) { try sorter.append(key, record.span.bytes) }
    #expect(try read(first).count == 200)
    #expect(try read(try sorter.sorted()).map(\.key) == input.map(\.key).sorted())
  }

  @Test func spillsHaveNoNameThatACrashCouldLeave() throws {
    let folder = try TemporaryFolder()
    try write([1], to: folder("spill-1"))
    var generator = SeededGenerator(seed: 5)
    var sorter = RecordSorter(in: try Staging(folderAt: folder.path), budget: 100)
    for (key, record) in input(100, using: &generator) {
      try sorter.append(key, record.span.bytes)
    }
    #expect(files(below: folder.path) == ["spill-1"])
    #expect(try read(try sorter.sorted()).count == 100)
    #expect(try bytes(at: folder("spill-1")) == [1])
  }
}

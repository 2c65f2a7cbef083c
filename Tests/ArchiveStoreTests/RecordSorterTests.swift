import Activities
import Testing
import TestSupport

@testable import ArchiveStore

@Suite struct RecordSorterTests {
  private func key(_ second: Int) -> RecordKey {
    RecordKey(instant: Instant(seconds: Int64(second)), id: Identifier(high: 0, low: 0))
  }

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

  /// Appends records alone, or some in the bytes of a page, between others that are not appended.
  private func append(
    _ input: [(key: RecordKey, record: [UInt8])], to sorter: inout RecordSorter,
    using generator: inout SeededGenerator
  ) throws {
    var rest = input[...]
    while let (key, record) = rest.first {
      guard Bool.random(using: &generator) else {
        try sorter.append(key, record)
        rest.removeFirst()
        continue
      }
      var page: [UInt8] = []
      let places = rest.prefix(Int.random(in: 1...20, using: &generator)).map { key, record in
        page += [UInt8](repeating: 0x2C, count: Int.random(in: 0..<50, using: &generator))
        page += record
        return (key: key, range: page.count - record.count..<page.count)
      }
      try sorter.append(places, in: page)
      rest = rest.dropFirst(places.count)
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
    try append(input, to: &sorter, using: &generator)
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
      try sorter.append(key(index), records[index])
    }
    #expect(try read(try sorter.sorted()).map(\.record) == records)
  }

  /// A buffer that a long record needed serves short ones afterwards.
  @Test func longRecordsLieBetweenShortOnesOfManyRuns() throws {
    let folder = try TemporaryFolder()
    var generator = SeededGenerator(seed: 31)
    var sorter = RecordSorter(in: try Staging(folderAt: folder.path), budget: 100_000)
    let records = (0..<600).map { index in
      let length = index.isMultiple(of: 50) ? 300_000 : 40
      return [UInt8](repeating: UInt8(index % 256), count: length + index)
    }
    for index in records.indices.shuffled(using: &generator) {
      try sorter.append(key(index), records[index])
    }
    #expect(sorter.runCount > 10)
    #expect(try read(try sorter.sorted()).map(\.record) == records)
  }

  /// Also a page of which next to nothing is a record stays in memory whole.
  @Test func whatSurroundsRecordsCountsForTheBudget() throws {
    let folder = try TemporaryFolder()
    var sorter = RecordSorter(in: try Staging(folderAt: folder.path), budget: 50_000)
    for index in 0..<100 {
      let page = [UInt8](repeating: 0x20, count: 9_999) + [UInt8(index)]
      try sorter.append([(key: key(index), range: 9_999..<10_000)], in: page)
    }
    #expect((16...25).contains(sorter.runCount))
    #expect(try read(try sorter.sorted()).map(\.record) == (0..<100).map { [$0] })
  }

  @Test func onePageBeyondTheBudgetIsNotKept() throws {
    let folder = try TemporaryFolder()
    var sorter = RecordSorter(in: try Staging(folderAt: folder.path), budget: 5_000)
    try sorter.append([], in: [UInt8](repeating: 0x20, count: 10_000))
    #expect(sorter.runCount == 0)
    try sorter.append(
      [(key: key(1), range: 0..<1)], in: [UInt8](repeating: 0x20, count: 10_000))
    #expect(sorter.runCount == 1)
    #expect(try read(try sorter.sorted()).map(\.record) == [[0x20]])
  }

  @Test func moreMayBeAppendedAfterReading() throws {
    let folder = try TemporaryFolder()
    var generator = SeededGenerator(seed: 77)
    let input = input(400, using: &generator)
    var sorter = RecordSorter(in: try Staging(folderAt: folder.path), budget: 2_000)
    for (key, record) in input.prefix(200) { try sorter.append(key, record) }
    let first = try sorter.sorted()
    for (key, record) in input.dropFirst(200) { try sorter.append(key, record) }
    #expect(try read(first).count == 200)
    #expect(try read(try sorter.sorted()).map(\.key) == input.map(\.key).sorted())
  }

  @Test func spillsHaveNoNameThatACrashCouldLeave() throws {
    let folder = try TemporaryFolder()
    try write([1], to: folder("spill-1"))
    var generator = SeededGenerator(seed: 5)
    var sorter = RecordSorter(in: try Staging(folderAt: folder.path), budget: 100)
    for (key, record) in input(100, using: &generator) {
      try sorter.append(key, record)
    }
    #expect(files(below: folder.path) == ["spill-1"])
    #expect(try read(try sorter.sorted()).count == 100)
    #expect(try bytes(at: folder("spill-1")) == [1])
  }
}

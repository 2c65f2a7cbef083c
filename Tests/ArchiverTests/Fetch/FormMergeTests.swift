import Activities
import ArchiveFormat
import ArchiveStore
import Foundation
import Testing

@testable import Archiver

@Suite("What a commit makes of the forms received")
struct FormMergeTests {
  private let day = UTCDay(number: 20_000)

  private func id(_ number: Int) -> Identifier { Identifier(high: 1 << 40, low: UInt64(number)) }

  /// A form of activity `number`, so many seconds into the day.
  private func record(_ number: Int, _ second: Int, _ form: String) -> (RecordKey, [UInt8]) {
    let key = RecordKey(instant: day.start + .seconds(second), id: id(number))
    let text = #"{"id":"\#(key.id)","created_at":"\#(key.instant)","form":"\#(form)"}"#
    return (key, Array(text.utf8))
  }

  /// The ids that come at more than one time.
  private func atSeveralTimes(_ records: [(RecordKey, [UInt8])]) -> Set<Identifier> {
    let times = Dictionary(grouping: records.map(\.0), by: \.id).mapValues(Set.init)
    return Set(times.filter { $0.value.count > 1 }.keys)
  }

  /// Commits records as one walk, and gives what was added and amended.
  private func commit(
    _ records: [(RecordKey, [UInt8])], to writer: ArchiveWriter
  ) async throws -> (added: Int, amended: Int) {
    var sorter = RecordSorter(in: writer.staging)
    for (key, bytes) in records { try sorter.append(key, bytes) }
    let partition = HeldPartition(await writer.archive, within: Window(day))
    var merge = try FormMerge(
      partition, receiving: Set(records.map(\.0.id)), atSeveralTimes: atSeveralTimes(records),
      in: writer.staging, validator: try Validator.activity())
    try merge.merge(try sorter.sorted())
    let outcome = merge.outcome
    try await writer.commit(try merge.finish())
    return (outcome.added, outcome.amended)
  }

  /// Each step is a walk; afterwards the archive must be intact.
  private func check(
    _ steps: [(records: [(RecordKey, [UInt8])], added: Int, amended: Int)],
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("topo-archive-test-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let entry = ArchiveEntry(
      id: .random(), source: "https://api.example", createdAt: day.start)
    let writer = try ArchiveWriter(at: directory, creating: entry)
    for (number, step) in steps.enumerated() {
      let (added, amended) = try await commit(step.records, to: writer)
      #expect(added == step.added, "step \(number)", sourceLocation: sourceLocation)
      #expect(amended == step.amended, "step \(number)", sourceLocation: sourceLocation)
    }
    let report = try await Verify(ArchiveFolder(at: directory)).run()
    let found = report.counts.keys.filter { $0 != .schemaViolation }
    #expect(found.isEmpty, "\(report.findings)", sourceLocation: sourceLocation)
  }

  @Test func theSameFormTwice() async throws {
    let form = record(1, 10, "a")
    try await check([([form, form], 1, 0), ([form, form], 0, 0)])
  }

  @Test func aFormThatChangesInOneWalk() async throws {
    try await check([
      ([record(1, 10, "a"), record(1, 10, "b")], 1, 1),
      ([record(1, 10, "b")], 0, 0), ([record(1, 10, "c"), record(1, 10, "d")], 0, 1),
      ([record(1, 10, "d")], 0, 0),
    ])
  }

  @Test func aFormThatChangesBackAmendsNothing() async throws {
    try await check([
      ([record(1, 10, "a")], 1, 0), ([record(1, 10, "b"), record(1, 10, "a")], 0, 0),
      ([record(1, 10, "b")], 0, 1), ([record(1, 10, "c"), record(1, 10, "b")], 0, 0),
      ([record(2, 20, "a"), record(2, 20, "b"), record(2, 20, "a")], 1, 0),
    ])
  }

  @Test func oneIdAtTwoTimesIsNoSecondActivity() async throws {
    try await check([
      ([record(1, 10, "a"), record(1, 20, "a"), record(2, 15, "a")], 2, 1),
      ([record(1, 10, "b"), record(1, 30, "b"), record(2, 15, "b")], 0, 2),
      ([record(1, 30, "c"), record(3, 5, "a"), record(3, 40, "a"), record(3, 50, "a")], 1, 2),
    ])
  }
}

import Activities
import ArchiveFormat
import ArchiveStore
import Foundation
import Testing

@testable import Archiver

/// A good archive in a temporary folder, written through the store and always the same.
///
/// | line | entry |
/// |---|---|
/// | 1 | archive |
/// | 2 | 2025-03-14, part 0: records 1 to 1,030, two blocks |
/// | 3 | 2025-03-15, part 0: records 1 to 3 |
/// | 4 | 2025-03-16, part 0: records 1 and 2 |
/// | 5 | quarantine, part 0: two items |
/// | 6–8 | walks of the three days |
/// | 9 | 2025-03-14, part 1: records 2,001 and 2,002 |
/// | 10 | amendments of 2025-03-14, part 0: records 10 and 20 |
/// | 11 | a walk of 2025-03-14 |
/// | 12 | amendments of 2025-03-14, part 1: record 10 |
/// | 13 | a walk of the replies of 2025-03-14 |
final class Specimen {
  static let big = "activities/created_date=2025-03-14/part-00000.ndjson.gz"
  static let late = "activities/created_date=2025-03-14/part-00001.ndjson.gz"
  static let small = "activities/created_date=2025-03-15/part-00000.ndjson.gz"
  static let partition = "activities/created_date=2025-03-15"
  static let last = "activities/created_date=2025-03-16/part-00000.ndjson.gz"
  static let amendments = "amendments/created_date=2025-03-14/part-00000.ndjson.gz"
  static let newest = "amendments/created_date=2025-03-14/part-00001.ndjson.gz"
  static let quarantine = "quarantine/part-00000.ndjson.gz"
  static let lines = 13
  static let id = Identifier(high: 0x0195_4B2E_9999_7000, low: 0x8000_9999_9999_9999)

  let url: URL
  let root: String

  init() async throws {
    url = Self.temporaryFolder
    root = url.path
    for (path, bytes) in try await Self.original.value {
      let file = url.appending(path: path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: file)
    }
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  func path(_ relative: String) -> String { url.appending(path: relative).path }

  func bytes(_ relative: String) throws -> [UInt8] {
    Array(try Data(contentsOf: url.appending(path: relative)))
  }

  func write(_ bytes: [UInt8], to relative: String) throws {
    try Data(bytes).write(to: url.appending(path: relative))
  }

  func remove(_ relative: String) throws {
    try FileManager.default.removeItem(at: url.appending(path: relative))
  }

  func verify(
    _ options: VerifyOptions = VerifyOptions(), sliceSize: Int = PartitionCheck.sliceSize
  ) async throws -> VerifyReport {
    var verify = try Verify(ArchiveFolder(at: root), options)
    verify.sliceSize = sliceSize
    let report = try await verify.run()
    // In slices, findings come in another order.
    if sliceSize == PartitionCheck.sliceSize { try KeptSpecimen.keep(root, options, report) }
    return report
  }

  private static var temporaryFolder: URL {
    FileManager.default.temporaryDirectory.appending(path: "verify-\(UUID().uuidString.prefix(8))")
  }

  /// The files of the archive, written once.
  private static let original = Task {
    let folder = temporaryFolder
    defer { try? FileManager.default.removeItem(at: folder) }
    try await write(to: folder.path)
    var files: [String: [UInt8]] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
      let url = folder.appending(path: path)
      guard try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else {
        continue
      }
      files[path] = Array(try Data(contentsOf: url))
    }
    return files
  }

  private static func write(to path: String) async throws {
    let now = try #require(Timestamp("2025-04-01T00:00:00Z")).instant
    let entry = ArchiveEntry(id: Self.id, source: "https://api.topo.io", createdAt: now)
    let writer = try ArchiveWriter(at: path, creating: entry)
    let days = ["2025-03-14", "2025-03-15", "2025-03-16"]
    let counts = [1_030, 3, 2]
    var segments: [StagedSegment] = []
    var walks: [WalkEntry] = []
    for (day, count) in zip(days, counts) {
      let records = try (1...count).map { try SpecimenRecords.record($0, day: day) }
      segments += try stage(records, .activities(try #require(UTCDay(day))), writer.staging)
      walks.append(try walk(day, received: count, added: count))
    }
    var quarantine = try SegmentWriter(.quarantine, in: writer.staging)
    for item in ["null", "{]"] {
      try quarantine.append(
        QuarantineRecord(
          receivedAt: now, reason: item == "null" ? .notAnObject : .malformedJSON,
          item: Array(item.utf8)))
    }
    segments += try quarantine.finish()
    try await writer.commit(segments, walks: walks)
    let first = try #require(UTCDay(days[0]))
    var second = try stage(
      [2_001, 2_002].map { try SpecimenRecords.record($0) }, .activities(first), writer.staging)
    second += try stage(
      [10, 20].map { try SpecimenRecords.record($0, category: "INTERESTED") },
      .amendments(first), writer.staging)
    try await writer.commit(
      second, walks: [try walk(days[0], received: 1_032, added: 2, amended: 2)])
    let third = try stage(
      [try SpecimenRecords.record(10, category: "NOT_NOW")], .amendments(first), writer.staging)
    try await writer.commit(
      third, walks: [try walk(days[0], received: 103, amended: 1, eventType: "REPLIED")])
  }

  private static func stage(
    _ records: [[UInt8]], _ folder: SegmentLocation.Folder, _ staging: Staging
  ) throws -> [StagedSegment] {
    var writer = try SegmentWriter(folder, in: staging)
    for record in records { try writer.append(record.span.bytes) }
    return try writer.finish()
  }

  static func walk(
    _ day: String, received: Int, added: Int = 0, amended: Int = 0, eventType: String? = nil
  ) throws -> WalkEntry {
    let window = Window(try #require(UTCDay(day)))
    let end = window.until + .seconds(72 * 3_600)
    return try #require(
      WalkEntry(
        window: window, eventType: eventType, isComplete: true, reported: received,
        received: received, added: added, amended: amended, quarantined: 0, startedAt: end,
        endedAt: end + .seconds(5)))
  }
}

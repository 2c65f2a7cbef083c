import Activities
import ArchiveFormat
import Foundation
import Testing
import TestSupport

@testable import ArchiveStore

/// What is written here is read by a program that shares no code with this one: the reader of
/// `Tests/Interoperability`, which follows `schemas/FORMAT.md` with Python's standard library.
@Suite struct InteroperabilityTests {
  private static func read(_ path: String) throws -> (code: Int32, output: String, errors: String) {
    let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Interoperability/read_archive.py").path
    let folder = try TemporaryFolder()
    for name in ["output", "errors"] { try write([], to: folder(name)) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", script, path]
    process.standardOutput = FileHandle(forWritingAtPath: folder("output"))
    process.standardError = FileHandle(forWritingAtPath: folder("errors"))
    try process.run()
    process.waitUntilExit()
    return (
      process.terminationStatus, String(decoding: try bytes(at: folder("output")), as: UTF8.self),
      String(decoding: try bytes(at: folder("errors")), as: UTF8.self)
    )
  }

  /// An archive with every stream, two commits, parts of one day that overlap, full and short
  /// blocks, and records that the filter and the counted types do not tell all about.
  private static func makeArchive(at path: String) async throws {
    var generator = SeededGenerator(seed: 20)
    let writer = try ArchiveWriter(at: path, creating: archiveEntry())
    let first = samples(2_100, using: &generator)
    let odd = [#"two words"#, #"a\u002eb"#, "é", "message.opened"].enumerated().map { index, type in
      Sample(
        RecordKey(
          instant: sampleDay.start + .seconds(index), id: Identifier(high: 1, low: UInt64(index))),
        type: type)
    }
    try await writer.commit(
      try stage((first + odd).sorted(), writer.staging), walks: [try walk(received: 2_104)])
    let next = sampleDay.next
    let later = try stage(
      samples(1_024, on: next, using: &generator), in: .activities(next), writer.staging)
    let late = try stage(samples(7, using: &generator), writer.staging)
    let amended = first.prefix(3).map { Sample($0.key, type: "message.replied", note: "amended") }
    let amendments = try stage(amended, in: .amendments(sampleDay), writer.staging)
    try await writer.commit(
      late + later + amendments + (try quarantine(writer.staging)), walks: [try walk(next)])
  }

  private static func quarantine(_ staging: Staging) throws -> [StagedSegment] {
    var writer = try SegmentWriter(.quarantine, in: staging)
    let items: [(QuarantineRecord.Reason, [UInt8])] = [
      (.malformedJSON, [0x7B]), (.invalidUTF8, [0x22, 0xFF, 0x22]), (.noIdentifier, [0x7B, 0x7D]),
    ]
    for (index, (reason, item)) in items.enumerated() {
      let time = sampleDay.start + .seconds(index)
      try writer.append(QuarantineRecord(receivedAt: time, reason: reason, item: item))
    }
    return try writer.finish()
  }

  @Test func anIndependentReaderAcceptsWhatIsWritten() async throws {
    let folder = try TemporaryFolder()
    try await Self.makeArchive(at: folder("a"))
    let result = try Self.read(folder("a"))
    #expect(result.code == 0, "\(result.errors)")
    #expect(
      result.output == """
        {"entries": 8, "segments": 5, "activities": 3135, "amendments": 3, "quarantine": 3}

        """)
  }

  @Test func anIndependentReaderFindsWhatIsChanged() async throws {
    let folder = try TemporaryFolder()
    try await Self.makeArchive(at: folder("a"))
    let segment = folder("a/activities/created_date=\(sampleDay)/part-00001.ndjson.gz")
    let original = try bytes(at: segment)
    var changed = original
    changed[changed.count / 2] ^= 1
    try write(changed, to: segment)
    #expect(try Self.read(folder("a")).errors.contains("part-00001.ndjson.gz: sha256"))

    try write(original, to: segment)
    try copyFolder(segment, to: segment.replacing("00001", with: "00009"))
    #expect(try Self.read(folder("a")).errors.contains("part-00009.ndjson.gz: not in the index"))

    var index = try bytes(at: folder("a/index.ndjson"))
    index[index.count - 3] ^= 1
    try write(index, to: folder("a/index.ndjson"))
    let result = try Self.read(folder("a"))
    #expect(result.code == 1)
    #expect(result.errors == "the index has another root than its checkpoint\n")
  }
}

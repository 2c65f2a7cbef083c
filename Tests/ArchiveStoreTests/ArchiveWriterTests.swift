import Activities
import ArchiveFormat
import Foundation
import Testing
import TestSupport

@testable import ArchiveStore

@Suite struct ArchiveWriterTests {
  @Test func thereIsOneWriterAtATime() async throws {
    let folder = try TemporaryFolder()
    let path = folder("a")
    let locked = StoreError.lockedByAnotherWriter(path: path + "/index.ndjson")
    do {
      let first = try ArchiveWriter(at: path, creating: archiveEntry())
      #expect(throws: locked) { _ = try ArchiveWriter(at: path) }
      #expect(throws: locked) { _ = try ArchiveWriter(at: path, creating: archiveEntry()) }
      // Readers need no lock.
      #expect(try Archive(at: path).checkpoint.size == 1)
      try await first.commit([], walks: [try walk()])
    }
    #expect(await (try ArchiveWriter(at: path)).archive.checkpoint.size == 2)
  }

  @Test func aCommitPutsActivitiesBeforeAmendmentsBeforeQuarantineBeforeWalks() async throws {
    let folder = try TemporaryFolder()
    var generator = SeededGenerator(seed: 90)
    let day = samples(4, using: &generator)
    let nextDay = samples(4, on: sampleDay.next, using: &generator)
    let writer = try ArchiveWriter(at: folder("a"), creating: archiveEntry())
    var quarantine = try SegmentWriter(.quarantine, in: writer.staging)
    try quarantine.append(
      QuarantineRecord(receivedAt: sampleDay.start, reason: .notAnObject, item: [1]))
    let segments =
      try quarantine.finish()
      + stage([day[0]], in: .amendments(sampleDay), writer.staging)
      + stage([nextDay[0]], in: .amendments(sampleDay.next), writer.staging)
      + stage(day, writer.staging)
      + stage([nextDay[1]], in: .activities(sampleDay.next), writer.staging)
    try await writer.commit(segments, walks: [try walk(received: 9)])
    var kinds: [String] = []
    for line in try bytes(at: folder("a/index.ndjson")).split(separator: UInt8(ascii: "\n")) {
      let entry = try IndexEntry(line: line.span.bytes)
      if case .segment(let segment) = entry {
        kinds.append(segment.location.path)
      } else {
        kinds.append(entry.kind.rawValue)
      }
    }
    #expect(
      kinds == [
        "archive", "activities/created_date=\(sampleDay)/part-00000.ndjson.gz",
        "activities/created_date=\(sampleDay.next)/part-00000.ndjson.gz",
        "amendments/created_date=\(sampleDay)/part-00000.ndjson.gz",
        "amendments/created_date=\(sampleDay.next)/part-00001.ndjson.gz",
        "quarantine/part-00000.ndjson.gz", "walk",
      ])
  }

  @Test func eachCommitOpensTheNextParts() async throws {
    let folder = try TemporaryFolder()
    var generator = SeededGenerator(seed: 91)
    let writer = try ArchiveWriter(at: folder("a"), creating: archiveEntry())
    for part in 0..<3 {
      let archive = try await writer.commit(
        try stage(samples(5, using: &generator), writer.staging))
      #expect(archive.segments(of: .activities).map(\.location.part) == Array(0...part))
    }
  }

  @Test func theRootOfEveryCommitIsThatOfTheLines() async throws {
    let folder = try TemporaryFolder()
    let writer = try ArchiveWriter(at: folder("a"), creating: archiveEntry())
    for received in 0..<9 {
      let archive = try await writer.commit([], walks: [try walk(received: received)])
      let committed = try archive.folder.committed()
      #expect(committed.tree.root == archive.checkpoint.root)
      #expect(committed.contents.count == received + 2)
    }
  }

  @Test func aCommitOfNothingWritesNothing() async throws {
    let folder = try TemporaryFolder()
    let writer = try ArchiveWriter(at: folder("a"), creating: archiveEntry())
    let before = try snapshot(of: folder("a"))
    #expect(try await writer.commit([]).checkpoint.size == 1)
    #expect(try snapshot(of: folder("a")) == before)
  }

  @Test func aReaderKeepsTheCommitThatItOpened() async throws {
    let folder = try TemporaryFolder()
    var generator = SeededGenerator(seed: 92)
    let writer = try ArchiveWriter(at: folder("a"), creating: archiveEntry())
    let first = samples(30, using: &generator)
    try await writer.commit(try stage(first, writer.staging))
    let reader = try Archive(at: folder("a"))
    try await writer.commit(try stage(samples(30, using: &generator), writer.staging))
    #expect(try records(of: reader) == first.map(\.record))
    #expect(try Archive(at: folder("a")).count() == 60)
  }

  @Test func aCommitReplacesNoFile() async throws {
    let folder = try TemporaryFolder()
    var generator = SeededGenerator(seed: 93)
    let writer = try ArchiveWriter(at: folder("a"), creating: archiveEntry())
    let partition = folder("a/activities/created_date=\(sampleDay)")
    try FileManager.default.createDirectory(
      atPath: partition, withIntermediateDirectories: true)
    try write([7], to: partition + "/part-00000.ndjson.gz")
    let segments = try stage(samples(3, using: &generator), writer.staging)
    await #expect(throws: StoreError.self) { try await writer.commit(segments) }
    #expect(try bytes(at: partition + "/part-00000.ndjson.gz") == [7])
    await #expect(throws: StoreError.writerFailed) {
      try await writer.commit([], walks: [try walk()])
    }
  }

  @Test func aLineThatNoReaderTakesIsNotWritten() async throws {
    let folder = try TemporaryFolder()
    let writer = try ArchiveWriter(at: folder("a"), creating: archiveEntry())
    let before = try bytes(at: folder("a/index.ndjson"))
    let expiry = ExpiryEntry(
      location: SegmentLocation(.activities(sampleDay), part: 0),
      reason: String(repeating: "a", count: IndexLines.maximumLength), at: sampleDay.end)
    await #expect(throws: StoreError.archive(.commitTooLong)) {
      try await writer.commit([.expiry(expiry)], files: [])
    }
    #expect(try bytes(at: folder("a/index.ndjson")) == before)
    #expect(!FileManager.default.fileExists(atPath: folder("a/staging/commit")))
  }

  @Test func committedLinesThatAreCutMeanwhileAreNoticed() async throws {
    let folder = try TemporaryFolder()
    let writer = try ArchiveWriter(at: folder("a"), creating: archiveEntry())
    try await writer.commit([], walks: [try walk()])
    let index = try bytes(at: folder("a/index.ndjson"))
    try Folder(path: folder("a")).openForAppending("index.ndjson").truncate(
      to: Int64(index.count - 5))
    await #expect(throws: StoreError.archive(.indexCut)) {
      try await writer.commit([], walks: [try walk(received: 1)])
    }
    #expect(try bytes(at: folder("a/index.ndjson")) == index.dropLast(5))
  }
}

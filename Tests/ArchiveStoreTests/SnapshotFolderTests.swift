import Activities
import ArchiveFormat
import Foundation
import TestSupport
import Testing

@testable import ArchiveStore

/// A folder that holds some days of an archive, by itself or in a bag.
@Suite struct SnapshotFolderTests {
  private let folder: TemporaryFolder
  private let days = [sampleDay, sampleDay.next, sampleDay.next.next]
  private var path: String { folder("bag") }
  private var data: String { folder("bag/data") }

  /// A bag with the archive of three days, of which `snapshot.json` names the second.
  init() async throws {
    folder = try TemporaryFolder()
    var generator = SeededGenerator(seed: 72)
    try FileManager.default.createDirectory(
      atPath: folder("bag"), withIntermediateDirectories: false)
    let writer = try ArchiveWriter(at: folder("bag/data"), creating: archiveEntry())
    var segments: [StagedSegment] = []
    for day in days {
      segments += try stage(
        samples(9, on: day, using: &generator), in: .activities(day), writer.staging)
    }
    try await writer.commit(segments, walks: [])
    try write(Array(Bag.declarationText.utf8), to: folder("bag/bagit.txt"))
    try describe(try Archive(at: folder("bag/data")).checkpoint)
  }

  private func describe(_ checkpoint: Checkpoint) throws {
    let description = SnapshotDescription(
      window: Window(days[1]), takenAt: days[2].end, checkpoint: checkpoint)
    try write(try #require(description).bytes, to: data + "/snapshot.json")
  }

  @Test func readersSeeItsDaysOnly() throws {
    for path in [path, data] {
      let archive = try Archive(at: path)
      #expect(archive.snapshot?.window == Window(days[1]))
      #expect(archive.days(of: .activities) == [days[1]])
      #expect(archive.absent.compactMap(\.location.partition) == [days[0], days[2]])
    }
  }

  @Test func nobodyWritesToIt() throws {
    for path in [path, data] {
      let before = try snapshot(of: path)
      let refusal = StoreError.archive(.isSnapshot)
      #expect(throws: refusal) { _ = try ArchiveWriter(at: path) }
      #expect(throws: refusal) { _ = try ArchiveWriter(at: path, creating: archiveEntry()) }
      #expect(throws: refusal) { _ = try Archive(inspectedAt: path, mayLackSegments: true) }
      #expect(throws: refusal) { _ = try ArchiveFolder.firstEntry(ofArchiveAt: path) }
      #expect(throws: refusal) { try Archive(at: path).refuseSnapshot() }
      #expect(try snapshot(of: path) == before)
    }
    // Not even to one that nobody can read.
    try write([0], to: data + "/snapshot.json")
    #expect(throws: StoreError.archive(.isSnapshot)) { _ = try ArchiveWriter(at: data) }
  }

  @Test func whatDoesNotSayWhichDays() throws {
    let good = try bytes(at: data + "/snapshot.json")
    for damaged in [[], Array("{}".utf8), Array(good.dropLast(4)), Array(good.dropFirst())] {
      try write(damaged, to: data + "/snapshot.json")
      let error = #expect(throws: StoreError.self) { _ = try ArchiveFolder(at: path) }
      guard case .archive(.snapshotMalformed) = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
    try FileManager.default.removeItem(atPath: data + "/snapshot.json")
    try FileManager.default.createSymbolicLink(
      atPath: data + "/snapshot.json", withDestinationPath: "checkpoint")
    #expect(throws: StoreError.pathUnsafe(data + "/snapshot.json")) {
      _ = try ArchiveFolder(at: path)
    }
  }

  @Test func whatIsOfAnotherCheckpoint() throws {
    let other = try #require(
      Checkpoint(archiveID: archiveEntry().id, size: 2, root: MerkleTree.emptyRoot))
    try describe(other)
    #expect(throws: StoreError.archive(.snapshotOfAnotherCheckpoint)) {
      _ = try Archive(at: path)
    }
  }

  /// Only a bag that holds an archive is one of a snapshot.
  @Test func otherBags() throws {
    try FileManager.default.moveItem(atPath: data, toPath: folder("bag/other"))
    try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: false)
    #expect(throws: StoreError.archive(.notAnArchive)) { _ = try ArchiveFolder(at: path) }
    try FileManager.default.removeItem(atPath: data)
    try FileManager.default.createSymbolicLink(atPath: data, withDestinationPath: "other")
    #expect(throws: StoreError.archive(.notAnArchive)) { _ = try ArchiveFolder(at: path) }
  }
}

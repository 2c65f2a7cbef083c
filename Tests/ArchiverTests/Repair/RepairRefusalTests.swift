import Activities
import ArchiveFormat
import ArchiveStore
import Foundation
import TestSupport
import Testing

@testable import Archiver

@Suite("Repair refuses what it must not touch")
struct RepairRefusalTests {
  private func expectRefusal(
    _ error: StoreError, of specimen: Specimen, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let before = try specimen.snapshot()
    let copy = try await Specimen()
    await #expect(throws: error, sourceLocation: sourceLocation) {
      try await specimen.repair(from: copy.root)
    }
    // What a run would refuse, one that only reports must not promise.
    await #expect(throws: error, sourceLocation: sourceLocation) {
      try await specimen.repair(from: copy.root) { $0.dryRunFolder = copy.path("staging") }
    }
    #expect(try specimen.snapshot() == before, sourceLocation: sourceLocation)
  }

  @Test func anIndexThatDoesNotStand() async throws {
    let changed = try await Specimen()
    try changed.edit(line: 3, #""count":3"#, #""count":2"#, resealing: false)
    try changed.remove(Specimen.small)
    try await expectRefusal(
      .archive(.index(line: 3, .entry(.malformed(member: "types")))), of: changed)
    let other = try await Specimen()
    try other.edit(line: 6, #""received":1030"#, #""received":1031"#, resealing: false)
    try other.remove(Specimen.small)
    try await expectRefusal(.archive(.rootDiffers), of: other)
    let cut = try await Specimen()
    try cut.cutIndex(after: 10)
    try cut.remove(Specimen.small)
    try await expectRefusal(.archive(.indexShort(lines: 10, expected: Specimen.lines)), of: cut)
  }

  @Test func anOrphan() async throws {
    let specimen = try await Specimen()
    let orphan = "activities/created_date=2025-03-15/part-00001.ndjson.gz"
    try specimen.write([1], to: orphan)
    try specimen.remove(Specimen.small)
    try await expectRefusal(.archive(.orphan(path: orphan)), of: specimen)
  }

  @Test func whileAnotherRunWrites() async throws {
    let specimen = try await Specimen()
    let copy = try await Specimen()
    let writer = try ArchiveWriter(at: specimen.root)
    try specimen.remove(Specimen.small)
    await #expect(throws: StoreError.lockedByAnotherWriter(path: specimen.path("index.ndjson"))) {
      try await specimen.repair(from: copy.root)
    }
    withExtendedLifetime(writer) {}
  }

  @Test func aCopyThatIsNone() async throws {
    let specimen = try await Specimen()
    let link = specimen.url.deletingLastPathComponent().appending(path: "link-\(UUID().uuidString)")
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: specimen.url)
    defer { try? FileManager.default.removeItem(at: link) }
    for path in [specimen.root, link.path] {
      await #expect(throws: RepairError.copyIsArchive(path: path)) {
        try await specimen.repair(from: path)
      }
    }
    let empty = specimen.path("staging")
    await #expect(throws: RepairError.copyIsEmpty(path: empty)) {
      try await specimen.repair(from: empty)
    }
    for path in [specimen.path("nowhere"), specimen.path("checkpoint")] {
      await #expect(throws: RepairError.self) { try await specimen.repair(from: path) }
    }
  }

  /// Damages two copies at random, and repairs one from the other: what it says must be so.
  @Test(arguments: 0..<40 as Range<UInt64>) func anyDamage(_ seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    let specimen = try await Specimen()
    let intact = try specimen.snapshot()
    let copy = try await Specimen()
    let files = intact.keys.filter { $0.hasSuffix(".gz") }.sorted()
    for archive in [specimen, copy] {
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        try damage(archive, try #require(files.randomElement(using: &generator)), &generator)
      }
    }
    let damaged = try specimen.snapshot()
    let told = try await specimen.repair(from: copy.root)
    let now = try specimen.snapshot()
    for path in files {
      switch told.outcomes[path] {
      case nil:
        #expect(damaged[path] == intact[path], "seed \(seed): \(path)")
        #expect(now[path] == intact[path], "seed \(seed): \(path)")
      case .healed: #expect(now[path] == intact[path], "seed \(seed): \(path)")
      case .failed: #expect(now[path] == damaged[path], "seed \(seed): \(path)")
      }
    }
    #expect(try await specimen.verify().isIntact == told.isWhole, "seed \(seed)")
  }

  private func damage(
    _ archive: Specimen, _ path: String, _ generator: inout SeededGenerator
  ) throws {
    guard var bytes = try? archive.bytes(path), !bytes.isEmpty else { return }
    let place = Int.random(in: bytes.indices, using: &generator)
    switch Int.random(in: 0..<5, using: &generator) {
    case 0: return try archive.remove(path)
    case 1: bytes.removeSubrange(place..<min(bytes.count, place + 40))
    case 2: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
    case 3: bytes.removeLast(bytes.count - place)
    default: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    }
    try archive.write(bytes, to: path)
  }
}

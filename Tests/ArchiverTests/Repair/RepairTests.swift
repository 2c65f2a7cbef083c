import Activities
import ArchiveFormat
import ArchiveStore
import Foundation
import Testing

@testable import Archiver

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite("Repair brings back from another copy what the index commits to")
struct RepairTests {
  private static let everyStream = [
    Specimen.big, Specimen.small, Specimen.newest, Specimen.quarantine,
  ]

  /// Damages an archive, repairs it, and holds it to what it was before, file by file.
  private func expectHealed(
    _ path: String, copy: Specimen? = nil, sourceLocation: SourceLocation = #_sourceLocation,
    _ damage: (Specimen) throws -> Void
  ) async throws {
    let specimen = try await Specimen()
    let intact = try specimen.snapshot()
    let other = if let copy { copy } else { try await Specimen() }
    let kept = try other.snapshot()
    try damage(specimen)
    let told = try await specimen.repair(from: other.root)
    #expect(told.outcomes == [path: .healed(.restored)], sourceLocation: sourceLocation)
    #expect(told.isWhole && told.segments == 7, sourceLocation: sourceLocation)
    #expect(try specimen.snapshot() == intact, sourceLocation: sourceLocation)
    #expect(try other.snapshot() == kept, sourceLocation: sourceLocation)
    #expect(try await specimen.verify().isIntact, sourceLocation: sourceLocation)
    let again = try await specimen.repair(from: other.root)
    #expect(again.damaged.isEmpty && again.isWhole, sourceLocation: sourceLocation)
  }

  @Test(arguments: everyStream) func aFileThatIsMissing(_ path: String) async throws {
    try await expectHealed(path) { try $0.remove(path) }
  }

  @Test(arguments: everyStream) func aByteThatIsFlipped(_ path: String) async throws {
    try await expectHealed(path) { try $0.flip(path, at: try $0.bytes(path).count / 2) }
  }

  @Test(arguments: everyStream) func aFileOfAnotherSize(_ path: String) async throws {
    try await expectHealed(path) { try $0.write(try $0.bytes(path).dropLast(9), to: path) }
    try await expectHealed(path) { try $0.write(try $0.bytes(path) + [0], to: path) }
    try await expectHealed(path) { try $0.write([], to: path) }
  }

  @Test func aWholePartitionOrStream() async throws {
    try await expectHealed(Specimen.small) { try $0.remove(Specimen.partition) }
    try await expectHealed(Specimen.quarantine) { try $0.remove("quarantine") }
    let specimen = try await Specimen()
    let intact = try specimen.snapshot()
    for stream in ["activities", "amendments", "quarantine"] { try specimen.remove(stream) }
    let copy = try await Specimen()
    let told = try await specimen.repair(from: copy.root)
    #expect(told.healed == 7 && told.isWhole)
    #expect(told.damaged.map(\.damage) == Array(repeating: .missing, count: 7))
    #expect(try specimen.snapshot() == intact)
  }

  /// What lies in the file's place is replaced and never followed.
  @Test func aLinkOrASocketInAFilesPlace() async throws {
    try await expectHealed(Specimen.small) { specimen in
      try specimen.remove(Specimen.small)
      try FileManager.default.createSymbolicLink(
        atPath: specimen.path(Specimen.small), withDestinationPath: "../../checkpoint")
    }
    try await expectHealed(Specimen.small) { specimen in
      try specimen.remove(Specimen.small)
      try #require(mknod(specimen.path(Specimen.small), S_IFSOCK | 0o600, 0) == 0)
    }
  }

  /// Neither file is whole, but each block is in one of them.
  @Test func bothAreDamagedInDifferentBlocks() async throws {
    let copy = try await Specimen()
    let second = try copy.secondBlock(of: Specimen.big)
    try copy.flip(Specimen.big, at: second + 400)
    try await expectHealed(Specimen.big, copy: copy) { try $0.flip(Specimen.big, at: 5_000) }
    // Nothing tells where the second block begins but its own first bytes.
    try await expectHealed(Specimen.big, copy: copy) { specimen in
      try specimen.write(
        [UInt8](repeating: 0, count: second - 1) + specimen.bytes(Specimen.big)[second...],
        to: Specimen.big)
    }
    // It needs no block of the copy if it is only headers that were changed.
    try copy.remove(Specimen.big)
    try await expectHealed(Specimen.big, copy: copy) { specimen in
      try specimen.flip(Specimen.big, at: 60)
      try specimen.flip(Specimen.big, at: second + 100)
    }
    try await expectHealed(Specimen.quarantine, copy: copy) { specimen in
      try specimen.write(try specimen.bytes(Specimen.quarantine) + [1, 2], to: Specimen.quarantine)
    }
  }

  @Test func bothAreDamagedInTheSameBlock() async throws {
    let specimen = try await Specimen()
    let copy = try await Specimen()
    for archive in [specimen, copy] { try archive.flip(Specimen.big, at: 5_000) }
    let damaged = try specimen.snapshot()
    let told = try await specimen.repair(from: copy.root)
    #expect(told.outcomes == [Specimen.big: .failed(.copyDamaged(found: 6, held: 1_030))])
    #expect(!told.isWhole)
    #expect(try specimen.snapshot() == damaged)
  }

  @Test(arguments: everyStream) func aCopyInOtherGzipBytes(_ path: String) async throws {
    let copy = try await Specimen()
    if path == Specimen.quarantine {
      try copy.forgeQuarantine(try copy.records(path))
    } else {
      try copy.recompress(path)
    }
    try await expectHealed(path, copy: copy) { try $0.remove(path) }
  }

  /// A file can have changed so well that nothing about it looks wrong.
  @Test func whatLooksGoodIsNotBelieved() async throws {
    let copy = try await Specimen()
    try copy.recompress(Specimen.small)
    try await expectHealed(Specimen.small, copy: copy) { specimen in
      var records = try specimen.records(Specimen.small)
      records[1] = try SpecimenRecords.record(2, day: "2025-03-15", category: "FORGED", id: 2)
        .map { $0 == UInt8(ascii: "E") ? UInt8(ascii: "X") : $0 }
      try specimen.write(try ForgedSegment(records).bytes, to: Specimen.small)
    }
  }

  @Test func aCopyWithOneRecordChanged() async throws {
    let specimen = try await Specimen()
    let copy = try await Specimen()
    try copy.forge(Specimen.small) { records in
      records[1] = records[1].map { $0 == UInt8(ascii: "E") ? UInt8(ascii: "X") : $0 }
    }
    try specimen.remove(Specimen.small)
    let damaged = try specimen.snapshot()
    let told = try await specimen.repair(from: copy.root)
    #expect(told.outcomes == [Specimen.small: .failed(.copyDiffers(found: 3, held: 3))])
    #expect(try specimen.snapshot() == damaged)

    // Nor one with a record more or less, which both have the right hashes by themselves.
    try copy.forge(Specimen.small) {
      $0.append(try SpecimenRecords.record(3, day: "2025-03-15", id: 2_5))
    }
    let more = try await specimen.repair(from: copy.root)
    #expect(more.outcomes == [Specimen.small: .failed(.copyDiffers(found: 3, held: 3))])
    try copy.forge(Specimen.small) { $0.removeLast(2) }
    let less = try await specimen.repair(from: copy.root)
    #expect(less.outcomes == [Specimen.small: .failed(.copyDamaged(found: 2, held: 3))])
    #expect(try specimen.snapshot() == damaged)
  }

  /// What leads out of the copy is not followed.
  @Test(arguments: [Specimen.small, Specimen.partition, "activities"])
  func linksInTheCopy(_ path: String) async throws {
    let specimen = try await Specimen()
    let copy = try await Specimen()
    try copy.replaceByLink(path)
    try specimen.remove(Specimen.small)
    let told = try await specimen.repair(from: copy.root)
    #expect(told.outcomes == [Specimen.small: .failed(.notInCopy(found: 0, held: 3))])
    #expect(!FileManager.default.fileExists(atPath: specimen.path(Specimen.small)))
  }

  @Test func whatStandsInTheWay() async throws {
    let copy = try await Specimen()
    let file = try await Specimen()
    try file.remove(Specimen.small)
    try FileManager.default.createDirectory(
      atPath: file.path(Specimen.small), withIntermediateDirectories: false)
    let link = try await Specimen()
    try link.replaceByLink(Specimen.partition)
    let other = try await Specimen()
    try other.remove(Specimen.partition)
    try other.write([1], to: Specimen.partition)
    for specimen in [file, link, other] {
      let before = try specimen.snapshot()
      let told = try await specimen.repair(from: copy.root)
      #expect(told.outcomes == [Specimen.small: .failed(.noRoom)])
      #expect(try specimen.snapshot() == before)
    }
  }

  /// Only the archived bytes can stand for what a redaction has left, and the records from before it
  /// must not come back.
  @Test func whatWasRedacted() async throws {
    let specimen = try await Specimen()
    let copy = try await Specimen()
    let redacted = "activities/created_date=2025-03-15/part-00000.r1.ndjson.gz"
    let bytes = try ForgedSegment([try SpecimenRecords.record(1, day: "2025-03-15")]).bytes
    try specimen.remove(Specimen.small)
    try specimen.write(bytes, to: redacted)
    try specimen.append(
      line: #"{"kind":"redaction","replaces":"\#(Specimen.small)","path":"\#(redacted)","#
        + #""size":\#(bytes.count),"sha256":"\#(Hash256(sha256Of: bytes.span.bytes).hex)","#
        + #""content_size":9,"redacted":2,"reason":"asked","at":"2025-06-01T10:00:00Z"}"#)
    try specimen.remove(redacted)
    let told = try await specimen.repair(from: copy.root)
    #expect(told.outcomes == [redacted: .failed(.redacted)])
    try copy.write(bytes, to: redacted)
    let healed = try await specimen.repair(from: copy.root)
    #expect(healed.outcomes == [redacted: .healed(.restored)])
    #expect(try specimen.bytes(redacted) == bytes)
  }
}

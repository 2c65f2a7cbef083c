import Activities
import ArchiveFormat
import ArchiveStore
import Foundation
import Testing
import TestSupport

@testable import Archiver

/// An index that someone has written who may write anything: its checkpoint stands for it.
@Suite("An index that says anything", .timeLimit(.minutes(5)))
struct HostileIndexTests {
  @Test(arguments: [UInt64(61), 62])
  func nothingTraps(seed: UInt64) async throws {
    let specimen = try await Specimen()
    let lines = try specimen.indexLines() + Self.more.map { Array($0.utf8) }
    var mutator = ByteMutator(seed: seed, lines)
    var opened = 0
    for round in 0..<60 {
      var hostile = lines.map { line in
        mutator.generator.chance(0.95) ? line : mutator.next(changes: 2)
      }
      if mutator.generator.chance(0.1) { hostile.shuffle(using: &mutator.generator) }
      hostile = hostile.map { $0.filter { $0 != UInt8(ascii: "\n") } }
      try specimen.seal(hostile)
      var options = VerifyOptions()
      options.quick = round % 8 != 0
      let report = try await specimen.verify(options)
      #expect(!report.findings.isEmpty, "seed \(seed), round \(round)")
      guard let archive = try? Archive(at: specimen.root) else { continue }
      opened += 1
      let status = ArchiveStatus(of: archive)
      _ = FetchPlan(
        walks: archive.walks, start: status.coverage.covered.first?.from ?? .init(nanoseconds: 0),
        until: status.coverage.covered.last.map { min($0.until, $0.from + .seconds(864_000)) }
          ?? .init(nanoseconds: 0), now: .init(seconds: 1_750_000_000),
        settle: .seconds(172_800), amendWindow: .seconds(2_592_000))
      for location in SegmentStream.allCases.flatMap({ archive.segments(of: $0) }) {
        #expect(SegmentLocation(path: location.location.path) == location.location)
      }
    }
    #expect(opened > 3)
  }

  /// As far as numbers and times go.
  @Test func numbersAtTheirLimits() async throws {
    let specimen = try await Specimen()
    let earliest = "1677-09-21T00:12:43.145224192Z"
    let latest = "2262-04-11T23:47:16.854775807Z"
    try specimen.reseal { lines in
      lines = try lines.map { line in
        var text = String(decoding: line, as: UTF8.self)
        for name in ["size", "content_size", "reported", "received", "added", "quarantined"] {
          text = try text.replacing(Regex("\"\(name)\":[0-9]+"), with: "\"\(name)\":\(Int.max)")
        }
        text = text.replacing(#/"from":"[^"]*"/#, with: #""from":"\#(earliest)""#)
        text = text.replacing(#/"until":"[^"]*"/#, with: #""until":"\#(latest)""#)
        text = text.replacing(#/"(started|ended)_at":"[^"]*"/#) {
          #""\#($0.1)_at":"\#($0.1 == "started" ? earliest : latest)""#
        }
        return Array(text.utf8)
      }
    }
    let report = try await specimen.verify()
    #expect(report.findings.count { $0.kind == .sizeMismatch } == 14)
    let archive = try Archive(at: specimen.root)
    let status = ArchiveStatus(of: archive)
    #expect(status.coverage.covered.count == 1)
    let plan = FetchPlan(
      walks: archive.walks, start: Instant(nanoseconds: .min), until: Instant(nanoseconds: .max),
      now: Instant(nanoseconds: .max), settle: .seconds(172_800), amendWindow: .seconds(2_592_000))
    #expect(!plan.steps.isEmpty)
  }

  /// Entries of the kinds that the specimen has none of.
  private static let more = [
    #"{"kind":"replacement","replaces":"\#(Specimen.small)","path":"activities/created_date=2025-03-15/part-00000.r1.ndjson.gz","size":310,"sha256":"\#(zeros)","content_size":410,"reason":"a","at":"2025-07-01T10:00:00Z"}"#,
    #"{"kind":"redaction","replaces":"\#(Specimen.last)","path":"activities/created_date=2025-03-16/part-00000.r1.ndjson.gz","size":310,"sha256":"\#(zeros)","content_size":410,"redacted":1,"reason":"a","at":"2025-07-01T10:00:00Z"}"#,
    #"{"kind":"expiry","path":"\#(Specimen.late)","reason":"a","at":"2030-03-15T00:00:00Z"}"#,
  ]
  private static let zeros = String(repeating: "0", count: 64)
}

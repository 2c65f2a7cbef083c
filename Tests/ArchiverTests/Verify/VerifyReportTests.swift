import Activities
import ArchiveFormat
import Foundation
import Testing

@testable import Archiver

@Suite("The report of verify as JSON")
struct VerifyReportTests {
  @Test func theKeysAreInTheirOrder() throws {
    let day = Window(try #require(UTCDay("2025-03-14")))
    var log = FindingLog()
    log.add(
      .schemaViolation, path: Specimen.small, line: 2, pointer: "/payload/person_id",
      .violation(.notUUID))
    log.addUnlisted(.schemaViolation, count: 4)
    log.add(.coverageGap, .gap(Gap(window: day, place: .between)))
    let checkpoint = try #require(
      Checkpoint(archiveID: Specimen.id, size: 13, root: MerkleTree.emptyRoot))
    let older = try #require(
      Checkpoint(archiveID: Specimen.id, size: 8, root: MerkleTree.emptyRoot))
    let report = VerifyReport.sample(
      archiveID: Specimen.id, checkpoint: checkpoint,
      kept: try KeptCheckpoint(file: "kept", older.bytes.span.bytes), extendsKept: true,
      unrecognised: ["/b": 2, "/a": 1], coverage: [day], log, unnamedFiles: 4, interruptedLines: 2)
    let root = MerkleTree.emptyRoot.base64
    let json = String(decoding: report.json { "a \"\($0.kind)\"" }, as: UTF8.self)
    #expect(
      json == #"{"intact":false,"complete":false,"archive_id":"\#(Specimen.id)","#
        + #""checkpoint":{"size":13,"root":"\#(root)"},"extends":{"size":8,"root":"\#(root)"},"#
        + #""segments":3,"activities":10,"amendments":2,"quarantined":1,"redacted":0,"unrecognised":{"/a":1,"/b":2},"#
        + #""coverage":[{"from":"2025-03-14T00:00:00Z","until":"2025-03-15T00:00:00Z"}],"#
        + #""unnamed_files":4,"interrupted_lines":2,"#
        + #""findings":[{"kind":"schema_violation","path":"\#(Specimen.small)","line":2,"#
        + #""pointer":"/payload/person_id","message":"a \"schemaViolation\""},"#
        + #"{"kind":"schema_violation","count":5,"message":"a \"schemaViolation\""},"#
        + #"{"kind":"coverage_gap","message":"a \"coverageGap\""}]}"#)
  }

  @Test func aQuickLookSaysNothingOfWhatIsUnrecognised() throws {
    let json = VerifyReport.sample(isQuick: true).json { _ in "" }
    #expect(
      String(decoding: json, as: UTF8.self)
        == #"{"intact":true,"complete":true,"segments":3,"activities":10,"amendments":2,"#
        + #""quarantined":1,"redacted":0,"coverage":[],"findings":[]}"#)
  }

  /// What was asked about and is not shown is not named, and nothing is complete by half an index.
  @Test func onlyWhatIsShownIsClaimed() throws {
    let checkpoint = try #require(
      Checkpoint(archiveID: Specimen.id, size: 8, root: MerkleTree.emptyRoot))
    let kept = try KeptCheckpoint(file: "kept", checkpoint.bytes.span.bytes)
    let report = VerifyReport.sample(kept: kept, isIndexWhole: false)
    let json = String(decoding: report.json { _ in "" }, as: UTF8.self)
    #expect(json.hasPrefix(#"{"intact":true,"complete":false,"segments":3,"#))
    #expect(!json.contains("extends"))
  }

  @Test func logsKeepTheFirstAndCountAll() {
    var sum = FindingLog()
    for part in 0..<3 {
      var log = FindingLog()
      for line in 1...60 { log.add(.outOfOrder, path: "part \(part)", line: line) }
      log.add(.rootMismatch, path: "part \(part)")
      sum.append(log)
    }
    #expect(sum.counts == [.outOfOrder: 180, .rootMismatch: 3])
    let listed = sum.closed.filter { $0.kind == .outOfOrder }
    #expect(listed.count == 101)
    #expect(listed[99] == Finding(.outOfOrder, path: "part 1", line: 40))
    #expect(listed[100].detail == .more(total: 180))
    #expect(sum.closed.count { $0.kind == .rootMismatch } == 3)
  }
}

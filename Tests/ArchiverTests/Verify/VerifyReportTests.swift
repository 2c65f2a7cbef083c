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
    log.add(.coverageGap, .window(day))
    let report = VerifyReport(
      isQuick: false, segments: 3, activities: 10, amendments: 2, quarantined: 1, redacted: 0,
      unrecognised: ["/b": 2, "/a": 1], coverage: [day], findings: log.closed, counts: log.counts,
      interruptedLines: 0)
    let json = String(decoding: report.json { "a \"\($0.kind)\"" }, as: UTF8.self)
    #expect(
      json == #"{"intact":false,"complete":false,"segments":3,"activities":10,"amendments":2,"#
        + #""quarantined":1,"redacted":0,"unrecognised":{"/a":1,"/b":2},"#
        + #""coverage":[{"from":"2025-03-14T00:00:00Z","until":"2025-03-15T00:00:00Z"}],"#
        + #""findings":[{"kind":"schema_violation","path":"\#(Specimen.small)","line":2,"#
        + #""pointer":"/payload/person_id","message":"a \"schemaViolation\""},"#
        + #"{"kind":"schema_violation","count":5,"message":"a \"schemaViolation\""},"#
        + #"{"kind":"coverage_gap","message":"a \"coverageGap\""}]}"#)
  }

  @Test func aQuickLookSaysNothingOfWhatIsUnrecognised() throws {
    let report = VerifyReport(
      isQuick: true, segments: 0, activities: 0, amendments: 0, quarantined: 0, redacted: 0,
      unrecognised: [:], coverage: [], findings: [], counts: [:], interruptedLines: 0)
    #expect(
      String(decoding: report.json { _ in "" }, as: UTF8.self)
        == #"{"intact":true,"complete":true,"segments":0,"activities":0,"amendments":0,"#
        + #""quarantined":0,"redacted":0,"coverage":[],"findings":[]}"#)
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

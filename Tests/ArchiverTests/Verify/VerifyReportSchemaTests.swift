import Activities
import ArchiveFormat
import Foundation
import Testing

@testable import Archiver

@Suite("The report of verify and its schema")
struct VerifyReportSchemaTests {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  private static let schema = root.appending(path: "schemas/verify-report.schema.json")

  /// A report with a flood of every kind of finding.
  private static func report(isQuick: Bool) throws -> VerifyReport {
    let checkpoint = try #require(
      Checkpoint(archiveID: Specimen.id, size: 13, root: MerkleTree.emptyRoot))
    var log = FindingLog()
    for (line, kind) in FindingKind.allCases.enumerated() {
      log.add(kind)
      log.add(kind, path: Specimen.small, line: line + 1, pointer: "/payload/person_id")
      log.addUnlisted(kind, count: 4)
    }
    let day = try #require(UTCDay("2025-03-14"))
    return VerifyReport.sample(
      isQuick: isQuick, archiveID: Specimen.id, checkpoint: checkpoint,
      kept: try KeptCheckpoint(file: "kept", checkpoint.bytes.span.bytes), extendsKept: true,
      unrecognised: ["a \"b\"": 2], coverage: [Window(day)], log, unnamedFiles: 4,
      interruptedLines: 2,
      snapshot: SnapshotExtent(window: Window(day), takenAt: day.end, absent: 2, besides: 0),
      leftOut: 5)
  }

  /// Whether each text satisfies the schema, as Python's `jsonschema` sees it.
  private static func verdicts(_ texts: [String]) throws -> [Bool] {
    let process = Process()
    process.executableURL = root.appending(path: ".venv/bin/python")
    process.arguments = [
      root.appending(path: "Tests/Interoperability/check_schema.py").path, schema.path,
    ]
    let input = FileManager.default.temporaryDirectory
      .appending(path: "verify-reports-\(UUID().uuidString)")
    try Data(texts.map { $0 + "\n" }.joined().utf8).write(to: input)
    defer { try? FileManager.default.removeItem(at: input) }
    let output = Pipe()
    process.standardInput = try FileHandle(forReadingFrom: input)
    process.standardOutput = output
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { $0 == "true" }
  }

  @Test func theSchemaKnowsTheKindsOfTheCode() throws {
    let schema = try JSONSerialization.jsonObject(with: Data(contentsOf: Self.schema))
    let definitions = (schema as? [String: Any])?["$defs"] as? [String: Any]
    let kinds = (definitions?["kind"] as? [String: Any])?["enum"] as? [String]
    #expect(try #require(kinds) == FindingKind.allCases.map(\.rawValue))
  }

  @Test func reportsSatisfyTheSchema() throws {
    let texts = try [false, true].map { isQuick in
      String(decoding: try Self.report(isQuick: isQuick).json { _ in "what" }, as: UTF8.self)
    }
    let damaged = [
      texts[0].replacing("\"path_unsafe\"", with: "\"path_safe\""),
      texts[0].replacing("\"intact\":false", with: "\"intact\":0"),
      texts[0].replacing("\"line\":1,", with: "\"line\":0,"),
      texts[0].replacing("2025-03-14T00:00:00Z", with: "2025-03-14"),
      texts[0].replacing("\"size\":13", with: "\"size\":0"),
      texts[0].replacing("\"archive_id\":\"", with: "\"archive_id\":\"x"),
      texts[0].replacing("\"absent_segments\":2,", with: ""),
      texts[0].replacing("\"segments_left_out\":5", with: "\"segments_left_out\":0"),
      texts[0].replacing("\"unnamed_files\":4", with: "\"unnamed_files\":0"),
    ]
    #expect(damaged.allSatisfy { $0 != texts[0] })
    let verdicts = try Self.verdicts(texts + damaged)
    #expect(verdicts == texts.map { _ in true } + damaged.map { _ in false })
  }
}

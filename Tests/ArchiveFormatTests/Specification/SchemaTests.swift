import Foundation
import Testing

@testable import ArchiveFormat

@Suite struct SchemaTests {
  private static func schema(_ name: String) throws -> [String: Any] {
    let url = Specification.root.appending(path: "schemas/\(name).schema.json")
    let object = try JSONSerialization.jsonObject(with: Data(contentsOf: url))
    return try #require(object as? [String: Any])
  }

  @Test func theSchemaKnowsTheKindsAndStreamsOfTheCode() throws {
    let definitions = try #require(Self.schema("index-entry")["$defs"] as? [String: Any])
    let properties = definitions.values.compactMap {
      ($0 as? [String: Any])?["properties"] as? [String: Any]
    }
    let kinds = properties.compactMap { ($0["kind"] as? [String: Any])?["const"] as? String }
    #expect(Set(kinds) == Set(IndexEntry.Kind.allCases.map(\.rawValue)))
    let streams = properties.compactMap { $0["stream"] as? [String: Any] }.flatMap {
      ($0["enum"] as? [String]) ?? [$0["const"] as? String].compactMap { $0 }
    }
    #expect(Set(streams) == Set(SegmentStream.allCases.map(\.rawValue)))
  }

  /// Both also agree on what is a `snapshot.json`.
  @Test func theSchemaOfSnapshotsIsTheCodes() throws {
    let line = try Specification().example("json snapshot")
    let damaged = SnapshotDescriptionTests.damages.map { line.replacing($0.0, with: $0.1) }
    #expect(!damaged.contains(line))
    let result = try runPython(
      "Tests/Interoperability/check_schema.py",
      [Specification.root.appending(path: "schemas/snapshot.schema.json").path],
      input: ([line] + damaged).map { $0 + "\n" }.joined(), environment: ".venv/bin/python")
    try #require(result.code == 0, "\(result.errors)")
    let verdicts = result.output.split(separator: "\n").map { $0 == "true" }
    #expect(verdicts == [true] + damaged.map { _ in false })
  }

  /// Python's `jsonschema` and the code agree on what the entries of the tests are.
  @Test func theSchemaAcceptsEntriesAndRefusesDamage() throws {
    let page = try Specification()
    let valid = try Lines.all + page.examples("ndjson index") + page.examples("ndjson entries")
    try expect("index-entry", accepts: valid, refuses: Damage.values.map(\.line))
  }

  /// A schema cannot tell how a JSON text is spelled, only what it says.
  @Test func theSchemaAcceptsRedactedRecords() throws {
    let members = [
      #""redacted":"#, "01954b2e", ".483Z", "09:22:11.483Z",
      #","reason":"request of a \"subject\"""#, "465c", "received_at",
      #""received_at":"2025-03-17T02:00:00.25Z","#, #""reason":"""#,
    ]
    let damaged = RedactedRecordTests.otherSpellings.filter { members.contains($0.old) }
      .map { $0.line.replacing($0.old, with: $0.new, maxReplacements: 1) }
    let both = RedactedRecordTests.activity.replacing(
      #""redacted""#, with: #""received_at":"2025-03-17T02:00:00Z","redacted""#)
    try expect(
      "redacted-record",
      accepts: try Specification().examples("json redacted")
        + [RedactedRecordTests.activity, RedactedRecordTests.item],
      refuses: damaged + [both])
  }

  private func expect(
    _ schema: String, accepts valid: [String], refuses damaged: [String]
  ) throws {
    let result = try runPython(
      "Tests/Interoperability/check_schema.py",
      [Specification.root.appending(path: "schemas/\(schema).schema.json").path],
      input: (valid + damaged).map { $0 + "\n" }.joined(), environment: ".venv/bin/python")
    try #require(result.code == 0, "\(result.errors)")
    let verdicts = result.output.split(separator: "\n").map { $0 == "true" }
    #expect(verdicts.count == valid.count + damaged.count)
    for (line, isValid) in zip(valid, verdicts) { #expect(isValid, "\(line)") }
    for (line, isValid) in zip(damaged, verdicts.dropFirst(valid.count)) {
      #expect(!isValid, "\(line)")
    }
  }
}

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

  /// Python's `jsonschema` and the code agree on what the entries of the tests are.
  @Test func theSchemaAcceptsEntriesAndRefusesDamage() throws {
    let page = try Specification()
    let valid = try Lines.all + page.examples("ndjson index") + page.examples("ndjson entries")
    let damaged = Damage.values.map(\.line)
    let result = try runPython(
      "Tests/Interoperability/check_schema.py",
      [Specification.root.appending(path: "schemas/index-entry.schema.json").path],
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

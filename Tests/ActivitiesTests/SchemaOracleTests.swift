import Foundation
import Testing

@testable import Activities

/// The validator against Python's `jsonschema`, and against the rules of spark-verify, over the same
/// schema file.
@Suite struct SchemaOracleTests {
  @Test(arguments: [UInt64(20_250_314), 1, 2], ["schema_oracle.py", "schema_rules.py"])
  func verdictsAndPlacesAgree(seed: UInt64, program: String) throws {
    var mutator = RecordMutator(seed: seed)
    var tape = JSONTape()
    var records: [[UInt8]] = []
    while records.count < 3_000 {
      let record = mutator.record()
      if (try? tape.parse(record.span.bytes)) != nil { records.append(record) }
    }
    let verdicts = try Self.oracle(records, program)
    try #require(verdicts.count == records.count)
    let validator = try Validator.activity()
    var report = ValidationReport()
    var invalid = 0
    for (record, verdict) in zip(records, verdicts) {
      try tape.parse(record.span.bytes)
      validator.validate(tape, of: record.span.bytes, into: &report)
      let found = Set(report.violations.map { [$0.pointer, Self.name($0.reason)] })
      #expect(found == verdict, "\(String(decoding: record, as: UTF8.self)), seed \(seed)")
      if !found.isEmpty { invalid += 1 }
    }
    // Neither side may agree by finding everything good, or everything bad.
    #expect(invalid > 500 && invalid < 2_900)
  }

  private static func name(_ reason: Violation.Reason) -> String {
    switch reason {
    case .missing: "missing"
    case .wrongType: "type"
    case .notUUID, .notTime: "string"
    case .belowMinimum: "minimum"
    }
  }

  /// The places where each record breaks the schema, as the oracle sees them.
  private static func oracle(
    _ records: [[UInt8]], _ program: String
  ) throws -> [Set<[String]>] {
    let python = Repository.root.appending(path: ".venv/bin/python")
    try #require(
      FileManager.default.isExecutableFile(atPath: python.path),
      "there is no .venv with Tests/requirements.txt: run the tests through scripts/test")
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "schema-oracle-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let input = folder.appending(path: "records.ndjson")
    try Data(records.joined(separator: [0x0A]) + [0x0A]).write(to: input)
    let process = Process()
    process.executableURL = python
    process.arguments = [
      "-B", Repository.root.appending(path: "Tests/Interoperability/\(program)").path,
      Repository.root.appending(path: "schemas/activity.schema.json").path,
    ]
    process.standardInput = try FileHandle(forReadingFrom: input)
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return try bytes.split(separator: 0x0A).map {
      Set(try JSONDecoder().decode([[String]].self, from: $0))
    }
  }
}

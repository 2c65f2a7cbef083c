import Foundation
import TestSupport
import Testing

@Suite("The archive as a table", .timeLimit(.minutes(3))) struct SchemaCommandTests {
  private static let dialects = ["duckdb", "spark", "trino"]

  /// Every member that schemas/activity.schema.json names, wherever it does.
  private func documentedMembers() throws -> Set<String> {
    let root = URL(filePath: #filePath).appending(path: "../../..").standardized
    let text = try Data(contentsOf: root.appending(path: "schemas/activity.schema.json"))
    var names: Set<String> = []
    func collect(_ value: Any) {
      if let object = value as? [String: Any] {
        if let properties = object["properties"] as? [String: Any] {
          names.formUnion(properties.keys)
        }
        object.values.forEach(collect)
      }
      (value as? [Any])?.forEach(collect)
    }
    collect(try JSONSerialization.jsonObject(with: text))
    return names
  }

  @Test(arguments: dialects) func everyDocumentedMemberHasAColumn(dialect: String) async throws {
    let quote = dialect == "spark" ? "`" : "\""
    try await withFixture { fixture in
      let outcome = try await fixture.run(
        ["schema", "--dialect", dialect, "--location", "s3://bucket/archive"])
      #expect(outcome.status == 0 && outcome.errors == "")
      let members = try documentedMembers()
      #expect(members.count == 21)
      for name in members.subtracting(["id", "created_at", "payload"]) {
        #expect(outcome.output.contains("\(quote)\(name)\(quote)"), "\(name)")
      }
      #expect(outcome.output.utf8.allSatisfy { $0 == 0x0A || $0 >= 0x20 })
      #expect(outcome.output.hasPrefix("-- ") && outcome.output.hasSuffix("\n"))
      #expect(outcome.output.contains("'s3://bucket/archive/"))
      let isTrino = dialect == "trino"
      // Who cuts the text at semicolons is to cut no comment.
      let comments = outcome.output.split(separator: "\n").filter { $0.hasPrefix("-- ") }
      #expect(isTrino || !comments.contains { $0.contains(";") })
      #expect(outcome.output.contains("are not run by the tests") == isTrino)
      #expect(outcome.output.contains("from_iso8601_timestamp_nanos(created_at)") == isTrino)
    }
  }

  @Test(arguments: [
    ("duckdb", "/a b's/[x]*?/", "'/a b''s/[[]x][*][?]/a*/created_date=*/*.ndjson.gz'"),
    ("duckdb", "s3://b's/a", "'s3://b''s/a/index.ndjson'"),
    ("spark", "/a b's\\n", "LOCATION 'file:///a b\\'s\\\\n/amendments'"),
    ("spark", "hdfs://h/x''", "LOCATION 'hdfs://h/x\\'\\'/index.ndjson'"),
    ("trino", "s3://a b's//", "external_location = 's3://a b''s/activities'"),
  ])
  func aPlaceIsQuoted(dialect: String, location: String, literal: String) async throws {
    try await withFixture { fixture in
      let outcome = try await fixture.run(
        ["schema", "--dialect", dialect, "--location", location])
      #expect(outcome.status == 0 && outcome.output.contains(literal), "\(outcome.output)")
    }
  }

  @Test func thePlaceIsThatOfTheArchive() async throws {
    try await withFixture { fixture in
      let nothing = try await fixture.run(["schema", "--dialect", "duckdb"])
      #expect(nothing.status == 2 && nothing.output == "", "\(nothing.errors)")
      _ = try await fixture.fetchAll()
      let named = try await fixture.run(["schema", "--dialect", "duckdb"])
      #expect(named.output.contains("'\(fixture.archive)/index.ndjson'"))
      let relative = try await fixture.run(
        ["schema", "--dialect", "duckdb", "--archive", "archive"],
        prefix: ["/usr/bin/env", "-C", fixture.folder.path])
      #expect(relative.output == named.output)
      for location in ["", "a\nb"] {
        let refused = try await fixture.run(
          ["schema", "--dialect", "duckdb", "--location", location])
        #expect(refused.status == 64 && refused.output == "")
      }
      let unknown = try await fixture.run(["schema", "--dialect", "mysql"])
      #expect(unknown.status == 64)
    }
  }

  /// Spark refuses a folder that is not there, and DuckDB names that no file has.
  @Test func anArchiveWithoutAmendmentsOrAnything() async throws {
    try await withFixture { fixture in
      let repair = "\nMSCK REPAIR TABLE"
      let empty = fixture.folder.appending(path: "empty").path
      try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
      try await fixture.fetchAll()
      for name in ["index.ndjson", "checkpoint"] {
        try FileManager.default.copyItem(
          atPath: "\(fixture.archive)/\(name)", toPath: "\(empty)/\(name)")
      }
      let spark = try await fixture.run(["schema", "--dialect", "spark"])
      #expect(spark.output.hasSuffix("\n"))
      #expect(spark.output.components(separatedBy: repair).count == 2)
      #expect(spark.output.contains("\(repair) activities SYNC PARTITIONS;"))
      #expect(spark.output.contains("-- There are no amendments yet."))
      let none = try await fixture.run(["schema", "--dialect", "spark", "--archive", empty])
      #expect(!none.output.contains(repair))
      let elsewhere = try await fixture.run(
        ["schema", "--dialect", "spark", "--location", "s3://bucket/archive"])
      #expect(elsewhere.output.components(separatedBy: repair).count == 3)
      #expect(elsewhere.output.hasSuffix("\(repair) amendments SYNC PARTITIONS;\n"))
      let duckDB = try await fixture.run(["schema", "--dialect", "duckdb", "--archive", empty])
      #expect(duckDB.status == 0 && duckDB.errors.contains("nothing is archived yet"))
      #expect(try await fixture.run(["schema", "--dialect", "duckdb"]).errors == "")
    }
  }

  /// What DuckDB finds in the tables is what is in the files, and what grep says.
  @Test func duckDBAgreesWithGrep() async throws {
    try await withFixture { fixture in
      let archive = fixture.folder.appending(path: "it's an [archive]").path
      try await prepare(archive, fixture)
      let checked = try Python.run("table_duckdb.py", [Command.path, archive])
      #expect(checked.status == 0, "\(checked.output)")
      #expect(checked.output.hasSuffix("tables agree\n"), "\(checked.output)")
    }
  }

  /// For scripts/test-spark, which names the folder.
  @Test(.enabled(if: EnvironmentVariable.text("TOPO_KEPT_TABLES") != nil))
  func forOtherEngines() async throws {
    let folder = try #require(EnvironmentVariable.text("TOPO_KEPT_TABLES"))
    try await withFixture { fixture in try await prepare("\(folder)/it's an archive", fixture) }
  }

  private func prepare(_ archive: String, _ fixture: CommandFixture) async throws {
    try await TableArchive.write(to: archive)
    let ids = TableArchive.redacted.flatMap { ["--id", TableArchive.id($0)] }
    let redacted = try await fixture.run(
      ["redact", "--archive", archive, "--reason", "art. 17", "--yes"] + ids)
    try #require(redacted.status == 0, "\(redacted.errors)")
    let verified = try await fixture.run(["verify", "--archive", archive])
    try #require(verified.status == 0, "\(verified.errors)")
  }
}

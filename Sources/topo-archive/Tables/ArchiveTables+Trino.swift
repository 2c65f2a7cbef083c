import Activities

extension ArchiveTables {
  /// Tables of a Hive catalog and a view. No table of Trino tells a line's number, so that only the
  /// names of files tell which form is the newest.
  func trino() -> String {
    """
    \(comment(SchemaWording.table(.trino)))
    \(trinoTable("activities"))

    \(trinoTable("amendments"))

    \(comment(SchemaWording.latest(.trino)))
    CREATE OR REPLACE VIEW latest AS
    SELECT
      \(columns.map(\.name).joined(separator: ", ")), \(Self.partition),
      from_iso8601_timestamp_nanos(created_at) AS instant
    FROM (
      SELECT
        *,
        row_number() OVER (PARTITION BY lower(id) ORDER BY part DESC, created_date DESC) AS place
      FROM (
        SELECT \(names), -1 AS part FROM activities
        UNION ALL
        SELECT
          \(names),
          CAST(regexp_extract("$path", '/part-([0-9]+)[^/]*$', 1) AS bigint) AS part
        FROM amendments
      )
    )
    WHERE place = 1;

    \(comment(SchemaWording.athena))
    \(comment(["activities", "amendments"].flatMap(athenaTable)))

    """
  }

  private func trinoTable(_ stream: String) -> String {
    let dialect = TableDialect.trino
    return """
      CREATE TABLE \(stream) (
      \(dialect.fields(columns, indent: 2)),
        \(Self.partition) date
      )
      WITH (
        format = 'JSON',
        partitioned_by = ARRAY['\(Self.partition)'],
        external_location = \(dialect.literal(path: location, pattern: "/\(stream)"))
      );
      CALL system.sync_partition_metadata('default', '\(stream)', 'FULL');
      """
  }

  private func athenaTable(_ stream: String) -> [String] {
    let fields = columns.map { "`\($0.name)` \(Self.athena($0.type))" }.joined(separator: ", ")
    return [
      "CREATE EXTERNAL TABLE \(stream) (\(fields))",
      "PARTITIONED BY (`\(Self.partition)` date)",
      "ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'",
      "LOCATION \(TableDialect.spark.literal(path: location, pattern: "/\(stream)/"));",
      "MSCK REPAIR TABLE \(stream);",
    ]
  }

  /// Athena's types are those of Hive, and within a structure names have no quotes.
  private static func athena(_ type: ColumnType) -> String {
    switch type {
    case .text, .time, .structure([]): return "string"
    case .integer: return "bigint"
    case .structure(let columns):
      let fields = columns.map { "\($0.name):\(athena($0.type))" }
      return "struct<\(fields.joined(separator: ","))>"
    }
  }
}

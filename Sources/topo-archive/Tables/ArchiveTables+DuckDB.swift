import Activities

extension ArchiveTables {
  /// Views over the files. The one pattern of names is of both streams, since an archive may have no
  /// amendments, and files that do not match are an error.
  func duckDB() -> String {
    let dialect = TableDialect.duckdb
    let types = columns.map { column in
      "    '\(column.name)': \(dialect.literal(dialect.spelling(column.type, indent: 4)))"
    }.joined(separator: ",\n")
    let files = dialect.literal(path: location, pattern: "/a*/created_date=*/*.ndjson.gz")
    return """
      \(comment(SchemaWording.table(.duckdb)))
      CREATE OR REPLACE VIEW archived_forms AS
      SELECT \(names), filename
      FROM read_json(
        \(files),
        format = 'newline_delimited', compression = 'gzip', ignore_errors = true, filename = true,
        hive_partitioning = true, hive_types = {'\(Self.partition)': DATE},
        columns = {
      \(types)
        });

      CREATE OR REPLACE VIEW activities AS
      SELECT \(names)
      FROM archived_forms WHERE filename LIKE '%/activities/created_date=%/%';

      \(comment(SchemaWording.latest(.duckdb)))
      CREATE OR REPLACE VIEW latest AS
      WITH entries AS NOT MATERIALIZED (
        SELECT row_number() OVER () AS line, kind, path, redated
        FROM read_json(
          \(dialect.literal(path: location, pattern: "/index.ndjson")),
          format = 'newline_delimited', maximum_object_size = 67108865,
          columns = {'kind': 'VARCHAR', 'path': 'VARCHAR', 'redated': 'VARCHAR[]'})
      ), committed AS MATERIALIZED (
        SELECT * FROM entries WHERE line <= (
          SELECT CAST(split_part(content, chr(10), 2) AS BIGINT)
          FROM read_text(\(dialect.literal(path: location, pattern: "/checkpoint"))))
      ), files AS MATERIALIZED (
        SELECT arg_max(path, line) AS path, min(line) AS line FROM committed
        WHERE kind IN ('segment', 'redaction', 'replacement')
        GROUP BY regexp_replace(path, '[.]r[0-9]+[.]', '.')
      ), forms AS NOT MATERIALIZED (
        SELECT archived_forms.*, files.line
        FROM archived_forms JOIN files
          ON files.path = regexp_extract(filename, '(activities|amendments)/[^/]+/[^/]+$')
      ), amended AS NOT MATERIALIZED (
        SELECT created_date, lower(id) AS id, max(line) AS line
        FROM forms WHERE filename LIKE '%/amendments/created_date=%/%' GROUP BY ALL
      ), redated AS MATERIALIZED (
        SELECT DISTINCT unnest(redated) AS id FROM committed
      ), redated_forms AS NOT MATERIALIZED (
        SELECT lower(id) AS id, max(line) AS line
        FROM forms WHERE lower(id) IN (SELECT id FROM redated) GROUP BY ALL
      )
      SELECT forms.* EXCLUDE (filename, line)
      FROM forms
        LEFT JOIN amended
          ON amended.created_date = forms.created_date AND amended.id = lower(forms.id)
        LEFT JOIN redated_forms ON redated_forms.id = lower(forms.id)
      WHERE forms.line = coalesce(redated_forms.line, amended.line, forms.line);

      """
  }
}

import Activities
import ArchiveFormat

extension ArchiveTables {
  /// External tables, of which Spark has to be told the partitions, and a view. The index is read as
  /// one text, because only so its lines have numbers.
  func spark() -> String {
    """
    \(comment(SchemaWording.table(.spark)))
    \(sparkTable(.activities))

    \(sparkTable(.amendments))

    \(comment(SchemaWording.latest(.spark)))
    \(sparkText("archive_index", "index.ndjson"))
    \(sparkText("archive_checkpoint", "checkpoint"))

    CREATE OR REPLACE VIEW latest AS
    WITH entries AS (
      SELECT
        position + 1 AS line,
        from_json(entry, 'kind STRING, path STRING, redated ARRAY<STRING>') AS entry
      FROM archive_index LATERAL VIEW posexplode(split(value, '\\n')) AS position, entry
    ), committed AS (
      SELECT line, entry.kind, entry.path, entry.redated FROM entries
      WHERE line <= (SELECT CAST(split(value, '\\n')[1] AS BIGINT) FROM archive_checkpoint)
    ), files AS (
      SELECT max_by(path, line) AS path, min(line) AS line FROM committed
      WHERE kind IN ('segment', 'redaction', 'replacement')
      GROUP BY regexp_replace(path, '[.]r[0-9]+[.]', '.')
    ), amendment_forms AS (
      SELECT \(names), line
      FROM amendments JOIN files
        ON path = regexp_extract(_metadata.file_path, 'amendments/[^/]+/[^/]+$', 0)
    ), forms AS (
      SELECT \(names), line
      FROM activities JOIN files
        ON path = regexp_extract(_metadata.file_path, 'activities/[^/]+/[^/]+$', 0)
      UNION ALL
      SELECT * FROM amendment_forms
    ), amended AS (
      SELECT created_date, lower(id) AS id, max(line) AS line
      FROM amendment_forms GROUP BY created_date, lower(id)
    ), redated AS (
      SELECT DISTINCT explode(redated) AS id FROM committed
    ), redated_forms AS (
      SELECT lower(id) AS id, max(line) AS line
      FROM forms WHERE lower(id) IN (SELECT id FROM redated) GROUP BY lower(id)
    )
    SELECT \(columns.map { "forms.\($0.name)" }.joined(separator: ", ")), forms.\(Self.partition)
    FROM forms
      LEFT JOIN amended
        ON amended.created_date = forms.created_date AND amended.id = lower(forms.id)
      LEFT JOIN redated_forms ON redated_forms.id = lower(forms.id)
    WHERE forms.line = coalesce(redated_forms.line, amended.line, forms.line);

    \(sparkDays(.activities))
    \(sparkDays(.amendments))

    """
  }

  /// Tells Spark the days. It refuses a folder that is not there, so that comes last.
  private func sparkDays(_ stream: SegmentStream) -> String {
    let name = stream.rawValue
    let repair = "MSCK REPAIR TABLE \(name) SYNC PARTITIONS"
    guard let streams else { return comment([SchemaWording.mayBeMissing(name)]) + "\n\(repair);" }
    return streams.contains(stream) ? "\(repair);" : comment([SchemaWording.missing(name, repair)])
  }

  private func sparkTable(_ stream: SegmentStream) -> String {
    let dialect = TableDialect.spark
    let name = stream.rawValue
    return """
      CREATE TABLE \(name) (
      \(dialect.fields(columns, indent: 2)),
        \(Self.partition) DATE
      )
      USING json
      PARTITIONED BY (\(Self.partition))
      LOCATION \(dialect.literal(path: fileURL, pattern: "/\(name)"));
      """
  }

  private func sparkText(_ name: String, _ file: String) -> String {
    """
    CREATE TABLE \(name) (value STRING)
    USING text OPTIONS (wholetext 'true')
    LOCATION \(TableDialect.spark.literal(path: fileURL, pattern: "/\(file)"));
    """
  }

  /// A path would be one of the cluster's default file system.
  private var fileURL: String { location.hasPrefix("/") ? "file://" + location : location }
}

import Activities
import ArchiveFormat

/// The tables that an archive is to a query engine, as the SQL that makes them.
struct ArchiveTables {
  /// What a record has by the schema, and what is left of one that was redacted.
  let columns: [ActivityColumn]
  /// Where the engine finds the archive's folder: a path or a URL, without a slash at its end.
  let location: String
  /// Which of activities and amendments have a folder; nil if that is not known.
  let streams: Set<SegmentStream>?

  /// The column of the partition, which is in no record.
  static let partition = "created_date"

  private static let redacted = ActivityColumn(
    "redacted",
    .structure([
      ActivityColumn("leaf", .text), ActivityColumn("at", .time), ActivityColumn("reason", .text),
    ]))

  /// Throws `SchemaError` if the embedded schema is broken.
  init(at location: String, streams: Set<SegmentStream>? = nil) throws {
    self.streams = streams
    columns = try ActivityColumn.all() + [Self.redacted]
    let end = location.lastIndex { $0 != "/" }
    self.location = end.map { String(location[...$0]) } ?? location
  }

  /// The names of all columns, as a query lists them.
  var names: String { (columns.map(\.name) + [Self.partition]).joined(separator: ", ") }

  /// The SQL, with comments, ending in LF.
  func sql(_ dialect: TableDialect) -> String {
    switch dialect {
    case .duckdb: duckDB()
    case .spark: spark()
    case .trino: trino()
    }
  }

  /// Lines of words as comments.
  func comment(_ lines: [String]) -> String { lines.map { "-- \($0)" }.joined(separator: "\n") }
}

/// Words for the SQL that `schema` prints: its comments, a line each.
enum SchemaWording {
  static func line(for error: SchemaCommandError) -> String {
    switch error {
    case .controlCharacters:
      "the name of the archive's folder has control characters, which SQL cannot be trusted with:"
        + " rename it, or give --location"
    }
  }

  /// What the tables are.
  static func table(_ dialect: TableDialect) -> [String] {
    var lines = [
      "Tables over a topo-archive, made by topo-archive \(TopoArchive.version) from its schema of an"
        + " activity:",
      "make them again after an upgrade. activities has each activity as first archived.",
      "A filter on created_date, the UTC day of created_at, reads the files of these days only.",
      "What the schema does not document has no column: the files keep it, verify lists it.",
    ]
    switch dialect {
    case .duckdb:
      lines += [
        "A value that is not of its column's type is null, and times are cut to microseconds."
      ]
    case .spark:
      lines += [
        "A value that is not of its column's type is null, and times are cut to microseconds.",
        "After each fetch, tell Spark the new days: repeat both MSCK REPAIR TABLE, at the end.",
        again("activities", "amendments", "archive_index", "archive_checkpoint"),
      ]
    case .trino:
      lines += [
        again("activities", "amendments"),
        "created_at is a text here, as are the other times: latest shows how it is parsed.",
        "After each fetch, repeat both CALL, in which 'default' is the schema of the tables.",
        "Unlike those for DuckDB and Spark, these statements are not run by the tests of topo-archive.",
      ]
    }
    return lines
  }

  /// A table that is there already may be of another archive.
  private static func again(_ tables: String...) -> String {
    "To make them again, first DROP TABLE \(tables.joined(separator: ", ")): the files stay."
  }

  /// What Spark does where a stream has no folder yet.
  static func mayBeMissing(_ stream: String) -> String {
    "Fails where there are no \(stream) yet, which takes nothing away."
  }

  /// A stream that has no folder yet, and what is left to do.
  static func missing(_ stream: String, _ statement: String) -> String {
    "There are no \(stream) yet. Once there are: \(statement)"
  }

  /// DuckDB makes no view over no file.
  static let nothingYet =
    "nothing is archived yet, and DuckDB refuses names that no file has: run it after a fetch"

  /// What the view of the newest forms is.
  static func latest(_ dialect: TableDialect) -> [String] {
    let lines = [
      "One row for each activity, in its newest form. What was redacted has a null payload, and",
      "redacted says when and why: WHERE redacted IS NULL leaves these rows out.",
    ]
    switch dialect {
    case .duckdb:
      return lines + [
        "Of an activity's forms the newest is the one whose segment the index names last. An activity",
        "that the API gave another time has forms on several days. Files that the index, as far as its",
        "checkpoint goes, does not name are left out. A filter on created_date reads only these days",
        "here, too, but for activities with another time, which are looked for on all.",
      ]
    case .spark:
      return self.latest(.duckdb) + [
        "The index is read as one text of at most 2 GB, about as many entries as five million."
      ]
    case .trino:
      return lines + [
        "The newest form is the one in the amendments part of the highest number, else the one in",
        "activities. Of an activity that the API gave another time, whose forms are on several days,",
        "that may not be the last one: only the numbers of lines in index.ndjson tell, which Trino does",
        "not know. `topo-archive get ID` does. This view reads all days, whatever is asked of it: for",
        "some days only, put the filter on created_date into both inner SELECTs.",
      ]
    }
  }

  /// Where Athena differs.
  static let athena = [
    "Athena takes the view, but tables only as Hive would make them, without the two above:"
  ]
}

import Activities
import ArgumentParser

/// The SQL of a query engine: how it spells texts, names and types.
enum TableDialect: String, CaseIterable, ExpressibleByArgument {
  case duckdb, spark, trino

  /// A literal of a text.
  func literal(_ text: String) -> String {
    switch self {
    case .duckdb, .trino: "'\(text.replacing("'", with: "''"))'"
    case .spark: "'\(text.replacing("\\", with: "\\\\").replacing("'", with: "\\'"))'"
    }
  }

  /// A literal of a path, in which a pattern of file names may follow: what is in the path means itself.
  func literal(path: String, pattern: String = "") -> String {
    guard self == .duckdb else { return literal(path + pattern) }
    let plain = path.map { "*?[".contains($0) ? "[\($0)]" : String($0) }.joined()
    return literal(plain + pattern)
  }

  /// A type, its fields on lines of their own, so many spaces in.
  func spelling(_ type: ColumnType, indent: Int) -> String {
    guard case .structure(let columns) = type, !columns.isEmpty else { return scalar(type) }
    let (opening, closing) = self == .spark ? ("STRUCT<", ">") : (structure + "(", ")")
    let fields = fields(columns, indent: indent + 2)
    return "\(opening)\n\(fields)\(closing)"
  }

  /// Names with their types, a line each, with commas between.
  func fields(_ columns: [ActivityColumn], indent: Int) -> String {
    let margin = String(repeating: " ", count: indent)
    return columns.map { column in
      let between = self == .spark && indent > 2 ? ": " : " "
      return margin + name(column.name) + between + spelling(column.type, indent: indent)
    }.joined(separator: ",\n")
  }

  private var structure: String { self == .duckdb ? "STRUCT" : "ROW" }

  /// Any word may be one of the language's own.
  private func name(_ name: String) -> String {
    let quote = self == .spark ? "`" : "\""
    return quote + name.replacing(quote, with: quote + quote) + quote
  }

  /// Objects of which nothing is documented are text: their JSON.
  private func scalar(_ type: ColumnType) -> String {
    switch (self, type) {
    case (.duckdb, .text), (.duckdb, .structure): "VARCHAR"
    case (.duckdb, .time): "TIMESTAMPTZ"
    case (.spark, .text), (.spark, .structure): "STRING"
    case (.spark, .time): "TIMESTAMP"
    case (.duckdb, .integer), (.spark, .integer): "BIGINT"
    // What its readers of JSON take for a time depends on how they are set up.
    case (.trino, .text), (.trino, .structure), (.trino, .time): "varchar"
    case (.trino, .integer): "bigint"
    }
  }
}

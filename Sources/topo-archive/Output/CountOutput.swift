import Activities
import Archiver

/// Prints counts to stdout.
struct CountOutput {
  let keys: [CountKey]
  let format: OutputFormat

  /// The keys as the API spells them.
  private var names: [String] { keys.map { $0.rawValue.replacing("-", with: "_") } }

  func write(_ rows: [CountRow]) {
    let lines: [String]
    switch format {
    case .ndjson: lines = rows.map(object)
    case .csv: lines = [csvLine(names, "count")] + rows.map { csvLine($0.values, "\($0.count)") }
    case .table: lines = table(rows)
    }
    if !lines.isEmpty { Terminal.output(lines.joined(separator: "\n")) }
  }

  private func object(_ row: CountRow) -> String {
    var object = JSONText()
    for (name, value) in zip(names, row.values) { object.string(name, value) }
    object.number("count", row.count)
    return object.finish()
  }

  private func csvLine(_ values: [String?], _ count: String) -> String {
    (values.map { CSVField.text($0 ?? "") } + [count]).joined(separator: ",")
  }

  /// The count first, as it is of one width, and the last value at the end, as it may be of any.
  private func table(_ rows: [CountRow]) -> [String] {
    let counts = ["count"] + rows.map { Numbers.grouped($0.count) }
    let values = [names] + rows.map { $0.values.map { OutputFormat.oneLine($0 ?? "(none)") } }
    let widths = keys.indices.dropLast().map { key in values.map { $0[key].count }.max() ?? 0 }
    let countWidth = counts.map(\.count).max() ?? 0
    return zip(counts, values).map { count, values in
      let padding = String(repeating: " ", count: countWidth - count.count)
      let padded = zip(values, widths).map { OutputFormat.padded($0, to: $1) } + values.suffix(1)
      return ([padding + count] + padded).joined(separator: "  ")
    }
  }
}

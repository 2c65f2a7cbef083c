import Archiver

/// Prints counts to stdout.
struct CountOutput {
  let key: CountKey
  let format: OutputFormat

  /// The key as the API spells it.
  private var name: String { key.rawValue.replacing("-", with: "_") }

  func write(_ rows: [CountRow]) {
    switch format {
    case .ndjson:
      for row in rows {
        var object = JSONText()
        object.string(name, row.value)
        object.number("count", row.count)
        Terminal.output(object.finish())
      }
    case .csv:
      Terminal.output("\(name),count")
      for row in rows {
        Terminal.output("\(OutputFormat.csvField(row.value ?? "")),\(row.count)")
      }
    case .table: writeTable(rows)
    }
  }

  private func writeTable(_ rows: [CountRow]) {
    let counts = rows.map { Numbers.grouped($0.count) }
    let width = max(5, counts.map(\.count).max() ?? 0)
    Terminal.output("\(String(repeating: " ", count: width - 5))count  \(name)")
    for (row, count) in zip(rows, counts) {
      let padding = String(repeating: " ", count: width - count.count)
      let value = row.value.map { $0.replacing("\n", with: " ") } ?? "(none)"
      Terminal.output("\(padding)\(count)  \(value)")
    }
  }
}

import Activities
import Archiver

/// Prints counts to stdout.
struct CountOutput {
  let keys: [CountKey]
  let format: OutputFormat
  /// What bars can be drawn on.
  let canvas: Canvas?

  /// With wider ones, the eye would not find from a count to its value.
  private static let widestBar = 32
  private static let narrowestBar = 4

  /// The keys as the API spells them.
  private var names: [String] { keys.map { $0.rawValue.replacing("-", with: "_") } }

  func write(_ rows: [CountRow]) {
    let lines = lines(rows)
    if !lines.isEmpty { Terminal.output(lines.joined(separator: "\n")) }
  }

  /// What is written.
  func lines(_ rows: [CountRow]) -> [String] {
    switch format {
    case .ndjson: rows.map(object)
    case .csv: [csvLine(names, "count")] + rows.map { csvLine($0.values, "\($0.count)") }
    case .table: table(rows)
    }
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

  /// The count first, as it is of one width, then its bar where one can be drawn, and the last value
  /// at the end, as it may be of any.
  private func table(_ rows: [CountRow]) -> [String] {
    let counts = ["count"] + rows.map { Numbers.grouped($0.count) }
    let values = [names] + rows.map { $0.values.map { OutputFormat.oneLine($0 ?? "(none)") } }
    let widths = keys.indices.dropLast().map { key in values.map { $0[key].count }.max() ?? 0 }
    let countWidth = counts.map(\.count).max() ?? 0
    let lines = zip(counts, values).map { count, values in
      [String(repeating: " ", count: countWidth - count.count) + count]
        + zip(values, widths).map { OutputFormat.padded($0, to: $1) } + values.suffix(1)
    }
    let plain = lines.map { $0.joined(separator: "  ") }
    guard let bars = bars(of: rows, beside: plain) else { return plain }
    return zip(lines, bars).map { columns, bar in
      (columns.prefix(1) + [bar] + columns.dropFirst()).joined(separator: "  ")
    }
  }

  /// A bar for each row, after a blank one for the heading, with blanks behind them up to one width;
  /// nil where there is no room.
  ///
  /// No line is broken by the terminal that would not be without its bar.
  private func bars(of rows: [CountRow], beside lines: [String]) -> [String]? {
    guard let canvas, !keys.isEmpty else { return nil }
    let widths = lines.map { Terminal.harmless($0).columns }
    let widest = widths.filter { $0 <= canvas.columns }.max() ?? 0
    let columns = min(canvas.columns - widest - 2, Self.widestBar)
    guard columns >= Self.narrowestBar else { return nil }
    let bar = Bar(largest: rows.map(\.count).max() ?? 0, columns: columns)
    return ([""] + rows.map { bar.text($0.count) }).map { OutputFormat.padded($0, to: columns) }
  }
}

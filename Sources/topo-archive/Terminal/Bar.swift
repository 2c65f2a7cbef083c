/// A bar of a chart, as fine as an eighth of a column.
struct Bar {
  /// The value that fills all columns.
  let largest: Int
  /// How many there are.
  let columns: Int

  private static let eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]

  /// The bar of a value, with nothing behind it; whatever is more than nothing can be seen.
  func text(_ value: Int) -> String {
    guard value > 0, largest > 0 else { return "" }
    let part = min(Double(value) / Double(largest), 1)
    let count = max(1, Int((part * Double(columns * 8)).rounded()))
    return String(repeating: "█", count: count / 8) + Self.eighths[count % 8]
  }
}

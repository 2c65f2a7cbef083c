import ArgumentParser

/// How results are printed.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
  /// One JSON object a line.
  case ndjson
  /// Columns for people.
  case table
  /// RFC 4180 with a header line, lines ending in LF, for spreadsheets.
  case csv

  /// `text` with spaces for what would begin another line or column.
  static func oneLine(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }) else { return text }
    var line = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      line.append(["\t", "\n", "\r"].contains(scalar) ? " " : scalar)
    }
    return String(line)
  }

  /// `text` with spaces behind it up to `width`.
  static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}

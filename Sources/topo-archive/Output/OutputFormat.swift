import ArgumentParser

/// How results are printed.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
  /// One JSON object a line.
  case ndjson
  /// Columns for people.
  case table
  /// RFC 4180 with a header line, lines ending in LF.
  case csv

  /// A field as RFC 4180 has it: quoted only where it must be.
  static func csvField(_ text: String) -> String {
    let special: Set<Character> = [",", "\"", "\n", "\r", "\r\n"]
    guard text.contains(where: special.contains) else { return text }
    return "\"\(text.replacing("\"", with: "\"\""))\""
  }

  /// `text` with spaces behind it up to `width`.
  static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}

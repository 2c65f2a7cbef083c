import ArgumentParser

/// How results are printed.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
  /// One JSON object a line.
  case ndjson
  /// Columns for people.
  case table
  /// RFC 4180 with a header line, lines ending in LF, for spreadsheets.
  case csv

  /// A field as RFC 4180 has it: quoted only where it must be.
  ///
  /// A spreadsheet runs what begins like a formula, and the text is not ours: it gets a `'` in
  /// front, unless it is a number.
  static func csvField(_ text: String) -> String {
    let isFormula = text.utf8.first.map { formulaMarks.contains($0) } == true
    let field = isFormula && Double(text) == nil ? "'\(text)" : text
    guard field.utf8.contains(where: quotedMarks.contains) else { return field }
    // By scalars: with a combining character behind it, a quote is another Character.
    var quoted = String.UnicodeScalarView("\"".unicodeScalars)
    for scalar in field.unicodeScalars {
      if scalar == "\"" { quoted.append(scalar) }
      quoted.append(scalar)
    }
    quoted.append("\"")
    return String(quoted)
  }

  private static let formulaMarks = Array("=+-@\t\r".utf8)
  private static let quotedMarks = Array(",\"\n\r".utf8)

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

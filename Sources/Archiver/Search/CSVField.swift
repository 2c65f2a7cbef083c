/// The fields of CSV as RFC 4180 has it, safe to be opened in a spreadsheet.
public enum CSVField {
  private static let formulaMarks = Array("=+-@\t\r".utf8)
  private static let quotedMarks = Array(",\"\n\r".utf8)

  /// `text` as one field, quoted only where it must be.
  ///
  /// A spreadsheet runs what begins like a formula, and the text is not ours: it gets a `'` in
  /// front, unless it is a number.
  public static func text(_ text: String) -> String {
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
}

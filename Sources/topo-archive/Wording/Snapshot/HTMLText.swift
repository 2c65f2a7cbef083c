/// Writes HTML that is well-formed XML as well. Whatever text it is given stays text.
struct HTMLText {
  typealias Attributes = KeyValuePairs<StaticString, String>

  private(set) var text = ""

  /// An element with what `content` writes into it.
  mutating func element(
    _ name: StaticString, _ attributes: Attributes, _ content: (inout HTMLText) -> Void
  ) {
    begin(name, attributes)
    text += ">"
    content(&self)
    text += "</\(name)>"
  }

  mutating func element(_ name: StaticString, _ content: (inout HTMLText) -> Void) {
    element(name, [:], content)
  }

  /// An element with a text in it.
  mutating func element(_ name: StaticString, _ attributes: Attributes, _ text: String) {
    element(name, attributes) { $0.append(text) }
  }

  mutating func element(_ name: StaticString, _ text: String) {
    element(name, [:], text)
  }

  /// An element that never holds anything.
  mutating func void(_ name: StaticString, _ attributes: Attributes) {
    begin(name, attributes)
    text += " />"
  }

  mutating func append(_ text: String) {
    self.text += Self.escaped(text)
  }

  /// Text of the style sheet, which is our own and has nothing that would be markup.
  mutating func appendStyle(_ style: StaticString) {
    text += "\(style)"
  }

  mutating func newLine() {
    text += "\n"
  }

  private mutating func begin(_ name: StaticString, _ attributes: Attributes) {
    text += "<\(name)"
    for (name, value) in attributes { text += " \(name)=\"\(Self.escaped(value))\"" }
  }

  /// Markup becomes text; what no XML may hold, and what reorders or controls text, U+FFFD.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in Terminal.harmless(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default:
        result.unicodeScalars.append(
          scalar.properties.isNoncharacterCodePoint ? "\u{FFFD}" : scalar)
      }
    }
    return result
  }
}

extension HTMLText {
  /// A table with a caption, whose first row names the columns and whose first column the rows.
  mutating func table(
    _ caption: String, style: String = "", _ columns: [String], numeric: Set<Int> = [],
    _ rows: [[String]]
  ) {
    element("table", ["class": style]) { table in
      table.element("caption", caption)
      table.element("thead") { head in
        head.element("tr") { row in
          for (index, column) in columns.enumerated() {
            row.element(
              "th", ["scope": "col", "class": numeric.contains(index) ? "n" : "t"], column)
          }
        }
      }
      table.element("tbody") { body in
        for row in rows { body.row(row, numeric) }
      }
    }
    newLine()
  }

  private mutating func row(_ cells: [String], _ numeric: Set<Int>) {
    element("tr") { row in
      for (index, cell) in cells.enumerated() {
        if index == 0 {
          row.element("th", ["scope": "row"], cell)
        } else {
          row.element("td", ["class": numeric.contains(index) ? "n" : "t"], cell)
        }
      }
    }
    newLine()
  }

  /// A heading and what belongs to it.
  mutating func section(_ heading: String, _ content: (inout HTMLText) -> Void) {
    element("section") { section in
      section.element("h2", heading)
      section.newLine()
      content(&section)
    }
    newLine()
  }

  mutating func paragraph(_ text: String) {
    element("p", text)
    newLine()
  }

  mutating func list(_ items: [String]) {
    element("ul") { list in
      for item in items { list.element("li", item) }
    }
    newLine()
  }
}

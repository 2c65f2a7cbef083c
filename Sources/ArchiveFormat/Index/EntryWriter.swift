import Activities

/// Writes one minified JSON object, member after member.
struct EntryWriter {
  private var text: [UInt8] = [UInt8(ascii: "{")]

  mutating func string(_ name: String, _ value: String) {
    key(name)
    JSONEscapes.appendQuoted(value.utf8, to: &text)
  }

  mutating func number(_ name: String, _ value: Int) {
    key(name)
    text.append(contentsOf: String(value).utf8)
  }

  mutating func boolean(_ name: String, _ value: Bool) {
    key(name)
    text.append(contentsOf: (value ? "true" : "false").utf8)
  }

  mutating func null(_ name: String) {
    key(name)
    text.append(contentsOf: "null".utf8)
  }

  mutating func identifiers(_ name: String, _ values: [Identifier]) {
    key(name)
    text.append(UInt8(ascii: "["))
    for (index, value) in values.enumerated() {
      if index > 0 { text.append(UInt8(ascii: ",")) }
      JSONEscapes.appendQuoted(value.description.utf8, to: &text)
    }
    text.append(UInt8(ascii: "]"))
  }

  mutating func object(_ name: String, _ write: (inout EntryWriter) -> Void) {
    key(name)
    var object = EntryWriter()
    write(&object)
    text.append(contentsOf: object.finish())
  }

  /// The whole object.
  consuming func finish() -> [UInt8] {
    text.append(UInt8(ascii: "}"))
    return text
  }

  private mutating func key(_ name: String) {
    if text.count > 1 { text.append(UInt8(ascii: ",")) }
    JSONEscapes.appendQuoted(name.utf8, to: &text)
    text.append(UInt8(ascii: ":"))
  }
}

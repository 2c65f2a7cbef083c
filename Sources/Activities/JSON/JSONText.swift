/// Writes a minified JSON object, member after member, in the order in which they are given.
public struct JSONText {
  private var text: [UInt8] = [UInt8(ascii: "{")]

  /// An object without members so far.
  public init() {}

  /// A whole number.
  public mutating func number(_ name: String, _ value: Int) {
    raw(name, String(value))
  }

  /// `true` or `false`.
  public mutating func boolean(_ name: String, _ value: Bool) {
    raw(name, value ? "true" : "false")
  }

  /// A string, or null.
  public mutating func string(_ name: String, _ value: String?) {
    raw(name, value.map(Self.quoted) ?? "null")
  }

  /// An array of `{"from":…,"until":…}`.
  public mutating func windows(_ name: String, _ windows: [Window]) {
    array(name, windows.map(Self.window))
  }

  /// An array of values that are JSON already.
  public mutating func array(_ name: String, _ values: [String]) {
    raw(name, "[\(values.joined(separator: ","))]")
  }

  /// An object of counts, in the order of the names.
  public mutating func counts(_ name: String, _ counts: [String: Int]) {
    let members = counts.sorted { $0.key < $1.key }.map { "\(Self.quoted($0.key)):\($0.value)" }
    raw(name, "{\(members.joined(separator: ","))}")
  }

  /// A value that is JSON already.
  public mutating func raw(_ name: String, _ json: String) {
    if text.count > 1 { text.append(UInt8(ascii: ",")) }
    JSONEscapes.appendQuoted(name.utf8, to: &text)
    text.append(UInt8(ascii: ":"))
    text.append(contentsOf: json.utf8)
  }

  /// The whole object.
  public mutating func finish() -> String {
    String(decoding: text, as: UTF8.self) + "}"
  }

  /// A string as JSON has it, with its quotes.
  public static func quoted(_ value: String) -> String {
    var text: [UInt8] = []
    JSONEscapes.appendQuoted(value.utf8, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// `{"from":…,"until":…}`, with null where the window has no bound.
  public static func window(_ window: Window) -> String {
    var object = JSONText()
    object.string("from", window.hasNoBeginning ? nil : "\(window.from)")
    object.string("until", window.hasNoEnd ? nil : "\(window.until)")
    return object.finish()
  }
}

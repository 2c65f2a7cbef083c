/// The keywords that together give a string one of the grammars that are implemented natively.
struct GrammarKeywords {
  var format: String?
  var pattern: String?
  /// A `not` excludes line feeds, which some engines let `$` overlook.
  var isOneLine = false

  static let uuidPattern =
    "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
  static let timePattern =
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,9})?"
    + "(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$"

  /// Nil if there is none of the keywords; throws `failure` if they name no known grammar.
  func grammar(
    _ failure: () -> SchemaError
  ) throws(SchemaError) -> SchemaConstraints.StringGrammar? {
    switch (format, pattern, isOneLine) {
    case (nil, nil, false): nil
    case ("uuid", Self.uuidPattern, true): .uuid
    case ("date-time", Self.timePattern, true): .time
    default: throw failure()
    }
  }
}

import Activities
import Archiver
import Patterns

/// What a search or an export is asked for, read from a query.
struct SearchParameters {
  /// The most records that one answer of a search has.
  static let mostRecords = 500

  private(set) var filter = ActivityFilter()
  private(set) var order: SortOrder
  private(set) var limit = 50
  /// The record behind which the answer begins.
  private(set) var after: RecordKey?
  private(set) var isCSV = false
  private var text = ""
  private var isRegex = false
  private var ignoresCase = true
  private let words: PageWords

  /// Reads the parameters of a search: the API's filters, `type`, `pattern` and how it is read, and
  /// `sort_order`, `limit`, `after`.
  ///
  /// Throws `Refusal.invalidParameter` for what is not accepted, not known, or given twice; a value of
  /// a filter need not be a documented one.
  init(
    search query: [(name: String, value: String)], _ words: PageWords
  ) throws(Refusal) {
    order = .descending
    self.words = words
    try read(query) { parameters, name, value in
      switch name {
      case "limit":
        guard let limit = Self.wholeNumber(value), (1...Self.mostRecords).contains(limit) else {
          return false
        }
        parameters.limit = limit
      case "after":
        guard let key = RecordKey(cursor: value) else { return false }
        parameters.after = key
      default: return nil
      }
      return true
    }
  }

  /// Reads the parameters of an export, which has `format` for `limit` and `after`.
  init(
    export query: [(name: String, value: String)], _ words: PageWords
  ) throws(Refusal) {
    order = .ascending
    self.words = words
    try read(query) { parameters, name, value in
      guard name == "format" else { return nil }
      parameters.isCSV = value == "csv"
      return ["ndjson", "csv"].contains(value)
    }
  }

  /// What tells where a record matches; nil without a pattern.
  var place: PatternPlace? {
    guard !text.isEmpty else { return nil }
    return try? PatternPlace(text, options: options)
  }

  private var options: Pattern.Options {
    var options: Pattern.Options = []
    if !isRegex { options.insert(.literal) }
    if ignoresCase { options.insert(.caseInsensitive) }
    return options
  }

  /// The query that this is. Throws `Refusal.invalidParameter` for a pattern that is wrong.
  func query() throws(Refusal) -> SearchQuery {
    guard !text.isEmpty else { return SearchQuery(filter: filter) }
    do throws(PatternError) {
      return SearchQuery(pattern: try Pattern(text, options: options), filter: filter)
    } catch {
      throw .invalidParameter("pattern", why: words.pattern(error))
    }
  }

  /// `own` tells whether it accepts the value of a parameter, or nil if it does not know the name.
  private mutating func read(
    _ query: [(name: String, value: String)],
    own: (inout SearchParameters, String, String) -> Bool?
  ) throws(Refusal) {
    var seen: Set<String> = []
    for (name, value) in query {
      guard seen.insert(name).inserted || name == "type" else {
        throw .invalidParameter(name, why: "\(name) is given twice.")
      }
      guard let isAccepted = own(&self, name, value) ?? set(name, to: value) else {
        throw .invalidParameter(name, why: "There is no parameter \(name).")
      }
      guard isAccepted else { throw .invalidParameter(name, why: why(name, value)) }
    }
    if let after = filter.after, let before = filter.before, after >= before {
      throw .invalidParameter(
        "created_at_before", why: "Nothing lies between: this is not later than created_at_after.")
    }
  }

  /// Why a value is not accepted.
  private func why(_ name: String, _ value: String) -> String? {
    switch name {
    case "limit": "limit is a number from 1 to \(Self.mostRecords)."
    case "sort_order": "sort_order is ASC or DESC."
    case "syntax": "syntax is text or regex."
    case "ignore_case": "ignore_case is true or false."
    case "format": "format is ndjson or csv."
    case "after": "after is what an answer gave as next."
    case _ where value.isEmpty: "\(name) is empty: leave it out."
    default: words.refusal(name, value)
    }
  }

  /// Sets a parameter; whether its value is accepted, or nil if there is no such parameter.
  private mutating func set(_ name: String, to value: String) -> Bool? {
    switch name {
    case "type": filter.types.insert(value)
    case "pattern": text = value
    case "syntax":
      isRegex = value == "regex"
      return ["text", "regex"].contains(value)
    case "ignore_case":
      ignoresCase = value == "true"
      return ["true", "false"].contains(value)
    case "sort_order":
      guard let order = SortOrder(rawValue: value) else { return false }
      self.order = order
    // The archive may hold values that nobody has documented yet.
    case "resource_type": filter.resourceType = value
    case "channel": filter.channel = value
    case "event_type": filter.eventType = value
    case "created_at_after":
      filter.after = WrittenTime.after(value)
      return filter.after != nil
    case "created_at_before":
      filter.before = WrittenTime.before(value)
      return filter.before != nil
    default:
      guard let parameter = ActivityFilter.Parameter(rawValue: name) else { return nil }
      return filter.set(parameter, to: value)
    }
    return !value.isEmpty || name == "pattern"
  }

  private static func wholeNumber(_ text: String) -> Int? {
    text.utf8.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") } ? Int(text) : nil
  }
}

extension RecordKey {
  /// `<created_at>_<id>`, by which a search goes on.
  var cursor: String { "\(instant)_\(id)" }

  /// Reads a cursor; nil for what is none.
  init?(cursor: String) {
    let parts = cursor.split(separator: "_", omittingEmptySubsequences: false)
    guard parts.count == 2, let time = Timestamp(String(parts[0])),
      let id = Identifier(parts[1])
    else { return nil }
    self.init(instant: time.instant, id: id)
  }
}

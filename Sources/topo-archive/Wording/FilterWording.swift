import Activities

/// Words for a filter that cannot be, or may not say what was meant.
enum FilterWording {
  /// What may be otherwise than was meant.
  struct Hint: Hashable {
    /// The API's name of the filter; `type` for `payload.type`.
    let parameter: String
    let words: String
  }

  /// Why a filter's value is not accepted; nil for a filter that takes any.
  static func refusal(_ parameter: String, _ value: String) -> String? {
    switch ActivityFilter.Parameter(rawValue: parameter) {
    case .personID, .sequenceID, .sequenceTemplateID: noIdentifier(value)
    case .createdAtAfter, .createdAtBefore: noTime(value)
    default: nil
    }
  }

  static func noIdentifier(_ text: String) -> String {
    "'\(text)' is no UUID like 01954b2e-fc10-7000-8a3f-d2e591c04a77."
  }

  static func noTime(_ text: String) -> String {
    "'\(text)' is neither a UTC day like 2025-03-14 nor a time like 2025-03-14T09:22:11Z."
  }

  /// What else may have been meant by values that are not documented; they were searched for all the
  /// same, since the API may add values.
  ///
  /// A value that something matches is no mistake; but of several types one may be, unnoticed.
  static func hints(_ filter: ActivityFilter, found: Bool) -> [Hint] {
    let types = EventType.allCases.map(\.rawValue)
    let asked = filter.types.subtracting(types).sorted()
    guard !found else {
      return filter.types.count < 2 ? [] : asked.compactMap { misspelling("type", $0, types) }
    }
    let single: [(ActivityFilter.Parameter, String?, [String])] = [
      (.resourceType, filter.resourceType, ResourceType.allCases.map(\.rawValue)),
      (.channel, filter.channel, Channel.allCases.map(\.rawValue)),
      (.eventType, filter.eventType, EventType.actions),
    ]
    return single.compactMap { parameter, value, documented in
      value.flatMap { documented.contains($0) ? nil : hint(parameter.rawValue, $0, documented) }
    } + asked.map { hint("type", $0, types) }
  }

  private static func hint(_ parameter: String, _ value: String, _ documented: [String]) -> Hint {
    let values = documented.joined(separator: ", ")
    return misspelling(parameter, value, documented)
      ?? Hint(
        parameter: parameter, words: "\(unknown(parameter, value)); there are \(values)")
  }

  private static func misspelling(
    _ parameter: String, _ value: String, _ documented: [String]
  ) -> Hint? {
    Spelling.nearest(to: value, among: documented).map {
      Hint(parameter: parameter, words: "\(unknown(parameter, value)); did you mean \($0)?")
    }
  }

  private static func unknown(_ parameter: String, _ value: String) -> String {
    "no documented \(parameter.replacing("_", with: " ")) is called '\(value)'"
  }
}

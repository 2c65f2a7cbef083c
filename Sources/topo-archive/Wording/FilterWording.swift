import Activities

/// Words for a filter that may not say what was meant.
enum FilterWording {
  /// What else may have been meant by values that are not documented; they were searched for all the
  /// same, since the API may add values.
  ///
  /// A value that something matches is no mistake; but of several types one may be, unnoticed.
  static func hints(_ filter: ActivityFilter, found: Bool) -> [String] {
    let types = EventType.allCases.map(\.rawValue)
    let asked = filter.types.subtracting(types).sorted()
    guard !found else {
      return filter.types.count < 2 ? [] : asked.compactMap { misspelling("type", $0, types) }
    }
    let single = [
      ("resource type", filter.resourceType, ResourceType.allCases.map(\.rawValue)),
      ("channel", filter.channel, Channel.allCases.map(\.rawValue)),
      ("event type", filter.eventType, EventType.actions),
    ]
    return single.compactMap { name, value, documented in
      value.flatMap { documented.contains($0) ? nil : hint(name, $0, documented) }
    } + asked.map { hint("type", $0, types) }
  }

  private static func hint(_ name: String, _ value: String, _ documented: [String]) -> String {
    misspelling(name, value, documented)
      ?? "no documented \(name) is called '\(value)'; there are \(documented.joined(separator: ", "))"
  }

  private static func misspelling(
    _ name: String, _ value: String, _ documented: [String]
  ) -> String? {
    Spelling.nearest(to: value, among: documented).map {
      "no documented \(name) is called '\(value)'; did you mean \($0)?"
    }
  }
}

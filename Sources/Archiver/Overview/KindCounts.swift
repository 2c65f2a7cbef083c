import Activities

/// How many records have the same type, channel and resource type, of which there are few
/// combinations: they answer any filter that asks for nothing else.
struct KindCounts: Sendable {
  struct Kind: Hashable {
    let type, channel, resourceType: String?
  }

  /// No more combinations are told apart.
  static let mostKinds = 500
  /// Longer values are not told apart.
  private static let longestValue = 100

  private(set) var counts: [Kind: Int] = [:]
  /// Whether every record is counted here.
  private(set) var isWhole = true

  /// Counts a record; false if it is one more than can be told apart.
  mutating func add(_ kind: Kind) -> Bool {
    if let count = counts[kind] {
      counts[kind] = count + 1
      return true
    }
    let values = [kind.type, kind.channel, kind.resourceType]
    guard counts.count < Self.mostKinds,
      values.allSatisfy({ ($0?.utf8.count ?? 0) <= Self.longestValue })
    else {
      isWhole = false
      return false
    }
    counts[kind] = 1
    return true
  }

  /// How many records a filter matches, whatever its bounds; nil if that is not told here.
  func count(matching filter: ActivityFilter) -> Int? {
    guard isWhole, Self.mayCount(filter) else { return nil }
    return counts.reduce(0) { $0 + ($1.key.matches(filter) ? $1.value : 0) }
  }

  /// Whether a filter asks for nothing but types, channels, resource types and times.
  static func mayCount(_ filter: ActivityFilter) -> Bool {
    filter.personID == nil && filter.sequenceID == nil && filter.sequenceTemplateID == nil
  }

  /// About how many bytes the counts take.
  var cost: Int { 64 + counts.count * 200 }
}

extension KindCounts.Kind {
  fileprivate func matches(_ filter: ActivityFilter) -> Bool {
    guard filter.channel == nil || filter.channel == channel,
      filter.resourceType == nil || filter.resourceType == resourceType
    else { return false }
    guard !filter.types.isEmpty || filter.eventType != nil else { return true }
    return type.map(filter.accepts(type:)) ?? false
  }
}

import Activities

/// What is said of the records of a group: eight blocks that follow each other, or what is left at
/// the end of a segment.
public struct GroupSummary: Hashable, Sendable, IdentifierFilter {
  /// The blocks of a group; only the last one of a segment may have fewer.
  public static let blockCount = 8
  /// The records of a group of full blocks.
  public static let maximumCount = blockCount * BlockSummary.maximumCount

  /// Whether the filter does not tell all: some identifier is no UUID.
  public let isAlwaysRead: Bool
  /// The `id`, `person_id` and `sequence_id` values of the records.
  public let filter: XorFilter

  /// Whether a record of the group may have this `id`, `person_id` or `sequence_id`.
  public func mayContain(_ id: Identifier) -> Bool {
    isAlwaysRead || filter.mayContain(BloomFilter.hash(of: id))
  }

  /// How many groups so many records of a segment are.
  public static func count(forRecords count: Int) -> Int {
    (count + maximumCount - 1) / maximumCount
  }
}

/// The values of the records of a group, of which its filter is made.
public struct GroupContent: Sendable {
  private(set) var hashes: [UInt64] = []
  private(set) var isAlwaysRead = false

  mutating func add(_ hash: UInt64) { hashes.append(hash) }

  mutating func addUnknown() { isAlwaysRead = true }

  mutating func removeAll() {
    hashes.removeAll(keepingCapacity: true)
    isAlwaysRead = false
  }

  /// What is to be said of the group.
  public var summary: GroupSummary {
    guard let filter = XorFilter(over: hashes) else {
      return GroupSummary(isAlwaysRead: true, filter: .empty)
    }
    return GroupSummary(isAlwaysRead: isAlwaysRead, filter: filter)
  }

  /// Whether a filter rules nothing out that is in the group.
  public func isHeld(by summary: GroupSummary) -> Bool {
    summary.isAlwaysRead || !isAlwaysRead && hashes.allSatisfy(summary.filter.mayContain)
  }
}

import Activities

/// What the header of a block says about the records within.
public struct BlockSummary: Hashable, Sendable, IdentifierFilter {
  /// A block takes no more records than this.
  public static let maximumCount = 1_024
  /// The records of a block are not longer than this together, their LFs included: 256 MiB.
  public static let maximumContentSize = 256 << 20

  /// No filter is longer, in blocks of its own.
  public static let maximumFilterLength = 128

  /// Records, from 1 to `maximumCount`.
  public let count: Int
  /// The bytes of the records, their LFs included.
  public let contentSize: Int
  /// The first and the last `created_at`; `received_at` in quarantine.
  public let times: ClosedRange<Instant>
  /// The Merkle root over the records.
  public let root: Hash256
  /// Whether the filter does not tell all: some identifier is no UUID, or these are no activities.
  public let isAlwaysRead: Bool
  /// The `id`, `person_id` and `sequence_id` values of the records.
  public let filter: BloomFilter

  /// Whether a record of the block may have this `id`, `person_id` or `sequence_id`.
  public func mayContain(_ id: Identifier) -> Bool { isAlwaysRead || filter.mayContain(id) }
}

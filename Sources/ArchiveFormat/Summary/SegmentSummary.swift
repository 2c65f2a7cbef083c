import Activities

/// What a segment's records amount to: the one computation of everything that headers and index
/// say about them, for the writer and for who verifies.
///
/// Records are added in the order of the file; `endBlock()` follows the last record of each block.
public struct SegmentSummary: Sendable {
  /// Records so far.
  public private(set) var count = 0
  /// The bytes of the records so far, their LFs included.
  public private(set) var contentSize = 0
  /// The workspace that the records name first; nil if none did yet.
  public private(set) var organizationID: Identifier?
  /// Whether some record names another workspace than `organizationID`.
  public private(set) var hasOtherOrganization = false
  /// Whether some record names no workspace by a UUID.
  public private(set) var lacksOrganization = false
  /// The least and the greatest `id`; nil before the first activity.
  public private(set) var ids: ClosedRange<Identifier>?
  /// The first and the last `created_at`; nil before the first activity.
  public private(set) var times: ClosedRange<Instant>?

  private var countedTypes = CountedTypes()
  private var block = BlockAccumulator()
  private var group = GroupContent()
  /// The leaves since the last multiple of a full block.
  private var leaves = MerkleAccumulator()
  /// The roots of the full blocks before `leaves`.
  private var roots = MerkleAccumulator()

  /// A segment without records.
  public init() {}

  /// Adds a record that `reader` has just read to `fields`.
  public mutating func add(
    _ record: RawSpan, _ fields: RecordFields, reader: borrowing RecordReader
  ) {
    addLeaf(MerkleTree.leafHash(record), size: record.byteCount + 1)
    add(fields.key, size: record.byteCount + 1)
    addPayload(fields, record, reader)
  }

  /// Adds a record of quarantine.
  public mutating func addQuarantined(_ record: RawSpan, receivedAt: Instant) {
    addLeaf(MerkleTree.leafHash(record), size: record.byteCount + 1)
    addQuarantined(receivedAt, size: record.byteCount + 1)
  }

  /// Adds what stands for a redacted record, in a line of `length` bytes without its LF. Roots are
  /// as if the record itself were there; of what it said there is nothing.
  public mutating func add(_ record: RedactedRecord, length: Int) {
    addLeaf(record.leaf, size: length + 1)
    switch record.place {
    case .activity(let key): add(key, size: length + 1)
    case .quarantined(let receivedAt): addQuarantined(receivedAt, size: length + 1)
    }
  }

  /// What the header of the block that ends here says.
  ///
  /// Nil if the block is none that the format allows: without records, with more than 1,024, or
  /// after one with fewer. The filter has `filterLength` blocks of its own, from 1 to
  /// `BlockSummary.maximumFilterLength`; as many as a writer gives it, without that.
  public mutating func endBlock(filterLength: Int? = nil) -> BlockSummary? {
    let start = count - block.count
    defer { block.removeAll() }
    guard start.isMultiple(of: BlockSummary.maximumCount) else { return nil }
    return block.summary(root: leaves.root, filterLength: filterLength)
  }

  /// The values of the activities since the last group ended; nil if there are none. A group ends after
  /// each `GroupSummary.blockCount` blocks and after the last one.
  public mutating func endGroup() -> GroupContent? {
    guard !group.hashes.isEmpty else { return nil }
    defer { group.removeAll() }
    return group
  }

  /// The Merkle root over the records so far, wherever blocks end.
  public var contentRoot: Hash256 {
    guard leaves.count > 0 else { return roots.root }
    var all = roots
    all.append(leaves.root)
    return all.root
  }

  /// How many records have each `payload.type`.
  public var types: [String: Int] { countedTypes.counted }

  /// What the index says about activities; nil if there are none.
  public var activities: ActivitySummary? {
    guard let ids, let times else { return nil }
    return ActivitySummary(organizationID: organizationID, types: types, ids: ids, times: times)
  }

  /// The entry of the segment once its file is whole; nil if it has no records, too many, or
  /// records of another stream.
  public func entry(at location: SegmentLocation, size: Int, sha256: Hash256) -> SegmentEntry? {
    SegmentEntry(
      location: location, count: count, activities: activities, size: size, sha256: sha256,
      contentSize: contentSize, contentRoot: contentRoot)
  }

  private mutating func addLeaf(_ leaf: Hash256, size: Int) {
    if leaves.count == BlockSummary.maximumCount {
      roots.append(leaves.root)
      leaves.removeAll()
    }
    leaves.append(leaf)
    count += 1
    contentSize += size
  }

  private mutating func add(_ key: RecordKey, size: Int) {
    block.add(key.instant, size: size)
    addToFilters(key.id)
    ids = Self.widened(ids, by: key.id)
    times = Self.widened(times, by: key.instant)
  }

  private mutating func addQuarantined(_ receivedAt: Instant, size: Int) {
    block.add(receivedAt, size: size)
    block.isAlwaysRead = true
  }

  private mutating func addPayload(
    _ fields: RecordFields, _ record: RawSpan, _ reader: borrowing RecordReader
  ) {
    if let type = reader.payloadMember(.type, of: fields) {
      countedTypes.add(type, of: reader.tape, in: record)
    }
    addOrganization(reader.payloadIdentifier(.organizationID, of: fields, in: record))
    addReference(.personID, fields, record, reader)
    addReference(.sequenceID, fields, record, reader)
  }

  private mutating func addOrganization(_ id: Identifier?) {
    guard let id else {
      lacksOrganization = true
      return
    }
    if let organizationID, id != organizationID { hasOtherOrganization = true }
    organizationID = organizationID ?? id
  }

  private mutating func addReference(
    _ name: MemberName, _ fields: RecordFields, _ record: RawSpan,
    _ reader: borrowing RecordReader
  ) {
    guard let node = reader.payloadMember(name, of: fields),
      reader.tape[node].kind != .null
    else { return }
    if let id = reader.tape.identifier(node, in: record) {
      addToFilters(id)
    } else {
      block.isAlwaysRead = true
      group.addUnknown()
    }
  }

  private mutating func addToFilters(_ id: Identifier) {
    let hash = BloomFilter.hash(of: id)
    block.add(hash)
    group.add(hash)
  }

  private static func widened<Value>(_ range: ClosedRange<Value>?, by value: Value)
    -> ClosedRange<Value>
  {
    guard let range else { return value...value }
    if range.contains(value) { return range }
    return value < range.lowerBound ? value...range.upperBound : range.lowerBound...value
  }
}

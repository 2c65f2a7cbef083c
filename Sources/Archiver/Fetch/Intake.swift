import Activities
import ActivityAPI
import ArchiveFormat
import ArchiveStore

/// Takes in what the walk of one window receives, and sorts it beyond memory.
actor Intake {
  private var records: RecordSorter
  private var unplaceable: RecordSorter
  private let clock: ServerClock
  private let progress: @Sendable (FetchEvent) -> Void

  init(
    staging: Staging, budget: Int, clock: ServerClock,
    progress: @escaping @Sendable (FetchEvent) -> Void
  ) {
    records = RecordSorter(in: staging, budget: budget)
    unplaceable = RecordSorter(in: staging, budget: budget / 2)
    self.clock = clock
    self.progress = progress
  }

  /// Adds items of a page, whose bytes are kept as they are.
  func receive(_ received: ReceivedItems) throws {
    var placed: [(key: RecordKey, range: Range<Int>)] = []
    placed.reserveCapacity(received.items.count)
    for item in received.items {
      switch item {
      case .record(let record): placed.append((record.key, record.range))
      case .unplaceable(let range, let reason):
        let record = QuarantineRecord(
          receivedAt: clock.now, reason: QuarantineRecord.Reason(reason),
          item: Array(received.bytes[range]))
        try unplaceable.append(record.contentKey, record.line)
      }
    }
    try records.append(placed, in: received.bytes)
    progress(.received(received.freshCount))
  }

  /// The records received, in key order; equal keys in the order of arrival.
  func sortedRecords() throws -> SortedRecords { try records.sorted() }

  /// The quarantine records of items that no id and time place, by content.
  func sortedUnplaceable() throws -> SortedRecords { try unplaceable.sorted() }
}

extension QuarantineRecord {
  /// A key that equal items share, so that sorting brings them together.
  var contentKey: RecordKey {
    var high: UInt64 = 0
    var low: UInt64 = 0
    for byte in itemHash.bytes.prefix(8) { high = high << 8 | UInt64(byte) }
    for byte in itemHash.bytes.dropFirst(8).prefix(8) { low = low << 8 | UInt64(byte) }
    return RecordKey(
      instant: Instant(nanoseconds: 0), id: Identifier(high: high, low: low))
  }
}

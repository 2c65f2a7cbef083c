import Activities

/// An activity as it was received: what places it, and where the record to archive is.
public struct ReceivedRecord: Sendable {
  /// Where it stands in time order.
  public let key: RecordKey
  /// How finely its `created_at` is written.
  public let fractionDigits: Int
  /// The workspace it belongs to; nil if the payload does not name one.
  public let organizationID: Identifier?
  /// Where it lies in the bytes of its page: as the API sent it, minus insignificant white space.
  public let range: Range<Int>
}

/// One item of a page. It holds no bytes, so that a page's many items are quickly passed on.
public enum ReceivedItem: Sendable {
  case record(ReceivedRecord)
  /// What no id and time can place, verbatim in the bytes of its page, and why.
  case unplaceable(Range<Int>, reason: RecordError)
}

/// Items of one page that are handed on together.
public struct ReceivedItems: Sendable {
  /// The bytes in which they lie.
  public let bytes: [UInt8]
  /// The items in the order received.
  public let items: ArraySlice<ReceivedItem>
  /// How many of them were not received before.
  public let freshCount: Int
}

/// The API's envelope, its items told apart.
public struct Page: Sendable {
  /// The bytes in which the items lie.
  public let bytes: [UInt8]
  /// The items in the order received.
  public let items: [ReceivedItem]
  /// How many activities match the query over all pages.
  public let totalCount: Int
  /// Whether there are pages beyond this one.
  public let hasMore: Bool
  /// What of the time that was asked for the server says that it has not read itself.
  public internal(set) var unread: [Window] = []

  /// Between what instants the server has read something itself, of a page that all of time was asked
  /// for; without bounds where it says nothing, or has read nothing to its end.
  public var readExtent: Window {
    let all = Window(since: nil, until: nil)
    guard !all.subtracting(unread).isEmpty else { return all }
    let from = unread.first.flatMap { $0.hasNoBeginning ? $0.until : nil }
    let until = unread.last.flatMap { $0.hasNoEnd ? $0.from : nil }
    return Window(since: from, until: until)
  }

  /// The items that could be placed.
  public var records: some BidirectionalCollection<ReceivedRecord> {
    items.lazy.compactMap(\.record)
  }

  /// The time of the last item that has one.
  var lastInstant: Instant? { records.last?.key.instant }
}

extension ReceivedItem {
  /// The record, if the item could be placed.
  public var record: ReceivedRecord? {
    if case .record(let record) = self { record } else { nil }
  }

  /// How finely the record's time is written; 0 if there is none.
  var fractionDigits: Int {
    if case .record(let record) = self { record.fractionDigits } else { 0 }
  }

  /// The workspace that the record names; nil if there is none.
  var organizationID: Identifier? {
    if case .record(let record) = self { record.organizationID } else { nil }
  }

  /// The record's time; nil if the item could not be placed.
  var instant: Instant? {
    if case .record(let record) = self { record.key.instant } else { nil }
  }
}

/// The two directions in which the API sorts by `created_at`.
public enum SortOrder: String, CaseIterable, Sendable {
  case ascending = "ASC"
  case descending = "DESC"
}

/// One request for a page of activities.
public struct ActivityQuery: Hashable, Sendable {
  /// Which activities are asked for.
  public var filter: ActivityFilter
  /// The direction of the sort by `created_at`.
  public var order: SortOrder
  /// From 1.
  public var page: Int
  /// The most activities that a page holds, from 1 to 100.
  public var size: Int

  /// A query with the API's own defaults; page and size are not checked here.
  public init(
    _ filter: ActivityFilter = ActivityFilter(), order: SortOrder = .descending, page: Int = 1,
    size: Int = 10
  ) {
    self.filter = filter
    self.order = order
    self.page = page
    self.size = size
  }
}

/// A page as its source has it, before it becomes the API's envelope.
public struct ActivityPage: Sendable {
  /// Records: one JSON object each, in the order asked for.
  public var items: [[UInt8]]
  /// How many activities match the filter over all pages.
  public var totalCount: Int
  /// What of the time that was asked for the source has not read itself, in time order, so that there
  /// may be more; none where it is the origin of its activities.
  public var unread: [Window]

  /// A page of records and the total over all pages.
  public init(items: [[UInt8]], totalCount: Int, unread: [Window] = []) {
    self.items = items
    self.totalCount = totalCount
    self.unread = unread
  }
}

/// Anything that holds activities and can serve them by page: a synthetic workspace or an archive.
public protocol ActivitySource: Sendable {
  /// The page that `query` asks for, as of now.
  func page(_ query: ActivityQuery) async throws -> ActivityPage

  /// The record of one activity; nil if there is none with this id.
  func activity(_ id: Identifier) async throws -> [UInt8]?
}

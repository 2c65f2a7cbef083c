/// Something that goes wrong between a client and the API.
public enum Fault: Sendable, Hashable {
  /// The answer takes so long, the work for it included.
  case latency(Duration)
  /// Another status than the request deserves (408, 429, 5xx, …), with a short text for a body.
  case refusal(status: Int, retryAfter: RetryAfter? = nil)
  /// The connection is closed instead of an answer.
  case dropped
  /// The connection is closed in the middle of the body.
  case droppedBody
  /// The first half of the body, then nothing, with the connection left open.
  case stalledBody
  /// The body byte by byte, with so long a pause after each.
  case trickledBody(Duration)
  /// The first half of the body as a complete answer.
  case truncatedBody
  /// A proxy's web page with status 200.
  case webPage
  /// A web server's page with status 404, as from a host that is not this API.
  case wrongHost
  /// The client is sent elsewhere with status 307.
  case redirect(to: String)
  /// White space after the body, up to so many bytes.
  case paddedBody(Int)
  /// `has_more` is true, whatever the page.
  case endlessPages
  /// The first page answered while this fault was there, again.
  case repeatedPage
  /// No items, but `has_more` is true.
  case emptyPage
  /// `total_count` is so much less than it should be, but not below zero.
  case laggingCount(Int)
  /// `created_at_after` and `created_at_before` have no effect.
  case ignoredBounds
  /// `sort_order` has no effect.
  case ignoredSortOrder

  /// When a client is asked to come again (RFC 9110, section 10.2.3).
  public enum RetryAfter: Sendable, Hashable {
    /// After so many seconds.
    case seconds(Int)
    /// At a time, so much ahead of the simulator's clock.
    case date(in: Duration)
  }
}

/// A fault, and the requests that it befalls.
public struct FaultRule: Sendable, Hashable {
  /// Which of a route's requests, numbered from 1.
  public enum Occurrence: Sendable, Hashable {
    /// Every one.
    case always
    /// Each with this probability; which ones follows from the seed.
    case probability(Double)
    /// Those with these numbers.
    case requests(Set<Int>)
    /// That one and all later ones.
    case from(Int)
  }

  /// What goes wrong.
  public var fault: Fault
  /// When it does.
  public var occurrence: Occurrence
  /// The route whose requests are meant; nil for all, each route's being numbered by itself.
  public var route: RequestLog.Route?

  /// A rule for list requests, unless another route is named.
  public init(
    _ fault: Fault, _ occurrence: Occurrence = .always, on route: RequestLog.Route? = .list
  ) {
    self.fault = fault
    self.occurrence = occurrence
    self.route = route
  }
}

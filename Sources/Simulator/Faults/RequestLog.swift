import Synchronization

/// What clients asked, in the order in which the requests came.
public final class RequestLog: Sendable {
  /// What a request was for, by its path.
  public enum Route: Sendable, Hashable, CaseIterable {
    /// `GET /v1/activities`
    case list
    /// `GET /v1/activities/{id}`
    case get
    case other
  }

  /// A request as it came, and how it was answered.
  public struct Request: Sendable {
    /// What it was for.
    public let route: Route
    /// From 1, among the requests of its route.
    public let number: Int
    /// The path, as sent.
    public let path: String
    /// The text after the question mark, as sent; empty without one.
    public let query: String
    /// Nil while the answer is not there, and where the connection was dropped instead.
    public internal(set) var status: Int?
  }

  private struct Contents {
    var requests: [Request] = []
    var counts: [Route: Int] = [:]
    var statuses: [Int: Int] = [:]
  }

  /// As many requests are kept; all are counted.
  public static let capacity = 100_000

  private let contents = Mutex(Contents())

  init() {}

  /// The requests, the first `capacity` of them.
  public var requests: [Request] { contents.withLock { $0.requests } }

  /// How many requests of a route came.
  public func count(_ route: Route) -> Int { contents.withLock { $0.counts[route] ?? 0 } }

  /// How many requests came.
  public var count: Int { contents.withLock { $0.counts.values.reduce(0, +) } }

  /// How many answers had this status.
  public func count(status: Int) -> Int { contents.withLock { $0.statuses[status] ?? 0 } }

  /// Forgets everything; numbers begin at 1 again.
  public func reset() { contents.withLock { $0 = Contents() } }

  func begin(_ route: Route, path: String, query: String) -> Ticket {
    contents.withLock { contents in
      let number = (contents.counts[route] ?? 0) + 1
      contents.counts[route] = number
      guard contents.requests.count < Self.capacity else {
        return Ticket(route: route, number: number, index: nil)
      }
      contents.requests.append(Request(route: route, number: number, path: path, query: query))
      return Ticket(route: route, number: number, index: contents.requests.count - 1)
    }
  }

  func end(_ ticket: Ticket, status: Int) {
    contents.withLock { contents in
      contents.statuses[status, default: 0] += 1
      if let index = ticket.index, index < contents.requests.count {
        contents.requests[index].status = status
      }
    }
  }

  /// A request that is being answered.
  struct Ticket: Sendable {
    let route: Route
    let number: Int
    let index: Int?
  }
}

extension RequestLog.Route {
  init(path: String) {
    let list = "/v1/activities"
    if path == list {
      self = .list
    } else {
      self = path.hasPrefix(list + "/") ? .get : .other
    }
  }
}

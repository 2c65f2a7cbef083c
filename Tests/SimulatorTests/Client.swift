import Activities
import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Simulator
import Testing

/// An answer with its whole body.
struct Answer {
  var status: Int
  var headers: [String: String]
  var body: [UInt8]

  var text: String { String(decoding: body, as: UTF8.self) }
}

/// The API's envelope, read independently of how it is written.
struct Envelope {
  var items: [[UInt8]]
  var totalCount: Int
  var totalPages: Int
  var hasMore: Bool

  init(_ body: [UInt8]) throws {
    var tape = JSONTape()
    let text = body.span.bytes
    try tape.parse(text)
    // What takes a span is computed before `#require`, which cannot pass one on.
    let itemsNode = tape.member("items", of: 0, in: text)
    var items: [[UInt8]] = []
    tape.forEachElement(of: try #require(itemsNode)) {
      items.append(text.bytes(in: tape.range(of: $0)))
    }
    self.items = items
    func number(_ name: StaticString) throws -> Int {
      let value = tape.member(name, of: 0, in: text).flatMap { tape.integer($0, in: text) }
      return Int(try #require(value))
    }
    totalCount = try number("total_count")
    totalPages = try number("total_pages")
    let hasMoreNode = tape.member("has_more", of: 0, in: text)
    hasMore = tape[try #require(hasMoreNode)].kind == .true
  }
}

/// Sends one GET request and waits for the whole answer.
func request(_ url: String, authorization: String) async throws -> Answer {
  var request = HTTPClientRequest(url: url)
  request.headers.add(name: "Authorization", value: authorization)
  let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
  let body = try await response.body.collect(upTo: 64 << 20)
  let headers = Dictionary(
    response.headers.map { ($0.name.lowercased(), $0.value) }, uniquingKeysWith: { $1 })
  return Answer(
    status: Int(response.status.code), headers: headers, body: Array(body.readableBytesView))
}

extension Simulator {
  /// Sends one request, with the simulator's key unless another `Authorization` is given.
  func send(_ target: String, authorization: String? = nil) async throws -> Answer {
    try await request(baseURL + target, authorization: authorization ?? "Bearer \(key)")
  }

  /// One page.
  func list(_ query: String = "") async throws -> Envelope {
    let answer = try await send("/v1/activities?" + query)
    try #require(answer.status == 200, "\(answer.status) \(answer.text)")
    return try Envelope(answer.body)
  }

  /// All that a query selects, in ascending order, page by page; checks each page's envelope.
  func everything(_ query: String = "", size: Int = 100) async throws -> [[UInt8]] {
    var items: [[UInt8]] = []
    var number = 1
    while true {
      let page = try await list("\(query)&sort_order=ASC&size=\(size)&page=\(number)")
      items += page.items
      #expect(page.totalPages == (page.totalCount + size - 1) / size)
      #expect(page.hasMore == (number < page.totalPages))
      guard page.hasMore else {
        #expect(page.totalCount == items.count)
        return items
      }
      number += 1
    }
  }
}

import Activities
import ActivityServer
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore

/// The connection is to be closed, wherever the answer has got to.
struct ConnectionDropped: Error {}

extension Fault {
  /// The answer that the fault puts in place of the right one; nil if it lets that one through.
  func answer(clock: SimulatedClock) throws -> Response? {
    switch self {
    case .refusal(let status, let retryAfter):
      var headers: HTTPFields = [.contentType: "text/plain"]
      switch retryAfter {
      case .seconds(let seconds): headers[.retryAfter] = String(seconds)
      case .date(let delay): headers[.retryAfter] = HTTPDate.text(clock.now + delay)
      case nil: break
      }
      return Self.answer(HTTPResponse.Status(code: status), headers, "Try again later.\n")
    case .dropped:
      throw ConnectionDropped()
    case .webPage:
      return Self.answer(.ok, [.contentType: "text/html"], "<html><body>Sign in</body></html>\n")
    case .wrongHost:
      return Self.answer(
        .notFound, [.contentType: "text/html"], "<html><body>Not Found</body></html>\n")
    case .redirect(let location):
      return Self.answer(.temporaryRedirect, [.location: location], "")
    default:
      return nil
    }
  }

  /// A query without the parameters that the fault makes the server ignore.
  func query(_ query: String) -> String {
    let ignored: Set<Substring>
    switch self {
    case .ignoredBounds: ignored = ["created_at_after", "created_at_before"]
    case .ignoredSortOrder: ignored = ["sort_order"]
    default: return query
    }
    return query.split(separator: "&").filter { !ignored.contains($0.prefix { $0 != "=" }) }
      .joined(separator: "&")
  }

  /// Changes what a page says.
  func edit(_ page: inout EnvelopeText) {
    switch self {
    case .endlessPages: page.hasMore = true
    case .emptyPage:
      page.items = []
      page.hasMore = true
    case .laggingCount(let count): page.totalCount = max(0, page.totalCount - count)
    default: break
    }
  }

  /// How a body is sent under the fault; nil if as it is.
  func sending(_ body: [UInt8]) -> ResponseBody? {
    let half = ByteBuffer(bytes: body.prefix(body.count / 2))
    switch self {
    case .truncatedBody:
      return ResponseBody(byteBuffer: half)
    case .droppedBody:
      return ResponseBody(contentLength: body.count) { writer in
        try await writer.write(half)
        throw ConnectionDropped()
      }
    case .stalledBody:
      return ResponseBody(contentLength: body.count) { writer in
        try await writer.write(half)
        try await Task.sleep(for: .seconds(86_400))
        throw ConnectionDropped()
      }
    case .trickledBody(let pause):
      return ResponseBody(contentLength: body.count) { writer in
        for byte in body {
          try await writer.write(ByteBuffer(bytes: [byte]))
          try await Task.sleep(for: pause)
        }
        try await writer.finish(nil)
      }
    case .paddedBody(let length):
      return ResponseBody(contentLength: max(length, body.count)) { writer in
        try await writer.write(ByteBuffer(bytes: body))
        var missing = max(0, length - body.count)
        while missing > 0 {
          let count = min(missing, 1 << 16)
          try await writer.write(ByteBuffer(repeating: UInt8(ascii: " "), count: count))
          missing -= count
        }
        try await writer.finish(nil)
      }
    default:
      return nil
    }
  }

  private static func answer(
    _ status: HTTPResponse.Status, _ headers: HTTPFields, _ text: String
  ) -> Response {
    Response(
      status: status, headers: headers,
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }
}

import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1

/// A whole request, as it came.
struct PageRequest: Sendable {
  /// Nil for a method that no field name's characters make.
  let method: HTTPRequest.Method?
  /// The path and the query, as they came.
  let target: String
  /// The values of `Host`: one, if the request is right.
  let hosts: [String]
  let headers: HTTPFields
  let body: ByteBuffer

  init(_ head: HTTPRequestHead, _ body: ByteBuffer) {
    method = HTTPRequest.Method(head.method.rawValue)
    target = head.uri
    hosts = head.headers["host"]
    var headers = HTTPFields()
    for (name, value) in head.headers {
      if let name = HTTPField.Name(name) { headers.append(HTTPField(name: name, value: value)) }
    }
    self.headers = headers
    self.body = body
  }

  /// The request as Hummingbird's router reads it, with GET for HEAD. The router takes escapes in the
  /// path as they are, so that it gets none.
  func routed(to target: RequestTarget) throws(Refusal) -> Request {
    guard target.segments.allSatisfy({ $0.utf8.allSatisfy(Self.needsNoEscape) }) else {
      throw .invalidParameter("id")
    }
    let path = "/" + target.segments.joined(separator: "/")
    let query = target.text.drop { $0 != "?" }
    return Request(
      head: HTTPRequest(
        method: .get, scheme: "http", authority: hosts.first, path: path + query,
        headerFields: headers),
      body: RequestBody(buffer: body))
  }

  private static func needsNoEscape(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}

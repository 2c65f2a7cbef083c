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
    let named = head.headers["host"]
    if let whole = Self.absolute(head.uri) {
      target = whole.target
      hosts = named.count == 1 ? [whole.authority] : named
    } else {
      target = head.uri
      hosts = named
    }
    var headers = HTTPFields()
    for (name, value) in head.headers {
      if let name = HTTPField.Name(name) { headers.append(HTTPField(name: name, value: value)) }
    }
    self.headers = headers
    self.body = body
  }

  /// Whether people look at what comes back: a browser's script or a client of the API asks for data.
  var isOfABrowser: Bool {
    headers[values: .accept].contains { $0.lowercased().contains("text/html") }
  }

  /// The parts of a target that begins with scheme and authority, as clients of proxies write it, and
  /// which goes before the `Host` field (RFC 9112, 3.2.2); nil for another.
  private static func absolute(_ target: String) -> (authority: String, target: String)? {
    let scheme = "http://"
    guard target.prefix(scheme.count).lowercased() == scheme else { return nil }
    let rest = target.dropFirst(scheme.count)
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    let path = rest[authority.endIndex...]
    return (String(authority), path.hasPrefix("/") ? String(path) : "/\(path)")
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

import HTTPTypes
import NIOCore

/// What is sent back for a request.
struct Answer: Sendable {
  enum Body: Sendable {
    /// All of it is there.
    case whole(ByteBuffer)
    /// It is sent as it is made.
    case streamed(@Sendable (AnswerStream) async throws -> Void)
  }

  let status: HTTPResponse.Status
  let headers: HTTPFields
  let body: Body

  init(
    status: HTTPResponse.Status, headers: HTTPFields = [:], body: Body = .whole(ByteBuffer())
  ) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// A JSON text.
  static func json(
    _ text: String, status: HTTPResponse.Status = .ok, _ headers: HTTPFields = [:]
  ) -> Answer {
    whole(ByteBuffer(string: text), type: "application/json", status: status, headers)
  }

  /// A body that is there already.
  static func whole(
    _ body: ByteBuffer, type: String, status: HTTPResponse.Status = .ok,
    _ headers: HTTPFields = [:]
  ) -> Answer {
    var headers = headers
    headers[.contentType] = type
    return Answer(status: status, headers: headers, body: .whole(body))
  }

  /// A body that is sent as it is made.
  ///
  /// The stream waits while the client reads slowly, and the task of `write` is cancelled when the
  /// client has gone; if it throws, the connection is closed, so that the client sees that something
  /// is missing.
  static func streamed(
    type: String, _ headers: HTTPFields = [:],
    _ write: @escaping @Sendable (AnswerStream) async throws -> Void
  ) -> Answer {
    var headers = headers
    headers[.contentType] = type
    return Answer(status: .ok, headers: headers, body: .streamed(write))
  }

  /// A place to go on to by GET.
  static func seeOther(_ place: String, _ headers: HTTPFields = [:]) -> Answer {
    var headers = headers
    headers[.location] = place
    return Answer(status: .seeOther, headers: headers)
  }

  /// The length of the body; nil if nobody knows it yet.
  var length: Int? {
    if case .whole(let bytes) = body { bytes.readableBytes } else { nil }
  }
}

extension HTTPFields {
  /// What a browser has to know about every answer, whatever it is, unless the answer says otherwise.
  static let always: HTTPFields = {
    var fields: HTTPFields = [.cacheControl: "no-store"]
    let others = [
      (
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
      ),
      ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"),
      ("Cross-Origin-Resource-Policy", "same-origin"),
      ("Cross-Origin-Opener-Policy", "same-origin"),
    ]
    for (name, value) in others {
      if let name = HTTPField.Name(name) { fields[name] = value }
    }
    return fields
  }()
}

import Activities
import HTTPTypes

/// What is not answered, each with a status and, as its body, JSON like that of `APIError`:
/// `{"error":{"code":…,"message":…}}`, with `"parameter"` where one is to blame.
enum Refusal: Error, Hashable {
  /// 400: bytes that are no HTTP request, or one without its host.
  case malformed
  /// 400: an escape in the path or the query that is none, or text that is no UTF-8.
  case badEscape
  /// 401: a token is needed.
  case tokenNeeded
  /// 403: a form or script of another site has sent this.
  case crossSite
  /// 404: no such place, or no such activity.
  case notFound
  /// 405: the place has other methods.
  case methodNotAllowed([HTTPRequest.Method])
  /// 408: the request did not come to its end in time.
  case tooSlow
  /// 409: a verification is running.
  case alreadyRunning
  /// 413: no request has a body as long as this.
  case bodyTooLarge
  /// 414: no path and query are as long as this.
  case targetTooLong
  /// 421: the host is not one that this server has.
  case wrongHost
  /// 422: a parameter that is not known or given twice, or a value that is not accepted; why, if
  /// there is more to say.
  case invalidParameter(String, why: String? = nil)
  /// 431: the fields of the request's head are too many or too long.
  case headTooLarge
  /// 500: what went wrong.
  case failed(String)
  /// 501: no such method.
  case methodUnknown
  /// 503: why the archive cannot be read.
  case unreadable(String)
  /// 505: neither HTTP/1.0 nor HTTP/1.1.
  case versionUnknown

  var status: HTTPResponse.Status {
    switch self {
    case .malformed, .badEscape: .badRequest
    case .tokenNeeded: .unauthorized
    case .crossSite: .forbidden
    case .notFound: .notFound
    case .methodNotAllowed: .methodNotAllowed
    case .tooSlow: .requestTimeout
    case .alreadyRunning: .conflict
    case .bodyTooLarge: .contentTooLarge
    case .targetTooLong: .uriTooLong
    case .wrongHost: .misdirectedRequest
    case .invalidParameter: .unprocessableContent
    case .headTooLarge: .requestHeaderFieldsTooLarge
    case .failed: .internalServerError
    case .methodUnknown: .notImplemented
    case .unreadable: .serviceUnavailable
    case .versionUnknown: .httpVersionNotSupported
    }
  }

  /// The whole answer to whoever asked: JSON or, for people at a browser, a page in words.
  func answer(to request: PageRequest) -> Answer {
    guard request.isOfABrowser else { return answer }
    return .whole(
      PlainDocument.html(heading, content), type: "text/html; charset=utf-8", status: status,
      headers)
  }

  /// The whole answer, as JSON.
  var answer: Answer { .json(body, status: status, headers) }

  private var headers: HTTPFields {
    var headers: HTTPFields = [:]
    switch self {
    case .tokenNeeded: headers[.wwwAuthenticate] = "Bearer"
    case .methodNotAllowed(let methods):
      headers[.allow] = methods.map(\.rawValue).joined(separator: ", ")
    default: break
    }
    return headers
  }

  private var heading: String {
    switch self {
    case .notFound: "There is no such page"
    case .tokenNeeded: "Log in first"
    case .unreadable: "The archive cannot be read"
    default: "This cannot be shown"
    }
  }

  /// What is wrong and where to go on, as HTML.
  private var content: String {
    let way =
      switch self {
      case .tokenNeeded: #"<a href="/login">Log in</a>"#
      case .wrongHost: ""
      default:
        #"<a href="/">What the archive holds</a>, <a href="/search">Search</a>,"#
          + #" <a href="/integrity">Integrity</a>"#
      }
    let why =
      self == .notFound
      ? "The address may be cut off or mistyped: nothing is served there." : message
    return "    <p>\(PlainDocument.escaped(why))</p>\n    <p>\(way)</p>"
  }

  private var body: String {
    var error = JSONText()
    error.string("code", code)
    error.string("message", message)
    if case .invalidParameter(let name, _) = self { error.string("parameter", name) }
    var object = JSONText()
    object.raw("error", error.finish())
    return object.finish()
  }

  private var code: String {
    switch self {
    case .malformed: "malformed_request"
    case .badEscape: "bad_escape"
    case .tokenNeeded: "unauthorized"
    case .crossSite: "cross_site"
    case .notFound: "not_found"
    case .methodNotAllowed: "method_not_allowed"
    case .tooSlow: "request_too_slow"
    case .alreadyRunning: "already_running"
    case .bodyTooLarge: "body_too_large"
    case .targetTooLong: "target_too_long"
    case .wrongHost: "wrong_host"
    case .invalidParameter: "invalid_parameter"
    case .headTooLarge: "head_too_large"
    case .failed: "failed"
    case .methodUnknown: "method_unknown"
    case .unreadable: "archive_unreadable"
    case .versionUnknown: "version_unknown"
    }
  }

  private var message: String {
    switch self {
    case .malformed: "This is no HTTP request."
    case .badEscape: "A percent-escape is broken, or stands for what is no text."
    case .tokenNeeded: "The token is missing or not valid."
    case .crossSite: "This was sent by another site."
    case .notFound: "There is nothing here."
    case .methodNotAllowed(let methods):
      "Here go only \(methods.map(\.rawValue).joined(separator: ", "))."
    case .tooSlow: "The request did not come to its end in time."
    case .alreadyRunning: "A verification is running."
    case .bodyTooLarge: "The request's body is too large."
    case .targetTooLong: "The path and the query are too long."
    case .wrongHost: "This server does not have this host: use 127.0.0.1 or localhost."
    case .invalidParameter(let name, let why): why ?? "The value of \(name) is not accepted."
    case .headTooLarge: "The request's fields are too many or too long."
    case .failed(let words): words
    case .methodUnknown: "There is no such method."
    case .unreadable(let words): words
    case .versionUnknown: "This server has HTTP/1.1."
    }
  }
}

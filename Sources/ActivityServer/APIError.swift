import Activities
import HTTPTypes
import Hummingbird
import NIOCore

/// What the routes refuse, each with the status and the JSON body of its answer.
///
/// The body is `{"error":{"code":…,"message":…}}`, with `"parameter"` where one is to blame and
/// `"required_scope"` where a scope is missing. The API's documentation shows no error body.
public enum APIError: Error, Hashable, Sendable {
  /// 401: no key, or one that nobody was given.
  case unauthorized
  /// 403: a key without the scope `activities:read`.
  case insufficientScope
  /// 404: no such route or activity.
  case notFound
  /// 422: a parameter's value is not one that the API accepts.
  case invalidParameter(String)
}

extension APIError: HTTPResponseError {
  /// 401, 403, 404 or 422.
  public var status: HTTPResponse.Status {
    switch self {
    case .unauthorized: .unauthorized
    case .insufficientScope: .forbidden
    case .notFound: .notFound
    case .invalidParameter: .unprocessableContent
    }
  }

  /// The answer with its JSON body, and `WWW-Authenticate: Bearer` with a 401 (RFC 6750).
  public func response(from request: Request, context: some RequestContext) throws -> Response {
    var headers: HTTPFields = [.contentType: "application/json"]
    if case .unauthorized = self { headers[.wwwAuthenticate] = "Bearer" }
    return Response(
      status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
  }

  /// The JSON text of the answer.
  var body: [UInt8] {
    var text = Array("{\"error\":{\"code\":\"\(code)\",\"message\":".utf8)
    JSONEscapes.appendQuoted(message.utf8, to: &text)
    switch self {
    case .invalidParameter(let name):
      text.append(contentsOf: ",\"parameter\":".utf8)
      JSONEscapes.appendQuoted(name.utf8, to: &text)
    case .insufficientScope:
      text.append(contentsOf: ",\"required_scope\":\"\(AccessPolicy.scope)\"".utf8)
    case .unauthorized, .notFound:
      break
    }
    text.append(contentsOf: "}}".utf8)
    return text
  }

  private var code: String {
    switch self {
    case .unauthorized: "unauthorized"
    case .insufficientScope: "insufficient_scope"
    case .notFound: "not_found"
    case .invalidParameter: "invalid_parameter"
    }
  }

  private var message: String {
    switch self {
    case .unauthorized: "The API key is missing or not valid."
    case .insufficientScope: "The API key lacks the scope \(AccessPolicy.scope)."
    case .notFound: "There is nothing here."
    case .invalidParameter(let name): "The value of \(name) is not accepted."
    }
  }
}

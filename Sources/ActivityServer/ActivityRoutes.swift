import Activities
import HTTPTypes
import Hummingbird
import NIOCore

/// The documented API over any source of activities.
public enum ActivityRoutes {
  /// Adds `GET /v1/activities` and `GET /v1/activities/{id}`.
  ///
  /// Items are the source's bytes, spliced in as they are. What the source has not read is told in the
  /// field `UnreadWindows.field`. Refusals are `APIError`s, which the
  /// router turns into answers with a JSON body.
  public static func add<Context: RequestContext>(
    to router: some RouterMethods<Context>, source: some ActivitySource, access: AccessPolicy
  ) {
    router.get("/v1/activities") { request, _ in
      try access.check(authorization: request.headers[.authorization])
      let query = try ActivityQuery(parameters: request.uri.queryParameters)
      let page = try await source.page(query)
      var response = json(PageEnvelope.text(of: page, for: query))
      if let name = HTTPField.Name(UnreadWindows.field) {
        response.headers[name] = UnreadWindows.text(page.unread)
      }
      return response
    }
    router.get("/v1/activities/:id") { request, context in
      try access.check(authorization: request.headers[.authorization])
      guard let id = context.parameters.get("id").flatMap({ Identifier($0) }) else {
        throw APIError.invalidParameter("id")
      }
      guard let record = try await source.activity(id) else { throw APIError.notFound }
      return json(ByteBuffer(bytes: record))
    }
  }

  private static func json(_ text: ByteBuffer) -> Response {
    Response(
      status: .ok, headers: [.contentType: "application/json"],
      body: ResponseBody(byteBuffer: text))
  }
}

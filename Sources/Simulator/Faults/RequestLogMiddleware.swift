import Hummingbird

/// Enters every request in the log.
struct RequestLogMiddleware: RouterMiddleware {
  let log: RequestLog

  func handle(
    _ request: Request, context: BasicRequestContext,
    next: (Request, BasicRequestContext) async throws -> Response
  ) async throws -> Response {
    let ticket = log.begin(
      .init(path: request.uri.path), path: request.uri.path, query: request.uri.query ?? "")
    do {
      let response = try await next(request, context)
      log.end(ticket, status: Int(response.status.code))
      return response
    } catch let error as any HTTPResponseError {
      log.end(ticket, status: Int(error.status.code))
      throw error
    }
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

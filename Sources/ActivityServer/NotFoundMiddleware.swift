import Hummingbird

/// Answers a path that no route serves with the API's own 404 body.
public struct NotFoundMiddleware<Context: RequestContext>: RouterMiddleware {
  /// A middleware for any router that serves `ActivityRoutes`.
  public init() {}

  /// Passes on whatever `next` answers or throws, but `APIError.notFound` for a route not found.
  public func handle(
    _ request: Request, context: Context,
    next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch let error as HTTPError where error.status == .notFound {
      throw APIError.notFound
    }
  }
}

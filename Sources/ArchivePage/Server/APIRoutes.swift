import ActivityServer
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// The documented API over the latest forms of an archive.
struct APIRoutes: Sendable {
  private let responder: RouterResponder<Context>

  init(_ archive: ServedArchive) {
    let router = Router(context: Context.self)
    // Who may come in is asked for the whole site, with the same token as a key.
    ActivityRoutes.add(to: router, source: archive, access: .open)
    responder = router.buildResponder()
  }

  /// Throws what the archive throws, and `Refusal.invalidParameter` for what is no id.
  func answer(_ request: PageRequest, _ target: RequestTarget) async throws -> Answer {
    let context = Context(source: Context.Source(logger: Self.logger))
    let response = try await responder.respond(to: request.routed(to: target), context: context)
    let body = WholeBody()
    try await response.body.write(body)
    return Answer(status: response.status, headers: response.headers, body: .whole(body.bytes))
  }

  /// The body of a page, which is there at once.
  private final class WholeBody: ResponseBodyWriter {
    private(set) var bytes = ByteBuffer()

    func write(_ buffer: ByteBuffer) async throws {
      var buffer = buffer
      bytes.writeBuffer(&buffer)
    }

    func finish(_ trailers: HTTPFields?) async throws {}
  }

  private static let logger = Logger(label: "topo-archive") { _ in SwiftLogNoOpLogHandler() }

  /// Of a connection the routes need nothing.
  private struct Context: RequestContext {
    struct Source: RequestContextSource {
      let logger: Logger
    }

    var coreContext: CoreRequestContextStorage

    init(source: Source) {
      coreContext = CoreRequestContextStorage(source: source)
    }
  }
}

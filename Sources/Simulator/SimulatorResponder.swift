import ActivityServer
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

/// Answers one request, as Hummingbird's `Application` would, but for the `Date` field: that one
/// always shows this machine's time.
struct SimulatorResponder<Responder: HTTPResponder>: Sendable
where Responder.Context == BasicRequestContext {
  let responder: Responder
  /// What `Date` shows; nil to send none.
  let clock: SimulatedClock?

  @Sendable func respond(
    to request: Request, writer: consuming ResponseWriter, channel: any Channel
  ) async throws {
    let logger = Logger(label: "topo-simulator") { _ in SwiftLogNoOpLogHandler() }
    let context = BasicRequestContext(
      source: ApplicationRequestContextSource(channel: channel, logger: logger))
    // An error that is no answer goes on to the server, which closes the connection.
    var response = try await responder.respond(to: request, context: context)
    if let clock { response.headers[.date] = HTTPDate.text(clock.now) }
    try await writer.write(response: response.head, body: response.body)
  }
}

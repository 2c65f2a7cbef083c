import HummingbirdCore
import Logging
import NIOCore
import Synchronization

/// HTTP/1 connections that are closed whenever the server stops: one that was accepted but never
/// served would trap in NIO (`Deinited NIOAsyncWriter without calling finish()`).
struct ClosingChannel: ServerChildChannel {
  let http: HTTP1Channel

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Accepted> {
    http.setup(channel: channel, logger: logger).map { Accepted(connection: $0) }
  }

  func handle(value: Accepted, logger: Logger) async {
    guard let connection = value.takeToServe() else { return }
    await http.handle(value: connection, logger: logger)
  }

  /// A connection that ends with its last reference unless it is served.
  final class Accepted: ServerChildChannelValue {
    let channel: any Channel
    private let waiting: Mutex<HTTP1Channel.Value?>

    init(connection: HTTP1Channel.Value) {
      channel = connection.channel
      waiting = Mutex(connection)
    }

    /// The connection, once; who takes it serves it to its end.
    func takeToServe() -> HTTP1Channel.Value? {
      waiting.withLock { $0.take() }
    }

    deinit {
      guard let connection = takeToServe() else { return }
      Task { try? await connection.executeThenClose { _, _ in } }
    }
  }
}

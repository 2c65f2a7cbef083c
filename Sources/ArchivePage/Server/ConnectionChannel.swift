import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import Synchronization

/// HTTP/1 connections within limits, each answered by the site, one request after another.
struct ConnectionChannel: ServerChildChannel {
  typealias Parts = NIOAsyncChannel<Arrival, HTTPServerResponsePart>

  let limits: ConnectionLimits
  let site: Site

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Accepted> {
    channel.eventLoop.makeCompletedFuture {
      // A client may send many requests ahead; what is read of them at once bounds what they cost.
      try channel.syncOptions?.setOption(.maxMessagesPerRead, value: 1)
      try channel.syncOptions?.setOption(
        .recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 8_192))
      let presence = Presence()
      let times = ConnectionTimes()
      let pipeline = channel.pipeline.syncOperations
      try pipeline.addHandler(ByteWatch(times))
      try pipeline.addHandler(HTTPResponseEncoder(configuration: Self.encoding))
      try pipeline.addHandler(
        ByteToMessageHandler(HTTPRequestDecoder(limitConfiguration: decoding)))
      try pipeline.addHandler(
        RequestAssembler(limits, times, presence) { [site] head in
          site.refusal(ofAnyBodyBehind: head)
        })
      let parts = try Parts(
        wrappingChannelSynchronously: channel,
        configuration: .init(isOutboundHalfClosureEnabled: true))
      return Accepted(parts, presence)
    }
  }

  /// Only the writer of an answer knows whether HEAD was asked for.
  private static var encoding: HTTPResponseEncoder.Configuration {
    var configuration = HTTPResponseEncoder.Configuration()
    configuration.automaticallySetFramingHeaders = false
    return configuration
  }

  private var decoding: NIOHTTPDecoderLimitConfiguration {
    var configuration = NIOHTTPDecoderLimitConfiguration()
    configuration.maxHeaderFieldSize = limits.head
    configuration.maxHeaderListSize = limits.head
    configuration.maxHeaderFieldCount = limits.fields
    return configuration
  }

  func handle(value: Accepted, logger: Logger) async {
    guard let parts = value.takeToServe() else { return }
    let task = Task { await serve(parts) }
    value.presence.keep(task)
    await withTaskCancellationHandler {
      await task.value
    } onCancel: {
      task.cancel()
      parts.channel.close(promise: nil)
    }
  }

  /// Whatever goes wrong on a connection ends it, and nothing else.
  private func serve(_ parts: Parts) async {
    try? await parts.executeThenClose { arrivals, answers in
      for try await arrival in arrivals {
        guard try await answer(arrival, answers) else { break }
      }
      answers.finish()
      try await parts.channel.closeFuture.get()
    }
  }

  /// Answers, and tells whether another request may come.
  private func answer(
    _ arrival: Arrival, _ answers: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>
  ) async throws -> Bool {
    switch arrival {
    case .refused(let refusal):
      try await AnswerWriter(answers, version: .http1_1, isHead: false, isLast: true)
        .write(refusal.answer)
      return false
    case .request(let head, let body):
      let answer = try await site.answer(PageRequest(head, body))
      let isLast = endsBehind(head, answer)
      try await AnswerWriter(
        answers, version: head.version, isHead: head.method == .HEAD, isLast: isLast
      ).write(answer)
      return !isLast
    }
  }

  /// Whether nothing more can come on the connection once this is answered.
  private func endsBehind(_ head: HTTPRequestHead, _ answer: Answer) -> Bool {
    // HTTP/1.0 tells the end of a body of no known length by closing. Behind a request for another
    // protocol nothing is read as HTTP any more.
    !head.isKeepAlive || head.version == .http1_0 && answer.length == nil
      || head.headers.contains(name: "upgrade") || head.method == .CONNECT
  }

  /// A connection that ends with its last reference unless it is served: one that was accepted but
  /// never served would trap in NIO.
  final class Accepted: ServerChildChannelValue {
    let channel: any Channel
    let presence: Presence
    private let waiting: Mutex<Parts?>

    init(_ parts: Parts, _ presence: Presence) {
      channel = parts.channel
      self.presence = presence
      waiting = Mutex(parts)
    }

    /// The connection, once; who takes it serves it to its end.
    func takeToServe() -> Parts? {
      waiting.withLock { $0.take() }
    }

    deinit {
      guard let parts = takeToServe() else { return }
      Task { try? await parts.executeThenClose { _, _ in } }
    }
  }
}

import NIOCore
import NIOHTTP1

/// What comes on a connection: a whole request, or what is wrong with what came. Behind the latter
/// nothing comes.
enum Arrival: Sendable {
  case request(HTTPRequestHead, body: ByteBuffer)
  case refused(Refusal)
}

/// Puts requests together within the limits, and ends connections that keep others waiting.
final class RequestAssembler: ChannelDuplexHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = Arrival
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  private let limits: ConnectionLimits
  private let times: ConnectionTimes
  private let presence: Presence
  private let refusal: (HTTPRequestHead) -> Refusal?
  private var head: HTTPRequestHead?
  private var body = ByteBuffer()
  private var isRefused = false
  private var sweep: RepeatedTask?

  /// `refusal` tells why a request would be refused whatever its body is.
  init(
    _ limits: ConnectionLimits, _ times: ConnectionTimes, _ presence: Presence,
    refusal: @escaping (HTTPRequestHead) -> Refusal?
  ) {
    self.limits = limits
    self.refusal = refusal
    self.times = times
    self.presence = presence
  }

  func handlerAdded(context: ChannelHandlerContext) {
    let shortest = min(limits.request, limits.idle, limits.stalled, limits.farewell)
    let interval = TimeAmount.nanoseconds(min(shortest.nanoseconds / 4, 1_000_000_000))
    let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
    sweep = context.eventLoop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { _ in
      bound.value.handler.look(bound.value.context)
    }
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    sweep?.cancel()
  }

  private func look(_ context: ChannelHandlerContext) {
    switch times.verdict(limits) {
    case .fine: break
    case .refuse: refuse(.tooSlow, context)
    case .close: context.close(promise: nil)
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isRefused, !times.isFinished else { return }
    switch unwrapInboundIn(data) {
    case .head(let head): begin(head, context)
    case .body(var bytes):
      guard body.readableBytes + bytes.readableBytes <= limits.body else {
        return refuse(.bodyTooLarge, context)
      }
      body.writeBuffer(&bytes)
    case .end:
      guard let head else { return }
      times.endedRequest()
      context.fireChannelRead(wrapInboundOut(.request(head, body: body)))
      self.head = nil
      body = ByteBuffer()
    }
  }

  private func begin(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
    let length = head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
    guard head.uri.utf8.count <= RequestTarget.maximumLength else {
      return refuse(.targetTooLong, context)
    }
    guard length <= limits.body else { return refuse(.bodyTooLarge, context) }
    let expectation = head.headers.first(name: "expect")?.lowercased()
    // Nobody is asked for a body that nobody reads. An answer to HEAD would have none.
    if expectation == "100-continue", head.method != .HEAD, let refusal = refusal(head) {
      return refuse(refusal, context)
    }
    self.head = head
    if expectation == "100-continue", times.isWaiting {
      let go = HTTPResponseHead(version: .http1_1, status: .continue)
      context.writeAndFlush(wrapOutboundOut(.head(go)), promise: nil)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // What comes behind bytes that are no HTTP is an error each time, too.
    if isRefused || times.isFinished { return }
    guard let error = error as? HTTPParserError else { return context.close(promise: nil) }
    switch error {
    case .invalidMethod: refuse(.methodUnknown, context)
    case .invalidVersion: refuse(.versionUnknown, context)
    case .headerOverflow: refuse(times.lineEnded ? .headTooLarge : .targetTooLong, context)
    case .invalidEOFState: break
    default: refuse(.malformed, context)
    }
  }

  private func refuse(_ refusal: Refusal, _ context: ChannelHandlerContext) {
    guard !isRefused, !times.isFinished else { return }
    isRefused = true
    head = nil
    body = ByteBuffer()
    times.endedRequest()
    context.fireChannelRead(wrapInboundOut(.refused(refusal)))
    context.fireChannelReadComplete()
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    let isEnd = if case .end = unwrapOutboundIn(data) { true } else { false }
    let taken = promise ?? context.eventLoop.makePromise()
    let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
    times.beganWrite()
    taken.futureResult.whenComplete { _ in
      bound.value.times.endedWrite()
      if isEnd { bound.value.times.endedAnswer() }
    }
    context.write(data, promise: taken)
  }

  func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
    if mode == .output { times.finished() }
    context.close(mode: mode, promise: promise)
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case ChannelEvent.inputClosed = event { presence.end() }
    context.fireUserInboundEventTriggered(event)
  }

  func channelInactive(context: ChannelHandlerContext) {
    presence.end()
    context.fireChannelInactive()
  }
}

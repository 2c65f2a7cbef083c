import NIOCore

/// Sees bytes before they are read as HTTP: only they tell that a request has begun.
final class ByteWatch: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  private let times: ConnectionTimes

  init(_ times: ConnectionTimes) {
    self.times = times
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    times.received(unwrapInboundIn(data))
    context.fireChannelRead(data)
  }
}

import NIOCore

/// Hands on to another channel what one receives, and its end.
final class Relay: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let target: any Channel
  private let see: @Sendable (ByteBuffer) -> Void

  /// Everything that passes is shown to `see`.
  init(to target: any Channel, see: @escaping @Sendable (ByteBuffer) -> Void = { _ in }) {
    self.target = target
    self.see = see
  }

  /// Joins two channels, each of which hands on to the other from now on.
  static func join(
    _ one: any Channel, _ other: any Channel,
    see: @escaping @Sendable (ByteBuffer) -> Void = { _ in }
  ) -> EventLoopFuture<Void> {
    other.eventLoop.flatSubmit {
      other.eventLoop.makeCompletedFuture {
        try other.pipeline.syncOperations.addHandler(Relay(to: one, see: see))
      }
    }.hop(to: one.eventLoop).flatMapThrowing {
      try one.pipeline.syncOperations.addHandler(Relay(to: other, see: see))
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let bytes = unwrapInboundIn(data)
    see(bytes)
    target.writeAndFlush(bytes, promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) {
    target.close(promise: nil)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}

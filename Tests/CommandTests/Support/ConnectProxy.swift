import NIOCore
import NIOPosix
import Synchronization

/// A real HTTP proxy on a free loopback port, which remembers all that passes it.
struct ConnectProxy {
  fileprivate final class Memory: Sendable {
    let heads = Mutex<[String]>([])
    let passed = Mutex<[UInt8]>([])
  }

  private let memory: Memory
  private let listener: any Channel

  var port: Int { listener.localAddress?.port ?? 0 }
  /// The heads of the requests that came.
  var heads: [String] { memory.heads.withLock { $0 } }
  /// Everything that went through after them, in both directions.
  var passed: [UInt8] { memory.passed.withLock { $0 } }

  /// Connects what a CONNECT names; or, if there is an `answer`, gives just that.
  static func start(answer: String? = nil) async throws -> ConnectProxy {
    let memory = Memory()
    let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Head(memory: memory, answer: answer))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    return ConnectProxy(memory: memory, listener: listener)
  }

  func stop() async {
    try? await listener.close()
  }

  /// Reads the head of a request, connects what it names, and gives way to the relay.
  private final class Head: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let memory: Memory
    private let answer: String?
    private var received: [UInt8] = []

    init(memory: Memory, answer: String?) {
      self.memory = memory
      self.answer = answer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      received += unwrapInboundIn(data).readableBytesView
      guard received.suffix(4).elementsEqual("\r\n\r\n".utf8) else { return }
      let head = String(decoding: received, as: UTF8.self)
      memory.heads.withLock { $0.append(head) }
      let channel = context.channel
      if let answer {
        channel.writeAndFlush(ByteBuffer(string: answer), promise: nil)
        return
      }
      let target = head.split(separator: " ").dropFirst().first ?? ""
      let port = target.split(separator: ":").last.flatMap { Int($0) } ?? 0
      context.pipeline.syncOperations.removeHandler(self, promise: nil)
      ClientBootstrap(group: channel.eventLoop).connect(host: "127.0.0.1", port: port)
        .flatMap { [memory] served in
          Relay.join(channel, served) { bytes in
            memory.passed.withLock { $0 += bytes.readableBytesView }
          }
        }
        .flatMap {
          channel.writeAndFlush(ByteBuffer(string: "HTTP/1.1 200 Connected\r\n\r\n"))
        }
        .whenFailure { _ in channel.close(promise: nil) }
    }
  }
}

import NIOCore
import NIOPosix
import NIOSSL

/// A real TLS server on a free loopback port, in front of a server that has none.
struct SecureFront {
  private let listener: any Channel

  /// `https://localhost:PORT`
  var baseURL: String { "https://localhost:\(port)" }
  var port: Int { listener.localAddress?.port ?? 0 }

  /// Shows the certificate of `identity`, and hands on to the loopback port `port`.
  static func start(
    _ identity: TestAuthority.Identity, before port: Int, newest: TLSVersion? = nil
  ) async throws -> SecureFront {
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: try NIOSSLCertificate.fromPEMFile(identity.certificate).map {
        .certificate($0)
      },
      privateKey: .privateKey(try NIOSSLPrivateKey(file: identity.key, format: .pem)))
    configuration.maximumTLSVersion = newest
    let context = try NIOSSLContext(configuration: configuration)
    let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        ClientBootstrap(group: channel.eventLoop).connect(host: "127.0.0.1", port: port)
          .flatMap { served in
            channel.eventLoop.makeCompletedFuture {
              try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
            }.flatMap { Relay.join(channel, served) }
          }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    return SecureFront(listener: listener)
  }

  func stop() async {
    try? await listener.close()
  }
}

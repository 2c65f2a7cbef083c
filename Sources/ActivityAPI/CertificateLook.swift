import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A second look at a certificate that was refused, as the first tells that it was, but not why.
///
/// The look ends with the certificate refused again, so that nothing is ever sent to that host.
enum CertificateLook {
  private static let patience = TimeAmount.seconds(10)

  /// What is wrong with the certificate that `url` shows; nil if none can be seen.
  static func fault(of url: BaseURL) async -> CertificateFault? {
    guard let shown = try? await certificates(of: url), !shown.isEmpty else { return nil }
    let now = time(nil)
    if shown.contains(where: { $0.notValidAfter < now }) { return .expired }
    if shown.contains(where: { $0.notValidBefore > now }) { return .notYetValid }
    return .unknownAuthority
  }

  private static func certificates(of url: BaseURL) async throws -> [NIOSSLCertificate] {
    let context = try NIOSSLContext(configuration: CertificateAuthorities.configuration(nil))
    let seen = Seen()
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connectTimeout(patience)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          // An address is no name that a server could choose its certificate by.
          try channel.pipeline.syncOperations.addHandler(
            NIOSSLClientHandler(
              context: context, serverHostname: IPAddress(url.host) == nil ? url.host : nil,
              customVerificationCallback: { certificates, verdict in
                seen.certificates.withLock { $0 = certificates }
                verdict.succeed(.failed)
              }))
        }
      }
      .connect(host: url.host, port: url.port).get()
    let giveUp = channel.eventLoop.scheduleTask(in: patience) { channel.close(promise: nil) }
    try? await channel.closeFuture.get()
    giveUp.cancel()
    return seen.certificates.withLock { $0 }
  }

  private final class Seen: Sendable {
    let certificates = Mutex<[NIOSSLCertificate]>([])
  }
}

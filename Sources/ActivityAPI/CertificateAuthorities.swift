import NIOSSL

/// Authorities whose certificates are trusted, in place of those that this system trusts.
public struct CertificateAuthorities: Sendable {
  /// Why bytes are no certificates of authorities.
  public enum Failure: Error, Hashable, Sendable {
    /// There is no PEM certificate.
    case none
    /// A PEM certificate is damaged.
    case malformed
  }

  private let certificates: [NIOSSLCertificate]

  /// Reads all the certificates of a PEM file's bytes; text between them is passed over.
  public init(pem bytes: [UInt8]) throws(Failure) {
    guard String(decoding: bytes, as: UTF8.self).contains("-----BEGIN CERTIFICATE-----") else {
      throw .none
    }
    do {
      certificates = try NIOSSLCertificate.fromPEMBytes(bytes)
    } catch {
      throw .malformed
    }
  }

  /// TLS as it is always spoken: verified, and of no version with known weaknesses.
  static func configuration(_ authorities: CertificateAuthorities?) -> TLSConfiguration {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.minimumTLSVersion = .tlsv12
    configuration.trustRoots = authorities.map { .certificates($0.certificates) } ?? .default
    return configuration
  }
}

import AsyncHTTPClient
import NIOCore
import NIOPosix
import NIOSSL

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Why a request got no answer.
public enum ConnectionFailure: Hashable, Sendable {
  /// Nothing listens at that host and port.
  case refused
  /// The host's name leads to no address.
  case hostUnknown
  /// There is no way to that host.
  case noRoute
  /// No connection came about in time.
  case connectingTimedOut
  /// TLS could not be agreed on: none is spoken there, or no version that is safe.
  case notSecure
  /// The certificate that was shown does not prove that this is the host.
  case certificate(CertificateFault)
  /// This system has no certificate authorities that could vouch for any host.
  case noAuthorities
  /// The proxy itself could not be reached.
  indirect case proxy(ConnectionFailure)
  /// HTTP 407: the proxy wants a user and a password, or other ones.
  case proxyUnauthorized
  /// The proxy, if it is one, did not connect to the host.
  case proxyRefused
  /// The connection ended before the answer did.
  case broken
  /// The answer did not come in time.
  case answerTimedOut
  /// Anything else, as the network layer words it.
  case other(String)

  /// Whether no request can have reached the host.
  var isBeforeRequest: Bool {
    switch self {
    case .refused, .hostUnknown, .noRoute, .connectingTimedOut, .notSecure, .certificate,
      .noAuthorities, .proxy, .proxyUnauthorized, .proxyRefused:
      true
    case .broken, .answerTimedOut, .other: false
    }
  }

  /// What `error` means for a request, whose connection is made through a proxy or is not.
  init(_ error: any Error, throughProxy: Bool) {
    let failure = Self.failure(error)
    switch failure {
    case .refused, .hostUnknown, .noRoute, .connectingTimedOut:
      self = throughProxy ? .proxy(failure) : failure
    default: self = failure
    }
  }

  private static func failure(_ error: any Error) -> ConnectionFailure {
    switch error {
    case let error as NIOConnectionError: connecting(error)
    case let error as IOError: system(error.errnoCode) ?? .other("\(error)")
    case let error as HTTPClientError: client(error)
    case NIOSSLError.uncleanShutdown: .broken
    case NIOSSLError.handshakeFailed(let error): handshake(error)
    case let error as NIOSSLExtraError where error == .failedToValidateHostname:
      .certificate(.otherHost)
    // Outside a handshake BoringSSL has to do with nothing but the system's authorities.
    case is BoringSSLError: .noAuthorities
    case is NIOSSLError, is NIOSSLExtraError: .notSecure
    case ChannelError.connectTimeout: .connectingTimedOut
    case is ChannelError: .broken
    default: .other("\(error)")
    }
  }

  private static func handshake(_ error: BoringSSLError) -> ConnectionFailure {
    // NIOSSL has no other way to tell a certificate that is refused.
    "\(error)".contains("CERTIFICATE_VERIFY_FAILED") ? .certificate(.untrusted) : .notSecure
  }

  private static func connecting(_ error: NIOConnectionError) -> ConnectionFailure {
    // A name may resolve in one family of addresses only.
    for attempt in error.connectionErrors {
      let failure = failure(attempt.error)
      if case .other = failure { continue }
      return failure
    }
    let isResolved = error.dnsAError == nil && error.dnsAAAAError == nil
    return isResolved ? .other("\(error)") : .hostUnknown
  }

  private static func system(_ code: Int32) -> ConnectionFailure? {
    switch code {
    case ECONNREFUSED: .refused
    case EHOSTUNREACH, ENETUNREACH, ENETDOWN, EADDRNOTAVAIL: .noRoute
    case ETIMEDOUT: .connectingTimedOut
    case ECONNRESET, EPIPE, ECONNABORTED: .broken
    default: nil
    }
  }

  private static func client(_ error: HTTPClientError) -> ConnectionFailure {
    switch error {
    case .connectTimeout, .getConnectionFromPoolTimeout: .connectingTimedOut
    case .tlsHandshakeTimeout: .notSecure
    case .proxyAuthenticationRequired: .proxyUnauthorized
    case .invalidProxyResponse: .proxyRefused
    case .httpProxyHandshakeTimeout: .proxy(.answerTimedOut)
    case .deadlineExceeded, .readTimeout, .writeTimeout: .answerTimedOut
    case .remoteConnectionClosed, .uncleanShutdown: .broken
    default: .other("\(error)")
    }
  }
}

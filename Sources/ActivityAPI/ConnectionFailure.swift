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
  /// TLS could not be agreed on: no TLS there, or a certificate that is not trusted.
  case notSecure
  /// The connection ended before the answer did.
  case broken
  /// The answer did not come in time.
  case answerTimedOut
  /// Anything else, as the network layer words it.
  case other(String)

  /// Whether no request can have reached the host.
  var isBeforeRequest: Bool {
    switch self {
    case .refused, .hostUnknown, .noRoute, .connectingTimedOut, .notSecure: true
    case .broken, .answerTimedOut, .other: false
    }
  }

  init(_ error: any Error) {
    switch error {
    case let error as NIOConnectionError: self = Self.connecting(error)
    case let error as IOError: self = Self.system(error.errnoCode) ?? .other("\(error)")
    case let error as HTTPClientError: self = Self.client(error)
    case NIOSSLError.uncleanShutdown: self = .broken
    case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError: self = .notSecure
    case is ChannelError: self = .broken
    default: self = .other("\(error)")
    }
  }

  private static func connecting(_ error: NIOConnectionError) -> ConnectionFailure {
    // A name may resolve in one family of addresses only.
    for attempt in error.connectionErrors {
      if let failure = (attempt.error as? IOError).flatMap({ system($0.errnoCode) }) {
        return failure
      }
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
    case .deadlineExceeded, .readTimeout, .writeTimeout: .answerTimedOut
    case .remoteConnectionClosed, .uncleanShutdown: .broken
    default: .other("\(error)")
    }
  }
}

import ActivityAPI

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Words for what can go wrong on the way to the API.
enum ConnectionWording {
  static func line(for failure: ConnectionFailure) -> String {
    "\(words(for: failure)): \(advice(for: failure))"
  }

  /// What is wrong, without what to do.
  static func words(for failure: ConnectionFailure) -> String {
    switch failure {
    case .proxy(let failure): "the proxy cannot be reached (\(reason(failure)))"
    case .proxyUnauthorized: "the proxy wants a user and a password, or other ones (407)"
    case .proxyRefused: "the proxy does not connect to the API, or is no proxy"
    case .broken: "the connection to the API breaks"
    case .answerTimedOut: "the API does not answer in time"
    default: "the API cannot be reached (\(reason(failure)))"
    }
  }

  private static func reason(_ failure: ConnectionFailure) -> String {
    switch failure {
    case .refused: "nothing listens at that address"
    case .hostUnknown: "its host's name cannot be resolved"
    case .noRoute: "there is no route to its host"
    case .connectingTimedOut: "no connection in time"
    case .notSecure: "no secure connection: what listens there does not speak TLS 1.2 or 1.3"
    case .certificate(let fault): reason(fault)
    case .noAuthorities: "this system has no certificate authorities to trust"
    case .answerTimedOut: "no answer in time"
    case .other(let reason): reason
    case .broken, .proxy, .proxyUnauthorized, .proxyRefused: "no connection"
    }
  }

  private static func reason(_ fault: CertificateFault) -> String {
    switch fault {
    case .otherHost: "its certificate is for another host"
    case .expired: "its certificate has expired"
    case .notYetValid: "its certificate is not valid yet"
    case .unknownAuthority:
      "its certificate is signed by itself, or by an authority that is not trusted"
    case .untrusted:
      "its certificate is not trusted: it has expired, or no known authority has signed it"
    }
  }

  private static func advice(for failure: ConnectionFailure) -> String {
    switch failure {
    case .refused: "check --base-url"
    case .hostUnknown, .other: "check --base-url and the network"
    case .noRoute: "check the network"
    case .connectingTimedOut: "check --base-url, the network and any firewall"
    case .notSecure: "check --base-url and any proxy in between"
    case .certificate(let fault): advice(for: fault)
    case .noAuthorities: "install ca-certificates, or name a file of them with --ca-file"
    case .proxy: "check HTTPS_PROXY and the network"
    case .proxyUnauthorized: "set HTTPS_PROXY=http://user:password@host:port"
    case .proxyRefused: "check HTTPS_PROXY and --base-url, or name the API's host in NO_PROXY"
    case .broken: "check the network, then run it again"
    case .answerTimedOut: "run it again later"
    }
  }

  private static func advice(for fault: CertificateFault) -> String {
    switch fault {
    case .otherHost: "check --base-url and any proxy in between"
    case .expired, .notYetValid:
      "check this machine's clock; if it is right, the host needs a new certificate"
    case .unknownAuthority, .untrusted:
      "if that is your own authority, name its certificate with --ca-file; if not, somebody may be in"
        + " between"
    }
  }

  static func line(for error: AuthoritiesError) -> String {
    switch error {
    case .unreadableFile(let path, let code):
      "\(file(path)) cannot be read: \(String(cString: strerror(code))); check --ca-file or"
        + " SSL_CERT_FILE"
    case .none(let path):
      "\(file(path)) has no certificate in it: give one in PEM form (-----BEGIN CERTIFICATE-----)"
    case .malformed(let path):
      "\(file(path)) has a certificate that cannot be read: check how it was copied"
    }
  }

  private static func file(_ path: String) -> String {
    "the file of certificate authorities \(path)"
  }

  static func line(for error: ProxyServer.Failure) -> String {
    switch error {
    case .malformed(let variable):
      "\(variable) must be http://host:port or http://user:password@host:port: no other kind of proxy"
        + " can be used"
    case .hostWithoutName:
      "the certificate of an IP address cannot be checked through a proxy: name the host in"
        + " --base-url, or the address in NO_PROXY"
    }
  }
}

import AsyncHTTPClient

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// An HTTP proxy. All that it sees of a request is the API's host and port: what it connects is TLS
/// from end to end.
public struct ProxyServer: Sendable {
  /// Why the environment names no proxy that can be used.
  public enum Failure: Error, Hashable, Sendable {
    /// The value of a variable is not `http://[user:password@]host:port`.
    case malformed(variable: String)
    /// Through a proxy the certificate of an address, rather than a name, cannot be checked.
    case hostWithoutName
  }

  let configuration: HTTPClient.Configuration.Proxy

  /// The proxy that `environment` names for requests to `url`, in `https_proxy` or `HTTPS_PROXY`; nil
  /// if it names none, or `no_proxy` or `NO_PROXY` has the host, or nothing leaves this machine
  /// anyhow, as without TLS.
  public init?(for url: BaseURL, environment: [String: String]) throws(Failure) {
    func value(_ name: String) -> (variable: String, text: String)? {
      for variable in [name, name.uppercased()] {
        if let text = environment[variable], !text.isEmpty { return (variable, text) }
      }
      return nil
    }
    guard url.isEncrypted, let (variable, text) = value("https_proxy") else { return nil }
    if let exceptions = value("no_proxy"),
      ProxyExceptions(exceptions.text).contain(host: url.host, port: url.port)
    {
      return nil
    }
    guard let configuration = Self.configuration(text) else { throw .malformed(variable: variable) }
    // The library would compare the certificate with the address of the proxy.
    guard IPAddress(url.host) == nil else { throw .hostWithoutName }
    self.configuration = configuration
  }

  private static func configuration(_ text: String) -> HTTPClient.Configuration.Proxy? {
    guard let parts = URLComponents(string: text.contains("://") ? text : "http://\(text)"),
      parts.scheme?.lowercased() == "http", let host = parts.host, !host.isEmpty,
      let port = parts.port, (1...65_535).contains(port),
      parts.path.isEmpty || parts.path == "/", parts.query == nil, parts.fragment == nil
    else { return nil }
    let name = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    let credentials = parts.user.map { user in
      HTTPClient.Authorization.basic(username: user, password: parts.password ?? "")
    }
    return .server(host: name, port: port, authorization: credentials)
  }
}

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Where an API is: scheme, host and port, nothing else.
public struct BaseURL: Hashable, Sendable, CustomStringConvertible {
  /// Why a text is no base URL that may be used.
  public enum Failure: Error, Hashable, Sendable {
    /// Not `http(s)://host[:port]`, or with a path, a query or credentials.
    case malformed
    /// Plain HTTP to a host that is not this machine: the key would travel in the open.
    case insecure
  }

  /// The API of the service itself.
  public static let topo = "https://api.topo.io"

  /// `scheme://host[:port]`, lower-case: what an archive names as its source.
  public let description: String

  /// The host: a name, or an address, an IPv6 one without its brackets.
  let host: String

  /// The port, which the scheme implies if the URL names none.
  let port: Int

  /// Whether it is `https://`.
  public let isEncrypted: Bool

  /// Whether it is an address of this machine, which nothing leaves on the way.
  public let isThisMachine: Bool

  /// Reads `https://host[:port]`, or `http://` on a loopback host.
  public init(_ text: String) throws(Failure) {
    guard let parts = URLComponents(string: text),
      let scheme = parts.scheme?.lowercased(), scheme == "https" || scheme == "http",
      let host = parts.host?.lowercased(), !host.isEmpty,
      parts.path.isEmpty || parts.path == "/",
      parts.query == nil, parts.fragment == nil, parts.user == nil, parts.password == nil
    else { throw .malformed }
    let literal = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
    self.host = literal.hasPrefix("[") ? String(literal.dropFirst().dropLast()) : host
    isThisMachine = host == "localhost" || IPAddress(self.host)?.isLoopback == true
    isEncrypted = scheme == "https"
    guard isEncrypted || isThisMachine else { throw .insecure }
    port = parts.port ?? (isEncrypted ? 443 : 80)
    description = "\(scheme)://\(literal)" + (parts.port.map { ":\($0)" } ?? "")
  }
}

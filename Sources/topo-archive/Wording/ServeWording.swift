import ArchivePage
import Archiver

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Words for serving an archive.
enum ServeWording {
  /// Where what is served, and what whoever started it must know about that.
  static func lines(
    _ status: ArchiveStatus, archive: String, address: String, port: Int, isLoopback: Bool,
    needsToken: Bool
  ) -> [String] {
    let activities = Numbers.count(status.activities, "activity", plural: "activities")
    let place =
      isAnyAddress(address)
      ? "\(url(address, port)) and at every other address of this machine" : url(address, port)
    var lines = ["\(archive): \(activities), served at \(place)"]
    lines.append(
      needsToken
        ? "whoever has the token may read: as a bearer key, or by the form that the page shows"
        : "everybody who works on this machine may read")
    if !isLoopback {
      lines.append(
        "neither what is sent nor the token is encrypted: put a proxy with TLS before it, or a tunnel,"
          + " if the network is not yours alone")
    }
    return lines
  }

  /// One that a browser on this machine can open.
  private static func url(_ address: String, _ port: Int) -> String {
    let host = isAnyAddress(address) ? (address.contains(":") ? "::1" : "127.0.0.1") : address
    return "http://\(host.contains(":") ? "[\(host)]" : host):\(port)/"
  }

  /// Whether it stands for all addresses of this machine, and is none itself.
  private static func isAnyAddress(_ address: String) -> Bool {
    let parts = Set(address.split { $0 == "." || $0 == ":" })
    return !address.isEmpty && parts.isSubset(of: ["0", "0000"])
  }

  /// What a stop says.
  static let stopping = "stopping (again to stop at once)"

  static func line(for error: PageServerError) -> String {
    switch error {
    case .noSuchAddress(let address):
      "there is no address \(address) on this machine: check --address"
    case .cannotListen(let address, let port, let code):
      switch code {
      case EADDRINUSE:
        "port \(port) of \(address) is in use by another program: end that, or give another --port"
      case EACCES:
        "only an administrator may listen at port \(port): give a --port from 1024 up"
      case EADDRNOTAVAIL: "there is no address \(address) on this machine: check --address"
      default:
        "cannot listen at port \(port) of \(address): \(String(cString: strerror(code)))"
      }
    case .ended: "the server ended before it listened: run it again"
    }
  }

  static func line(for error: TokenFileError) -> String {
    switch error {
    case .unreadable(let path, let code):
      "\(path) cannot be read: \(String(cString: strerror(code))); check --token-file"
    case .openToOthers(let path):
      "\(path) is open to others than its owner: run chmod 600 \(path), and make another token if"
        + " somebody may have read it"
    case .notAToken(let path):
      "\(path) is no token: it takes one line of \(AccessToken.minimumLength) to"
        + " \(AccessToken.maximumLength) letters, digits and marks without spaces, such as openssl rand"
        + " -hex 32 makes"
    }
  }
}
